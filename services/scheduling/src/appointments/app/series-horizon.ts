/** A series whose occurrences stand in the table up to an instant. */
export interface DueSeries {
  readonly tenantId: string;
  readonly appointmentId: string;
  readonly until: Date;
}

/** How far each series is expanded: a queue over all tenants, next due first. */
export interface SeriesHorizon {
  /** Notes that the series stands in the table until `until`; null: nothing is left to expand. */
  expandedUntil(appointmentId: string, until: Date | null): Promise<void>;
  /** At most `limit` series expanded to before `before`, of all tenants (UnitOfWork.runAcrossTenants). */
  due(before: Date, limit: number): Promise<readonly DueSeries[]>;
}
