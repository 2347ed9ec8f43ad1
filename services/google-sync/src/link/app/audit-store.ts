/** What was done to calendars for good, and by whom (S71). Rows are only ever added. */
export interface AuditStore {
  record(entry: AuditEntry): Promise<void>;
}

export interface AuditEntry {
  readonly tenantId: string;
  readonly id: string;
  readonly linkId: string;
  readonly at: Date;
  /** A user's id. */
  readonly actor: string;
  /** A stable word such as `calendar/reset`. */
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}
