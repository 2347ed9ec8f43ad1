/** What an appointment must be by the rules alone, told without any of the service's code. */
export interface Expected {
  readonly id: string;
  resources: readonly string[];
  start: number;
  length: number;
  cancelled: boolean;
  version: number;
  /** Of which resources it holds the slot; the others are overbooked. */
  holds: readonly string[];
}

export class Model {
  readonly appointments: Expected[] = [];

  constructor(private readonly capacity: number) {}

  /** Whether the appointment may become `to`; if so it does. */
  change(from: Expected, to: Partial<Expected>, mayOverbook: boolean): boolean {
    const next = { ...from, ...to };
    const moved = next.start !== from.start || next.length !== from.length || from.cancelled;
    const holders = (resource: string, moment: number): number =>
      this.appointments.filter(
        ({ id, start, length, holds }) =>
          id !== from.id && holds.includes(resource) && start <= moment && moment < start + length,
      ).length;
    const isFree = (resource: string): boolean =>
      Array.from({ length: next.length }, (_, n) => holders(resource, next.start + n)).every(
        (count) => count < this.capacity,
      );
    const stays = (resource: string): boolean => !moved && from.resources.includes(resource);
    const holds = next.resources.filter(
      (resource) => (stays(resource) && from.holds.includes(resource)) || isFree(resource),
    );
    const refused = next.resources.filter((resource) => !holds.includes(resource) && !stays(resource));
    if (!next.cancelled && refused.length > 0 && !mayOverbook) return false;
    Object.assign(from, next, { holds: next.cancelled ? [] : holds, version: from.version + 1 });
    return true;
  }
}
