import type { WithInbox } from '@kalends/inbox';
import type { Outbox } from '@kalends/outbox';
import type { CreatedCalendarStore } from '../../calendars/app/created-calendar.store';
import type { GrantStore } from '../../grant/app/grant.store';
import type { RevocationQueue } from '../../grant/app/revocations';
import type { ConsentRequestStore } from './consent-request.store';
import type { ConsentStore } from './consent.store';

/** One transaction of this service. */
export interface ConsentTx extends WithInbox {
  readonly consents: ConsentStore;
  readonly requests: ConsentRequestStore;
  readonly grants: GrantStore;
  readonly revocations: RevocationQueue;
  readonly createdCalendars: CreatedCalendarStore;
  readonly outbox: Outbox;
}
