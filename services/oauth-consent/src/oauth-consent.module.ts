import { SignInVerifier } from '@kalends/access';
import { TokenBrokerService } from '@kalends/contracts';
import { ManageableResources } from '@kalends/resources';
import { defineService, type ServiceContext } from '@kalends/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccountCalendars } from './calendars/app/account-calendars';
import { CalendarsController } from './calendars/edge/calendars.controller';
import { consentConfig, type ConsentConfig } from './config';
import { Connections } from './connections';
import { CancelConsent } from './consent/app/cancel-consent';
import { CompleteConsent } from './consent/app/complete-consent';
import { ReadConsent } from './consent/app/read-consent';
import { StartConsent } from './consent/app/start-consent';
import { WithdrawConsent } from './consent/app/withdraw-consent';
import { CallbackController } from './consent/edge/callback.controller';
import { ConsentController } from './consent/edge/consent.controller';
import { logToken } from './consent/edge/log-token';
import { OnCalendarLinkChanged } from './consent/edge/on-calendar-link-changed';
import { OnResourceChanged } from './consent/edge/on-resource-changed';
import { serviceName } from './service-name';
import { AccessTokens } from './token-broker/app/access-tokens';
import { TokenBrokerController } from './token-broker/edge/token-broker.controller';

@Module({})
class OauthConsentModule {
  static over(context: ServiceContext<ConsentConfig>): DynamicModule {
    const { config, log } = context;
    const connections = new Connections(context);
    const { parts } = connections;
    const verifier = new SignInVerifier({ jwksUrl: config.JWKS_URL, issuer: config.JWT_ISSUER });
    return {
      module: OauthConsentModule,
      controllers: [
        ConsentController,
        CallbackController,
        CalendarsController,
        TokenBrokerController,
        OnCalendarLinkChanged,
        OnResourceChanged,
      ],
      providers: [
        { provide: Connections, useValue: connections },
        { provide: SignInVerifier, useValue: verifier },
        { provide: logToken, useValue: log },
        { provide: ManageableResources, useValue: parts.resources },
        { provide: StartConsent, useValue: parts.startConsent },
        { provide: CompleteConsent, useValue: parts.completeConsent },
        { provide: CancelConsent, useValue: parts.cancelConsent },
        { provide: WithdrawConsent, useValue: parts.withdrawConsent },
        { provide: ReadConsent, useValue: parts.readConsent },
        { provide: AccessTokens, useValue: parts.accessTokens },
        { provide: AccountCalendars, useValue: parts.accountCalendars },
      ],
    };
  }
}

/** The service as a value: `main.ts` and tests start the very same one. */
export const oauthConsent = defineService({
  name: serviceName,
  config: consentConfig,
  roles: ['http', 'worker'],
  module: (context) => OauthConsentModule.over(context),
  grpc: [TokenBrokerService],
  strategies: (app, { roles }) => (roles.has('worker') ? [app.get(Connections).events] : []),
  backgroundParts: (app, { roles }) => {
    const { relay, parts } = app.get(Connections);
    return roles.has('worker') ? [relay, parts.revocations, parts.rewrapping] : [];
  },
  liveness: (app) => [{ name: 'events', check: () => app.get(Connections).checkEvents() }],
  readiness: (app) => [{ name: 'database', check: () => app.get(Connections).checkDatabase() }],
});
