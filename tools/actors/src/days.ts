/** `hour`:00 in Berlin's winter time, `days` from now, so that tests don't depend on the day they run on. */
export function inDays(days: number, hour = 9): Date {
  const at = new Date(Date.now() + days * 86_400_000);
  at.setUTCHours(hour - 1, 0, 0, 0);
  return at;
}
