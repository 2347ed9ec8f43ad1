import { googleSyncTables, type Answer, type FoundEvent, type GoogleCalendar } from '@kalends/google-sync/memory';
import type { OutboxStore } from '@kalends/outbox';
import type { SchedulingTx } from '@kalends/scheduling/memory';
import type { Plant } from './plant';

/** The object with some of its methods replaced. */
const over = <T extends object>(port: T, methods: Partial<T>): T =>
  new Proxy(port, {
    get: (target, name) => {
      const value: unknown = name in methods ? methods[name as keyof T] : Reflect.get(target, name, target);
      return typeof value === 'function' && !(name in methods) ? value.bind(target) : value;
    },
  });

/** Changes the events that Google answers, whichever way they come. */
const seenAs = (google: GoogleCalendar, change: (event: FoundEvent) => FoundEvent): GoogleCalendar => {
  const event = (answer: Answer<FoundEvent>): Answer<FoundEvent> =>
    answer.is === 'ok' ? { is: 'ok', value: change(answer.value) } : answer;
  return over(google, {
    get: async (place) => event(await google.get(place)),
    list: async (place, query) => {
      const answer = await google.list(place, query);
      return answer.is === 'ok'
        ? { is: 'ok', value: { ...answer.value, events: answer.value.events.map(change) } }
        : answer;
    },
  });
};

const cancelled = (event: { readonly id: string; readonly etag: string }): FoundEvent => ({
  id: event.id,
  etag: event.etag,
  status: 'cancelled',
});

/** Private parts of the runner of jobs, for a function that is replaced. */
interface JobRunnerInside {
  readonly handlers: {
    readonly watch: {
      run(link: object, lease: object): Promise<Date>;
      open(link: object): Promise<{ id: string; expiresAt: Date }>;
      closeOthers(link: object, newest: string): Promise<void>;
    };
  };
}

