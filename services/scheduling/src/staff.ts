/** The signed-in user on whose behalf a setting changes. */
export interface Staff {
  readonly tenantId: string;
  readonly userId: string;
}
