import { sameValue } from '@kalends/calendar';
import type { EventState } from '../world/google';
import type { Evidence, Violation } from './evidence';

/** I4 and its like: each event takes effect once, nothing is written that says nothing new, and nobody waits in a circle. */
export function judgeEffects({ effects, states, gaps, deadlocks }: Evidence): Violation[] {
  const found: Violation[] = [];
  const seen = new Set<string>();
  for (const effect of effects) {
    if (seen.has(effect)) found.push({ invariant: 'I4', says: `${effect} took effect twice` });
    seen.add(effect);
  }
  const last = new Map<string, EventState>();
  for (const state of states) {
    // What becomes of a series' dates when the series changes is Google's doing.
    if (state.event.recurringEventId !== undefined) continue;
    const key = `${state.calendarId} ${state.event.id}`;
    const before = last.get(key);
    last.set(key, state);
    if (state.by === 'kalends' && before?.by === 'person' && saysTheSame(before, state))
      found.push({ invariant: 'echo', says: `${state.event.id} was written as a person had just made it` });
  }
  for (const gap of gaps) found.push({ invariant: 'channels', says: gap });
  if (deadlocks > 0) found.push({ invariant: 'locks', says: `${deadlocks} deadlocks in scheduling` });
  return found;
}

/** All that a person sees; what Kalends keeps for itself beside it does not count. */
const saysTheSame = ({ event: { content: a } }: EventState, { event: { content: b } }: EventState): boolean =>
  sameValue(
    [a.status, a.summary, a.start, a.end, a.recurrence, a.description, a.location],
    [b.status, b.summary, b.start, b.end, b.recurrence, b.description, b.location],
  );