export const plants: readonly Plant[] = [
  {
    name: 'token-before-effects',
    says: 'the sync token is stored when it comes, before what the list says has been dealt with',
    google: (google, scene) =>
      over(google, {
        list: async (place, query) => {
          const answer = await google.list(place, query);
          const link = scene
            .links()
            .find(({ calendarId, state }) => calendarId === place.calendarId && state !== 'gone');
          if (link && answer.is === 'ok' && answer.value.nextSyncToken && !query.iCalUid) {
            const { nextSyncToken: syncToken } = answer.value;
            await scene.googleSync.ask(({ unitOfWork }) =>
              unitOfWork.run(link.tenantId, (tx) => tx.links.remember(link.id, { syncToken })),
            );
          }
          return answer;
        },
      }),
  },
  {
    name: 'error-as-deletion',
    says: 'an error while an event is read is taken for its tombstone',
    google: (google) =>
      over(google, {
        get: async (place) => {
          const answer = await google.get(place);
          const isError = answer.is === 'unavailable' || answer.is === 'not-found' || answer.is === 'forbidden';
          return isError ? { is: 'ok', value: cancelled({ id: place.eventId, etag: '"0"' }) } : answer;
        },
      }),
  },
  {
    name: '410-without-comparison',
    says: 'after a 410 the list is begun anew from now on, without comparing what is there',
    google: (google) =>
      over(google, {
        list: async (place, query) => {
          const answer = await google.list(place, query);
          if (answer.is !== 'gone' || query.syncToken === undefined) return answer;
          let page = await google.list(place, {});
          while (page.is === 'ok' && page.value.nextPageToken !== null)
            page = await google.list(place, { pageToken: page.value.nextPageToken });
          return page.is === 'ok' ? { is: 'ok', value: { ...page.value, events: [] } } : page;
        },
      }),
  },
  {
    name: 'no-if-match',
    says: 'events are written whatever their ETag is by now',
    googleApi: (api) => ({
      call: (operation, token, { headers: _, ...request }, info) =>
        api.call(operation, token, { ...request, headers: {} }, info),
    }),
  },
  {
    name: '409-not-adopted',
    says: 'an event that is there already is made once more under another id',
    google: (google) =>
      over(google, {
        insert: async (place, event) => {
          const answer = await google.insert(place, event);
          return answer.is === 'duplicate' ? google.insert(place, { ...event, id: `${event.id}v` }) : answer;
        },
      }),
  },
  {
    name: 'echo-not-recognised',
    says: 'what both sides have just agreed on is not known any more when it comes back',
    tx: (tx) =>
      over(tx, {
        mappings: over(tx.mappings, {
          save: (mapping) => {
            const { sent, google } = mapping;
            if (sent !== null || google.is !== 'present') return tx.mappings.save(mapping);
            return tx.mappings.save({ ...mapping, google: { ...google, base: { ...google.base, title: '' } } });
          },
        }),
      }),
  },
  {
    name: 'stale-version-overwrites',
    says: 'what Google says is applied whatever the appointment’s version is by now',
    scheduling: (client) =>
      over(client, { applyCommand: (request) => client.applyCommand({ ...request, expectedVersion: undefined }) }),
  },
  {
    name: 'mapping-before-insert',
    says: 'an event counts as written before it is inserted',
    tx: (tx) =>
      over(tx, {
        mappings: over(tx.mappings, {
          save: (mapping) => {
            const { sent, google } = mapping;
            if (sent === null || 'deletes' in sent || google.is !== 'absent') return tx.mappings.save(mapping);
            const etags = { [mapping.eventId]: '"0"' };
            return tx.mappings.save({
              ...mapping,
              sent: null,
              google: { is: 'present', etags, base: sent.content, echoed: null },
            });
          },
        }),
      }),
  },
  {
    name: 'no-inbox',
    says: 'an event that comes again is handled again',
    tx: (tx) => over(tx, { inbox: over(tx.inbox, { admit: () => Promise.resolve('new' as const) }) }),
  },
  {
    name: 'relay-by-sequence',
    says: 'the relay goes on behind the last sequence number that it has sent',
    schedulingProcess: ({ relay }) => {
      const { parts } = relay as unknown as { parts: { store: OutboxStore } };
      const { store } = parts;
      let last = 0;
      parts.store = over(store, {
        unsent: async (...request) => (await store.unsent(...request)).filter(({ seq }) => Number(seq) > last),
        markSent: async (records) => {
          last = Math.max(last, ...records.map(({ seq }) => Number(seq)));
          await store.markSent(records);
        },
      });
    },
  },
  {
    name: 'channel-stopped-first',
    says: 'the old push channel is stopped before the new one is open',
    syncProcess: ({ engine }) => {
      const { watch } = (engine.jobs as unknown as JobRunnerInside).handlers;
      const run = watch.run.bind(watch);
      watch.run = async (link, lease) => {
        await watch.closeOthers(link, '');
        return run(link, lease);
      };
    },
  },
  {
    name: 'moved-away-as-deletion',
    says: 'an event that was moved into the past is taken for a deleted one',
    google: (google, scene) =>
      seenAs(google, (event) => {
        const end = event.end?.dateTime;
        return end && !event.recurrence && Date.parse(end) < scene.schedule.now ? cancelled(event) : event;
      }),
  },
  {
    name: 'lost-restore',
    says: 'an event that comes back from the bin brings no appointment back',
    scheduling: (client) =>
      over(client, {
        applyCommand: async (request) => {
          const { command } = request as { command?: { case?: string; value?: { appointmentId?: string } } };
          if (command?.case !== 'restore') return client.applyCommand(request);
          const appointmentId = command.value?.appointmentId ?? '';
          const { appointment } = await client.getAppointment({ tenantId: request.tenantId, appointmentId });
          const result = { case: 'applied', value: appointment! } as const;
          return { $typeName: 'kalends.scheduling.v1.ApplyCommandResponse', result, replayed: false };
        },
      }),
  },
  {
    name: 'unsorted-locks',
    says: 'resources are locked in the order in which they were named',
    schedulingProcess: ({ unitOfWork }) => {
      const process = unitOfWork as unknown as { bind(session: object): SchedulingTx };
      const bind = process.bind.bind(process);
      let turn = 0;
      process.bind = (session) => {
        const tx = bind(session);
        const lockFor: SchedulingTx['resources']['lockFor'] = async (ids, branchId) => {
          const order = (turn += 1) % 2 === 0 ? ids : ids.toReversed();
          for (const id of order) await tx.resources.lock(id);
          return tx.resources.lockFor(ids, branchId);
        };
        return over(tx, { resources: over(tx.resources, { lockFor }) });
      };
    },
  },
  {
    name: 'instance-by-start',
    says: 'a date of a series is known by when it starts now, not by when it was to start',
    google: (google) =>
      seenAs(google, (event) =>
        event.recurringEventId && event.start ? { ...event, originalStartTime: event.start } : event,
      ),
  },
  {
    name: 'last-state-dropped',
    says: 'a change that comes while an earlier one is being written is taken for written',
    tx: (tx, scene) =>
      over(tx, {
        work: over(tx.work, {
          bump: (request) => {
            const rows = scene.googleSync.database.rows(googleSyncTables.work);
            for (const { linkId, appointmentId, leaseUntil } of rows) {
              const isUnderWay = leaseUntil !== null && leaseUntil > request.now;
              if (linkId === request.linkId && appointmentId === request.appointmentId && isUnderWay)
                return Promise.resolve();
            }
            return tx.work.bump(request);
          },
        }),
      }),
  },
];
