/** What appointments of one kind have in common. */
export interface AppointmentTemplate {
  readonly id: string;
  readonly designation: string;
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** #rrggbb */
  readonly color: string;
  readonly text: string;
  /** Resources that such an appointment needs besides the one that is chosen. */
  readonly resourceIds: readonly string[];
  readonly reminderMinutes: number;
  readonly bookableOnline: boolean;
}

export interface TemplateStore {
  /** All of the tenant, by designation. */
  list(): Promise<readonly AppointmentTemplate[]>;
  /** @throws DomainError `template/exists` */
  insert(template: AppointmentTemplate): Promise<void>;
}
