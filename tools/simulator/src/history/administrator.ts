import { isDomainError } from '@kalends/kernel';
import type { Party } from '../schedule/schedule';
import { ownerOf, type Room } from '../world/company';
import { accounts, type Account } from '../world/google';
import type { World } from '../world/world';
import type { Of } from './people';

const administrator: Party = { name: 'administrator', isDead: false, isFrozen: false };

/** What the owners of the companies do about links, consents and branches. */
export class Administrator {
  constructor(private readonly world: World) {}

  administer(act: Of<'link' | 'unlink' | 'sync-now' | 'branch-switch' | 'access-given'>): void {
    const { world } = this;
    if (act.do === 'branch-switch') {
      const company = world.companies[act.company % world.companies.length]!;
      const { version } = world.branch(company);
      return this.ask(act.do, () =>
        world.scheduling.ask(({ branches }) =>
          branches.change.execute(company, company.branchId, version, { googleSyncEnabled: act.on }),
        ),
      );
    }
    const resource = world.resources[act.resource % world.resources.length]!;
    const link = world.linkOf(resource);
    const account = accounts.find(({ calendarId }) => calendarId === link?.calendarId) ?? this.accountFor(act);
    if (act.do === 'access-given') return this.ask(act.do, () => this.consent(resource, account));
    if (act.do === 'link') {
      return this.ask(act.do, async () => {
        await this.consent(resource, account);
        await this.link(resource, account, act.mode, act.reset);
      });
    }
    if (!link) return;
    const { company } = resource;
    this.ask(act.do, () =>
      world.googleSync.ask<unknown>(async ({ links, engine }) => {
        if (act.do === 'sync-now') return engine.syncNow.run(company.tenantId, link.id);
        const user = ownerOf(company);
        if (act.google === 'leave') return links.disconnect.execute(user, link, 'leave');
        const { confirmation } = await links.previewDisconnect.execute(user, link);
        return links.disconnect.execute(user, link, act.google, confirmation);
      }),
    );
  }

  /** The whole trip to Google's page and back. */
  async consent({ id: resourceId, company }: Room, account: Account): Promise<void> {
    const { oauthConsent, google } = this.world;
    const { tenantId, userId } = company;
    const command = { tenantId, userId, resourceId, plan: 'existing', shareAccount: true } as const;
    const { authorizationUrl } = await oauthConsent.ask(({ startConsent }) => startConsent.execute(command));
    const back = google.consent(account, authorizationUrl);
    await oauthConsent.ask(({ completeConsent }) => completeConsent.execute({ tenantId, userId, ...back }));
  }

  link(
    { id: resourceId, company }: Room,
    { calendarId }: Account,
    mode: 'two-way' | 'export',
    isReset: boolean,
  ): Promise<unknown> {
    return this.world.googleSync.ask(async ({ links }) => {
      const [user, calendar] = [ownerOf(company), { id: calendarId }];
      const resource = await links.resources.getSyncable(user, resourceId);
      const preview = isReset ? await links.previewLink.execute({ user, resource, calendar, mode }) : null;
      return links.create.execute({ user, resource, calendar, mode, ...(preview && { reset: preview.confirmation }) });
    });
  }

  /** The administrator has seen what would be deleted and wants it. */
  approve(tenantId: string, linkId: string): void {
    const { googleSync } = this.world;
    this.ask('approve', () => googleSync.ask(({ engine }) => engine.syncNow.approveDeletions(tenantId, linkId)));
  }

  /** The room's own; a free room of the first company may get the calendar that another one had. */
  private accountFor(act: Of<'link' | 'access-given' | 'unlink' | 'sync-now'>): Account {
    const isOthers = act.do === 'link' && act.swaps && act.resource < 2;
    return accounts[(isOthers ? 1 - act.resource : act.resource) % accounts.length]!;
  }

  /** Tries once and leaves it if it fails. */
  private ask(what: string, order: () => Promise<unknown>): void {
    const { schedule } = this.world;
    const tried = schedule
      .turn(administrator, `asks for ${what}`)
      .then(order)
      .catch((error: unknown) => (isDomainError(error) ? undefined : this.world.wrong(error)));
    schedule.start(tried);
  }
}
