export interface ErrorItem {
  domain: string;
  reason: string;
  message: string;
  locationType?: string;
  location?: string;
}

/** An answer other than 2xx or 304 in the JSON form of Google's APIs. */
export class GoogleError extends Error {
  constructor(
    readonly status: number,
    readonly item: ErrorItem,
  ) {
    super(item.message);
    this.name = 'GoogleError';
  }

  get body() {
    return { error: { code: this.status, message: this.item.message, errors: [this.item] } };
  }
}

const global = (status: number, reason: string, message: string, at: Partial<ErrorItem> = {}) =>
  new GoogleError(status, { domain: 'global', reason, message, ...at });

const parameter = (location: string) => ({ locationType: 'parameter', location });

/** The errors of google.md section 5, each with the reason a client may rely on. */
export const errors = {
  invalid: (message = 'Invalid Value', location?: string) =>
    global(400, 'invalid', message, location ? parameter(location) : {}),
  required: (message: string) => global(400, 'required', message),
  badRequest: (message: string) => global(400, 'badRequest', message),
  timeRangeEmpty: () =>
    new GoogleError(400, {
      domain: 'calendar',
      reason: 'timeRangeEmpty',
      message: 'The specified time range is empty.',
      ...parameter('timeMax'),
    }),
  authError: () =>
    global(401, 'authError', 'Invalid Credentials', { locationType: 'header', location: 'Authorization' }),
  insufficientPermissions: () =>
    global(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.'),
  forbidden: (message = 'Forbidden') => global(403, 'forbidden', message),
  forbiddenForNonOrganizer: () =>
    new GoogleError(403, {
      domain: 'calendar',
      reason: 'forbiddenForNonOrganizer',
      message: 'Shared properties can only be changed by the organizer of the event.',
    }),
  usageLimits: (status: number, reason: 'rateLimitExceeded' | 'userRateLimitExceeded' | 'quotaExceeded') =>
    new GoogleError(status, {
      domain: 'usageLimits',
      reason,
      message: reason === 'quotaExceeded' ? 'Calendar usage limits exceeded.' : 'Rate Limit Exceeded',
    }),
  notFound: () => global(404, 'notFound', 'Not Found'),
  duplicate: () => global(409, 'duplicate', 'The requested identifier already exists.'),
  deleted: () => global(410, 'deleted', 'Resource has been deleted'),
  fullSyncRequired: () =>
    new GoogleError(410, {
      domain: 'calendar',
      reason: 'fullSyncRequired',
      message: 'Sync token is no longer valid, a full sync is required.',
      ...parameter('syncToken'),
    }),
  updatedMinTooLongAgo: () =>
    new GoogleError(410, {
      domain: 'calendar',
      reason: 'updatedMinTooLongAgo',
      message: 'The requested minimum modification time lies too far in the past.',
      ...parameter('updatedMin'),
    }),
  conditionNotMet: () =>
    global(412, 'conditionNotMet', 'Precondition Failed', { locationType: 'header', location: 'If-Match' }),
  backendError: (status: number, reason = 'backendError') => global(status, reason, 'Backend Error'),
};
