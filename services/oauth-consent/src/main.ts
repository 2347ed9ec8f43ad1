import { runService } from '@kalends/service-host';
import { oauthConsent } from './oauth-consent.module';

void runService(oauthConsent);
