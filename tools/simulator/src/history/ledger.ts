/** A command that was answered with success: what it said must not vanish. */
export interface Acknowledged {
  readonly commandId: string;
  readonly appointmentId: string;
  readonly version: number;
}
