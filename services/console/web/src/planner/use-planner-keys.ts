import { useHotkeys } from '@mantine/hooks';

interface Keys {
  onToday(): void;
  onDay(days: number): void;
  onNew(): void;
  /** M on a focused appointment. */
  onMove(appointmentId: string): void;
  onHelp(): void;
}

const focusedAppointment = (): string | undefined =>
  document.activeElement?.closest('.ec-event')?.querySelector<HTMLElement>('[data-appointment]')?.dataset.appointment;

/** An open menu, popover or dialog has the keys for itself. */
const isElsewhere = (): boolean =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"], [role="listbox"]')].some((one) =>
    one.checkVisibility(),
  );

/** One-letter keys of the planner; never while a person types. */
export function usePlannerKeys(enabled: boolean, keys: Keys): void {
  const when = (action: () => void) => () => {
    if (enabled && !isElsewhere()) action();
  };
  useHotkeys([
    ['T', when(keys.onToday)],
    ['ArrowLeft', when(() => keys.onDay(-1))],
    ['ArrowRight', when(() => keys.onDay(1))],
    ['N', when(keys.onNew)],
    [
      'M',
      when(() => {
        const id = focusedAppointment();
        if (id) keys.onMove(id);
      }),
    ],
    ['shift+?', when(keys.onHelp)],
    ['?', when(keys.onHelp)],
  ]);
}
