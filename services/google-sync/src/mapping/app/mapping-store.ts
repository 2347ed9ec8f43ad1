import type { OurSide, Mapping, Place } from '../domain/mapping';

/** Mappings of the transaction's tenant. */
export interface MappingStore {
  ofAppointment(linkId: string, appointmentId: string): Promise<Mapping | null>;
  ofEvents(linkId: string, eventIds: readonly string[]): Promise<Mapping[]>;

  /**
   * Takes over our side unless a newer or the same version has been heard (S13); makes the mapping, with the event at
   * `place`, when there is none. Leaves what is known of Google alone.
   * @returns whether it was news
   */
  hear(linkId: string, appointmentId: string, place: Place, ours: OurSide): Promise<boolean>;

  /** Keeps a mapping that begins at Google's side. @returns false when the appointment or the event has one already */
  add(mapping: Mapping): Promise<boolean>;

  /**
   * Keeps Google's half and counts its revision up; leaves `ours` alone.
   * @returns false, and nothing is changed, when another worker has changed that half since `mapping` was read
   */
  save(mapping: Mapping): Promise<boolean>;

  /** Ids of the events that Google is believed to have and whose mapping nobody has touched since, in order. */
  presentEvents(
    linkId: string,
    page: { readonly after: string; readonly touchedBefore: Date; readonly limit: number },
  ): Promise<string[]>;
  countPresent(linkId: string): Promise<number>;

  /** Appointments whose two sides differ and that nobody is at work on. */
  unsettled(linkId: string, limit: number): Promise<string[]>;
}
