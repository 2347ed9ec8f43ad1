/** Under which the service's log is injected: it is an interface, which leaves no trace for Nest to find. */
export const logToken = Symbol('Log');
