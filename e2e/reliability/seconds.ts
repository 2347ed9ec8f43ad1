/** Seconds since `begun` (milliseconds since 1970), with one decimal. */
export const secondsSince = (begun: number): number => Math.round((Date.now() - begun) / 100) / 10;
