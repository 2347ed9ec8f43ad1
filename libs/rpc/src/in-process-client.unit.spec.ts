import { create } from '@bufbuild/protobuf';
import {
  AppointmentSchema,
  GetAppointmentResponseSchema,
  SchedulingService,
  StreamResourceAppointmentsResponseSchema,
} from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import { inProcessClient, type RpcImplementation } from './in-process-client';

const none = (): never => {
  throw new Error('not here');
};
const answer = (id: string) =>
  create(GetAppointmentResponseSchema, { appointment: create(AppointmentSchema, { id, version: 7 }) });

/** A caller whose gate and time the test rules. */
function calling(implementation: Partial<RpcImplementation<typeof SchedulingService>>) {
  const alarms = new Set<() => void>();
  const calls: string[] = [];
  const caller = {
    gate: {
      pass: async <T>(call: string, effect: () => T): Promise<T> => {
        calls.push(call);
        return effect();
      },
    },
    timer: {
      after: (_ms: number, action: () => void) => {
        alarms.add(action);
        return () => void alarms.delete(action);
      },
    },
  };
  const whole = { applyCommand: none, getAppointment: none, getResource: none, streamResourceAppointments: none };
  const client = inProcessClient(SchedulingService, 'scheduling', { ...whole, ...implementation }, caller);
  return { client, calls, caller, alarms };
}

const asked = { tenantId: 'a', appointmentId: 'b' };

describe('a client in the same process', () => {
  it('exchanges whole messages, each call by the caller’s gate, and leaves no alarm behind', async () => {
    const { client, calls, alarms } = calling({
      getAppointment: ({ $typeName, appointmentId }) => Promise.resolve(answer(`${$typeName} ${appointmentId}`)),
    });
    const { appointment } = await client.getAppointment(asked);
    expect(appointment?.id).toBe('kalends.scheduling.v1.GetAppointmentRequest b');
    expect(calls).toEqual(['rpc.scheduling.getAppointment']);
    expect(alarms.size).toBe(0);
  });

  it('throws the called service’s DomainErrors, and nothing of what else it throws', async () => {
    const known = new DomainError('conflict', 'some/thing', 'Told.');
    const failing = (thrown: Error) => {
      const getAppointment = async () => {
        throw thrown;
      };
      return calling({ getAppointment }).client;
    };
    await expect(failing(known).getAppointment(asked)).rejects.toBe(known);
    await expect(failing(new Error('a secret')).getAppointment(asked)).rejects.toMatchObject({
      kind: 'internal',
      message: 'Unexpected failure.',
    });
  });

  it('is unavailable when the call gets lost, when nobody is there, and when no answer comes in time', async () => {
    const unavailable = { kind: 'unavailable', code: 'rpc/unavailable' };
    const { client: lost, caller } = calling({});
    caller.gate.pass = () => Promise.reject(new Error('reset'));
    await expect(lost.getAppointment(asked)).rejects.toMatchObject(unavailable);
    await expect(calling({}).client.getAppointment(asked)).rejects.toMatchObject(unavailable);

    const { client, alarms } = calling({ getAppointment: () => new Promise(() => {}) });
    const waiting = client.getAppointment(asked);
    for (const ring of alarms) ring();
    await expect(waiting).rejects.toMatchObject(unavailable);
  });

  it('streams until the end, or until the called service fails', async () => {
    const message = (id: string) => create(StreamResourceAppointmentsResponseSchema, { appointment: { id } });
    const { client, calls } = calling({
      streamResourceAppointments: async function* ({ resourceId }) {
        yield message('first');
        yield message('second');
        if (resourceId === 'broken') throw new DomainError('unavailable', 'database/unavailable', 'Down.');
      },
    });
    const ids: (string | undefined)[] = [];
    const read = async (resourceId: string): Promise<void> => {
      for await (const { appointment } of client.streamResourceAppointments({ resourceId })) ids.push(appointment?.id);
    };
    await read('whole');
    await expect(read('broken')).rejects.toMatchObject({ code: 'database/unavailable' });
    expect(ids).toEqual(['first', 'second', 'first', 'second']);
    expect(calls).toHaveLength(2);
  });
});
