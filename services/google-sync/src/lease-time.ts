/**
 * How long a worker holds what it has taken and is not heard of, in milliseconds. What a killed process held lies still for
 * as long (R13), so: one request to Google with its time-out, and no more. Should a slower piece be taken twice, If-Match and
 * the mapping's revision keep the two from doing it twice.
 */
export const leaseMs = 15_000;
