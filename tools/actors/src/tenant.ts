import { randomUUID } from 'node:crypto';
import type { RunningStack } from '@kalends/stack';
import { eventually } from '@kalends/testing';
import { Api, type Reply } from './api';
import { giveConsent } from './consent';
import type { GooglePerson } from './google-world';

export interface AppointmentJson {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly overbooked: boolean;
  readonly origin: string;
  readonly resourceIds: readonly string[];
  readonly content: {
    readonly title: string;
    readonly description: string;
    readonly start: { readonly at?: string; readonly zone?: string; readonly date?: string };
    readonly end: { readonly at?: string; readonly zone?: string; readonly date?: string };
    readonly recurrence: { readonly rule: string } | null;
    readonly overrides: readonly { readonly recurrenceId: { readonly at?: string }; readonly cancelled?: boolean }[];
  };
}

export interface TimelineEntry {
  readonly version: number;
  readonly kind: string;
  readonly origin: string;
  readonly conflicts: readonly { readonly field: string; readonly lost: unknown; readonly lostFrom: string }[];
  readonly cause: { readonly kind: string; readonly details: Record<string, string> };
}

export interface LinkJson {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly sentence: string;
  readonly calendarId: string;
  readonly exported: number;
  readonly toExport: number | null;
  readonly pending: number;
}

/** A company of its own for one test. */
export interface Tenant {
  readonly id: string;
  readonly branchId: string;
  readonly api: Api;
  /** The session cookie of the owner, for what a browser does. */
  readonly cookie: string;
  resource(designation?: string): Promise<string>;
  /** Books an hour (or `minutes`) at an instant in Europe/Berlin. */
  book(
    resourceId: string,
    at: Date,
    options?: { title?: string; minutes?: number; rule?: string },
  ): Promise<AppointmentJson>;
  appointment(id: string): Promise<AppointmentJson>;
  /** A command on the newest version, again when it was changed meanwhile: `change` is a PATCH, the others are POSTs. */
  command(id: string, name: 'change' | 'move' | 'cancel' | 'restore', body?: object): Promise<Reply<AppointmentJson>>;
  timeline(id: string): Promise<readonly TimelineEntry[]>;
  link(resourceId: string): Promise<LinkJson>;
  /** Gives consent as `person`, links a calendar and waits until the link is live. */
  connect(resourceId: string, person: GooglePerson, options?: ConnectOptions): Promise<LinkJson>;
}

export interface ConnectOptions {
  /** An existing calendar; otherwise one is created. */
  readonly calendarId?: string;
  readonly mode?: 'two-way' | 'export';
}

const zone = 'Europe/Berlin';

/** UTC with whole seconds, as the API writes instants. */
export const instant = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z');

export const span = (at: Date, minutes = 60): { start: object; end: object } => ({
  start: { at: instant(at), zone },
  end: { at: instant(new Date(at.getTime() + minutes * 60_000)), zone },
});

export async function openTenant(stack: RunningStack): Promise<Tenant> {
  const id = randomUUID();
  const token = await stack.tokenFor({ id: randomUUID(), tenantId: id, name: 'Owner', roles: [{ role: 'owner' }] });
  const api = new Api(stack.url, token);
  const branch = await api.ok<{ id: string }>('scheduling/branches', {
    body: { name: 'Mitte', timeZone: zone, googleSyncEnabled: true },
  });
  const cookie = `kalends_session=${token}`;
  const tenant: Tenant = {
    id,
    api,
    cookie,
    branchId: branch.id,
    resource: async (designation = 'Anna') =>
      (await api.ok<{ id: string }>('scheduling/resources', { body: { branchId: branch.id, designation } })).id,
    book: (resourceId, at, { title = 'Hearing test', minutes = 60, rule } = {}) =>
      api.ok<AppointmentJson>('scheduling/appointments', {
        body: {
          resourceIds: [resourceId],
          content: { title, ...span(at, minutes), ...(rule && { recurrence: { rule, rdates: [], exdates: [] } }) },
        },
        headers: { 'idempotency-key': randomUUID() },
      }),
    // A busy system may answer 503 for a moment: a person reloads the page.
    appointment: (appointmentId) => eventually(() => api.ok(`scheduling/appointments/${appointmentId}`)),
    command: async (appointmentId, name, body = {}) => {
      const path = `scheduling/appointments/${appointmentId}`;
      for (let attempt = 1; ; attempt += 1) {
        const { version } = await tenant.appointment(appointmentId);
        const reply = await api.call<AppointmentJson>(name === 'change' ? path : `${path}/${name}`, {
          method: name === 'change' ? 'PATCH' : 'POST',
          body,
          headers: { 'if-match': `"${version}"` },
        });
        if (reply.status !== 412 || attempt === 10) return reply;
      }
    },
    timeline: async (appointmentId) =>
      (await api.ok<{ entries: TimelineEntry[] }>(`scheduling/appointments/${appointmentId}/timeline`)).entries,
    link: (resourceId) => api.ok(`google-sync/resources/${resourceId}/link`),
    connect: async (resourceId, person, { calendarId, mode = 'two-way' } = {}) => {
      await giveConsent({ api, cookie, resourceId, person, existingCalendar: calendarId !== undefined });
      const calendar = calendarId === undefined ? { create: { summary: 'Kalends' } } : { id: calendarId };
      await api.ok(`google-sync/resources/${resourceId}/link`, { body: { calendar, mode } });
      return eventually(
        async () => {
          const link = await tenant.link(resourceId);
          if (link.state !== 'live') throw new Error(`the link is ${link.state} (${link.reason})`);
          return link;
        },
        { withinMs: 20_000 },
      );
    },
  };
  return tenant;
}
