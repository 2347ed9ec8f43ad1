import type { Clock, Ids, Log, Randomness, UnitOfWork } from '@kalends/kernel';
import { ManageableResources, type Resources } from '@kalends/resources';
import type { TokenBroker } from '../broker/app/token-broker';
import type { GoogleAccess } from '../google/app/google-access';
import type { GoogleCalendar } from '../google/app/google-calendar';
import type { JobHandler } from '../job/app/job-runner';
import type { Job } from '../job/app/job-store';
import type { Scheduling } from '../scheduling/app/scheduling';
import type { Signals } from '../signals';
import type { AccountCalendars, CalendarRemover } from './app/account-calendars';
import { CalendarContents } from './app/calendar-contents';
import { Confirmations } from './app/confirmations';
import { CreateLink } from './app/create-link';
import { DisconnectLink } from './app/disconnect-link';
import { LinkChanges } from './app/link-changes';
import type { LinkTx } from './app/link-tx';
import { PreviewDisconnect } from './app/preview-disconnect';
import { PreviewLink } from './app/preview-link';
import { ReadLinks } from './app/read-links';
import { ResetCalendar } from './app/reset-calendar';
import { UndoLink } from './app/undo-link';

/** Everything that what people do with links reaches outside itself. */
export interface LinkPorts {
  readonly unitOfWork: UnitOfWork<LinkTx>;
  readonly google: GoogleCalendar;
  readonly remover: CalendarRemover;
  readonly broker: TokenBroker;
  readonly calendars: AccountCalendars;
  readonly scheduling: Scheduling;
  readonly resources: Resources;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly signals: Signals;
}

export type Links = ReturnType<typeof composeLinks>;

/** What people do with links, put together the same way in a service, in a test and in a simulation. */
export function composeLinks(ports: LinkPorts) {
  const { unitOfWork, calendars, scheduling, clock, ids, randomness, signals } = ports;
  const links = new LinkChanges(clock, ids, signals);
  const confirmations = new Confirmations(clock, randomness);
  const contents = new CalendarContents(ports.google, ports.broker);
  const resources = new ManageableResources(ports.resources);
  const parts = { ...ports, links, confirmations, contents };
  return {
    resources,
    read: new ReadLinks(unitOfWork, resources, clock),
    previewLink: new PreviewLink(unitOfWork, calendars, contents, scheduling, confirmations, clock),
    create: new CreateLink(parts),
    previewDisconnect: new PreviewDisconnect(unitOfWork, contents, confirmations),
    disconnect: new DisconnectLink(parts),
    /** For the engine's runner. */
    jobs: (access: GoogleAccess): Partial<Record<Job, JobHandler>> => ({
      reset: new ResetCalendar(unitOfWork, access, clock, ids),
      disconnect: new UndoLink({ ...parts, access }),
    }),
  };
}
