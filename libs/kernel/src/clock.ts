/** The only way to the time in domain/ and app/. Millisecond precision, UTC. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
