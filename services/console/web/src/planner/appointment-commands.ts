import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  appointmentQuery,
  cancelAppointment,
  completeAppointment,
  createAppointment,
  moveAppointment,
  restoreAppointment,
  type Appointment,
  type Day,
  type DayItem,
  type NewAppointment,
} from '../api/scheduling';
import { Problem } from '../api/problem';
import { useToasts } from '../shell/toast';
import type { TimeWriter } from '../time/format';
import { holderOf, sameResources, slotOf, withWritten, type Slot } from './day-items';

/** What a person can do to appointments, each with the version that was seen, a toast, and an undo where it is offered. */
export function useAppointmentCommands(branchId: string, writer: TimeWriter) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toasts = useToasts();

  const readAgain = (id: string): Promise<unknown> =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['day', branchId] }),
      queries.invalidateQueries({ queryKey: appointmentQuery(id).queryKey }),
    ]);

  const written = (appointment: Appointment): void => {
    queries.setQueryData(appointmentQuery(appointment.id).queryKey, appointment);
    void readAgain(appointment.id);
  };

  const show = (appointment: Appointment, item: DayItem, slot: Slot): void =>
    void queries.setQueriesData<Day>(
      { queryKey: ['day', branchId] },
      (day) => day && withWritten(day, appointment, item, slot),
    );

  /** Runs an undo: the same refusals as any other change, and no undo of the undo. */
  const undo = (item: DayItem, change: () => Promise<Appointment>) => async (): Promise<void> => {
    try {
      written(await change());
      toasts.done(t('command.undone'));
    } catch (error) {
      toasts.failed(t('command.failed'), error);
      await readAgain(item.appointmentId);
    }
  };

  const put = async (item: DayItem, slot: Slot, say: (when: string) => string): Promise<void> => {
    const { recurrenceId } = item;
    if (recurrenceId && !sameResources(item, slot)) throw new Problem(422, 'planner/series-resources', null, {});
    const moved = await moveAppointment(item.appointmentId, item.version, { ...slot, recurrenceId });
    show(moved, item, slot);
    written(moved);
    const back = undo(item, () => moveAppointment(moved.id, moved.version, { ...slotOf(item), recurrenceId }));
    toasts.done(say(writer.span(slot.start, slot.end)), () => void back());
  };

  /** Says why a change was refused and reads the current state; throws on, so that the grid can put the item back. */
  const refused = async (item: Pick<DayItem, 'appointmentId'>, title: string, error: unknown): Promise<never> => {
    toasts.failed(title, error);
    void readAgain(item.appointmentId);
    throw error;
  };

  /** The same for a time that is taken, with the appointment that holds it where the page shows it. */
  const notPut = (item: DayItem, slot: Slot, error: unknown): Promise<never> => {
    const isTaken = error instanceof Problem && error.code === 'appointment/slot-taken';
    const days = isTaken ? queries.getQueriesData<Day>({ queryKey: ['day', branchId] }) : [];
    const holder = days.map(([, day]) => day && holderOf(day, item, slot)).find((found) => found !== undefined);
    const by = holder && t('command.heldBy', { title: holder.title, when: writer.span(holder.start, holder.end) });
    return refused(item, by ? `${t('command.notMoved')}: ${by}` : t('command.notMoved'), error);
  };

  const create = useMutation({
    mutationFn: (input: { appointment: NewAppointment; key: string }) =>
      createAppointment(input.appointment, input.key),
    onSuccess: (appointment) => {
      written(appointment);
      toasts.done(t('command.created', { title: appointment.content.title }));
    },
  });

  return {
    create,
    move: (item: DayItem, slot: Slot): Promise<void> =>
      put(item, slot, (when) => t('command.moved', { when })).catch((error: unknown) => notPut(item, slot, error)),
    resize: (item: DayItem, slot: Slot): Promise<void> =>
      put(item, slot, (when) => t('command.resized', { when })).catch((error: unknown) => notPut(item, slot, error)),
    async cancel(item: DayItem): Promise<void> {
      try {
        const cancelled = await cancelAppointment(item.appointmentId, item.version, item.recurrenceId);
        written(cancelled);
        const back = undo(item, () => restoreAppointment(cancelled.id, cancelled.version, item.version));
        toasts.done(t('command.cancelled', { title: item.title }), () => void back());
      } catch (error) {
        await refused(item, t('command.failed'), error);
      }
    },
    async complete(appointment: Appointment): Promise<void> {
      try {
        written(await completeAppointment(appointment.id, appointment.version));
        toasts.done(t('command.completed', { title: appointment.content.title }));
      } catch (error) {
        await refused({ appointmentId: appointment.id }, t('command.failed'), error);
      }
    },
    async restore(appointment: Appointment, toVersion: number): Promise<void> {
      try {
        written(await restoreAppointment(appointment.id, appointment.version, toVersion));
        toasts.done(t('command.restored', { title: appointment.content.title }));
      } catch (error) {
        await refused({ appointmentId: appointment.id }, t('command.failed'), error);
      }
    },
  };
}

export type AppointmentCommands = ReturnType<typeof useAppointmentCommands>;
