/** A person or a location that can be booked (PL3). */
export interface ResourceFacts {
  readonly branchId: string;
  readonly designation: string;
  /** Bookable in every branch, not in its own alone. */
  readonly visibleInAllBranches: boolean;
  readonly visible: boolean;
  /** #rrggbb */
  readonly color: string;
  readonly description: string;
  /** Set for a person resource. */
  readonly employeeId: string | null;
  readonly isLocation: boolean;
  readonly stepMinutes: number;
  /** How many appointments at a time. */
  readonly capacity: number;
  readonly waitingList: boolean;
  readonly reminderMinutes: number;
  readonly warnOutsideAvailability: boolean;
  readonly calendarSyncAllowed: boolean;
  readonly onlineBookingAllowed: boolean;
}

export interface Resource extends ResourceFacts {
  readonly id: string;
  readonly deleted: boolean;
  readonly version: number;
}

export const resourceDefaults = {
  visibleInAllBranches: false,
  visible: true,
  color: '#4263eb',
  description: '',
  employeeId: null,
  isLocation: false,
  stepMinutes: 30,
  capacity: 1,
  waitingList: false,
  reminderMinutes: 10,
  warnOutsideAvailability: true,
  calendarSyncAllowed: false,
  onlineBookingAllowed: false,
} as const satisfies Partial<ResourceFacts>;
