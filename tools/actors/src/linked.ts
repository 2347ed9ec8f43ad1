import { eventually } from '@kalends/testing';
import type { GoogleEvent, GooglePerson, GoogleWorld } from './google-world';
import { type AppointmentJson, type ConnectOptions, type LinkJson, type Tenant } from './tenant';

/** A tenant whose one resource is linked with a calendar of one person. */
export interface Connected {
  readonly tenant: Tenant;
  readonly resourceId: string;
  readonly person: GooglePerson;
  readonly calendarId: string;
  readonly linkId: string;
}

/** What is needed to make one: a running system. */
export interface Stage {
  readonly google: GoogleWorld;
  tenant(): Promise<Tenant>;
}

export async function connected(system: Stage, options: ConnectOptions = {}): Promise<Connected> {
  const tenant = await system.tenant();
  const resourceId = await tenant.resource();
  const person = await system.google.person('Work');
  const { calendarId, id: linkId } = await tenant.connect(resourceId, person, options);
  return { tenant, resourceId, person, calendarId, linkId };
}

/** The one event of this title, once Google has it as `expected`. */
export const eventOf = (
  person: GooglePerson,
  calendarId: string,
  title: string,
  expected: (event: GoogleEvent) => boolean = () => true,
): Promise<GoogleEvent> =>
  eventually(async () => {
    const events = (await person.events(calendarId)).filter(
      ({ summary, recurringEventId }) => summary === title && !recurringEventId,
    );
    const [event] = events;
    if (events.length !== 1 || !event || !expected(event)) throw new Error(`not yet: ${JSON.stringify(events)}`);
    return event;
  });

export const appointmentWhere = (
  tenant: Tenant,
  id: string,
  expected: (appointment: AppointmentJson) => boolean,
  withinMs = 5000,
): Promise<AppointmentJson> =>
  eventually(
    async () => {
      const appointment = await tenant.appointment(id);
      if (!expected(appointment)) throw new Error(`not yet: ${JSON.stringify(appointment)}`);
      return appointment;
    },
    { withinMs },
  );

export const startsAt =
  (at: Date) =>
  ({ start }: GoogleEvent): boolean =>
    start?.dateTime !== undefined && new Date(start.dateTime).getTime() === at.getTime();

/** Nothing more is under way for this resource's link. */
export const quiet = ({ tenant, resourceId }: Pick<Connected, 'tenant' | 'resourceId'>): Promise<LinkJson> =>
  eventually(
    async () => {
      const link = await tenant.link(resourceId);
      if (link.pending > 0) throw new Error(`${link.pending} still pending`);
      return link;
    },
    { withinMs: 10_000 },
  );

/** Asks for a sync now and waits until Google's list has been read to its end. */
export async function listed(
  system: Pick<Stage, 'google'>,
  { tenant, linkId, person, resourceId }: Connected,
): Promise<void> {
  const after = await system.google.lastCall();
  await tenant.api.ok(`google-sync/links/${linkId}/sync-now`, { method: 'POST' });
  const isListed = async (): Promise<void> => {
    const calls = await system.google.calls({ after, account: person.email });
    if (!calls.some(({ operation, status }) => operation.endsWith('events.list') && status === 200))
      throw new Error('not listed yet');
  };
  await eventually(isListed, { withinMs: 20_000 });
  await quiet({ tenant, resourceId });
}
