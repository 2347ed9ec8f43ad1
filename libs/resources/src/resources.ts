/** What other services need to know of a resource, which scheduling owns. */
export interface ResourceFacts {
  readonly id: string;
  readonly branchId: string;
  readonly employeeId: string | null;
  /** The branch's, IANA. */
  readonly timeZone: string;
  /** The branch's switch "sync with Google Calendar". */
  readonly googleSyncEnabled: boolean;
}

export interface Resources {
  /** The resource as it is now; null when there is none (any more). @throws DomainError of kind `unavailable` */
  find(tenantId: string, resourceId: string): Promise<ResourceFacts | null>;
}
