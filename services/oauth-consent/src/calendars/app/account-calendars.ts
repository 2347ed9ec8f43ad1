import { createHash } from 'node:crypto';
import { DomainError, isDomainError, type Log, type UnitOfWork } from '@kalends/kernel';
import type { ConsentTx } from '../../consent/app/consent-tx';
import { abilitiesOf } from '../../consent/domain/scopes';
import type { AccessTokens } from '../../token-broker/app/access-tokens';
import type { Vault } from '../../key-ring/vault';
import { namesPrimary, offer, primaryRefused, type Account, type OfferedCalendar } from '../domain/calendar';
import type { GoogleCalendars } from './google-calendars';

export interface AccountRef {
  readonly tenantId: string;
  readonly resourceId: string;
}

/** Calendars of the account that a resource is connected with, read fresh from Google each time. */
export class AccountCalendars {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly tokens: AccessTokens,
    private readonly google: GoogleCalendars,
    private readonly vault: Vault,
    private readonly log: Log,
  ) {}

  /** None when the box for the list was left empty: then only a new calendar can be linked. */
  async list(ref: AccountRef): Promise<OfferedCalendar[]> {
    const account = await this.account(ref);
    if (!account.abilities.listCalendars) return [];
    const listed = await this.withToken(ref, (token) => this.google.list(token));
    return listed.map((calendar) => offer(calendar, account));
  }

  /** One calendar by its id. Throws `calendar/primary-refused` for the main calendar, however it is named. */
  async get(ref: AccountRef, calendarId: string): Promise<OfferedCalendar> {
    const account = await this.account(ref);
    if (namesPrimary(calendarId, account)) throw primaryRefused();
    if (!account.abilities.listCalendars) throw boxMissing('Kalends may not see the calendars of this account.');
    const calendar = offer(await this.withToken(ref, (token) => this.google.get(token, calendarId)), account);
    if (calendar.reason === 'primary') throw primaryRefused();
    return calendar;
  }

  /** Makes a secondary calendar that Kalends may keep and, when disconnected, delete. */
  async create(ref: AccountRef, wanted: { summary: string; timeZone: string }): Promise<OfferedCalendar> {
    const account = await this.account(ref);
    if (!account.abilities.createCalendar) throw boxMissing('Kalends may not create calendars in this account.');
    const calendar = await this.withToken(ref, (token) => this.google.create(token, wanted));
    await this.unitOfWork.run(ref.tenantId, (tx) => tx.createdCalendars.add(account.hash, calendar.id));
    this.log.info('calendar.created', { tenantId: ref.tenantId, resourceId: ref.resourceId });
    return offer(calendar, { ...account, created: new Set([...account.created, calendar.id]) });
  }

  private account(ref: AccountRef): Promise<Account & { hash: string }> {
    const { tenantId, resourceId } = ref;
    return this.unitOfWork.run(tenantId, async (tx) => {
      const consent = await tx.consents.find(resourceId);
      const grant = consent?.grantId ? await tx.grants.find(consent.grantId) : null;
      if (grant?.state !== 'granted') throw consentNeeded(grant ? 'revoked' : 'never-given');
      return {
        hash: grant.accountHash,
        email: this.vault.open(grant.account, { tenantId, id: grant.id, purpose: 'account' }),
        abilities: abilitiesOf(grant.scopes),
        created: await tx.createdCalendars.ids(grant.accountHash),
      };
    });
  }

  /** A token can die early (google.md section 6): one that Google rejects is replaced once. */
  private async withToken<T>(ref: AccountRef, call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.token(ref);
    try {
      return await call(token);
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'google/token-rejected') throw error;
      await this.tokens.reject(ref.tenantId, ref.resourceId, createHash('sha256').update(token).digest('hex'));
      return call(await this.token(ref));
    }
  }

  private async token({ tenantId, resourceId }: AccountRef): Promise<string> {
    const answer = await this.tokens.get(tenantId, resourceId);
    if (answer.is === 'needs-consent') throw consentNeeded(answer.reason);
    return answer.token.value;
  }
}

const consentNeeded = (reason: string): DomainError =>
  new DomainError('conflict', 'consent/needed', 'This resource is not connected with Google; connect it first.', {
    reason,
  });

const boxMissing = (what: string): DomainError =>
  new DomainError('forbidden', 'consent/scope-missing', `${what} Ask for the permission again and tick its box.`);
