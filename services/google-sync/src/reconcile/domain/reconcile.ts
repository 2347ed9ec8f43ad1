import { canonical, sameValue, type AppointmentContent } from '@kalends/calendar';
import type { Conflict, Decision, KalendsAction, Side, Sides } from './decision';
import { changedFields, lostChanges, merge } from './merge';

/**
 * Decides what makes one appointment and its Google event say the same, from what both sides have now and what they
 * last agreed on. Pure: the same sides give the same decision, and once it has been carried out nothing is left to do.
 *
 * The rules (docs/adr/0005): what only one side changed goes to the other; the same field changed on both is Google's;
 * whether the appointment takes place is Kalends' to say when both sides touched it; only a tombstone deletes; nothing
 * is lost without a conflict.
 *
 *     Kalends \ Google   absent         deleted                        present
 *     absent             –              –                              create here
 *     deleted            –              –                              agreed on before? delete there : restore here
 *     elsewhere          –              –                              delete there
 *     present            insert there   changed here? insert again     merge
 *                                       : cancel here
 *
 * In mode `export` Kalends' side is always the one to be, and an event that only Google has is none of ours.
 * @throws DomainError `recurrence/not-supported`, `time-zone/unknown`: a side says something that Kalends can't keep
 */
export function reconcile({ base, ours, theirs, mode }: Sides): Decision {
  const before = base && canonical(base);
  if (ours.is === 'elsewhere') return theirs.is === 'present' ? leaveThere(before, canonical(theirs.content)) : SETTLED;
  const decide = mode === 'two-way' ? converge : impose;
  return decide(before, canonicalSide(ours), canonicalSide(theirs));
}

type Base = AppointmentContent | null;

function converge(base: Base, ours: Side, theirs: Side): Decision {
  if (ours.is === 'present') {
    if (theirs.is === 'present') return mergeBoth(base, ours.content, theirs.content);
    const isUnchanged = base !== null && sameValue(base, ours.content);
    return theirs.is === 'deleted' && isUnchanged ? CANCEL_HERE : insertThere(base, ours.content, theirs);
  }
  if (theirs.is !== 'present') return SETTLED;
  if (ours.is === 'absent') return takeOver({ do: 'create', content: theirs.content });
  // Both knew of the deletion, and yet the event is there: it came back from Google's bin.
  return base === null ? takeOver({ do: 'restore', content: theirs.content }) : deleteThere(base, theirs.content);
}

function impose(base: Base, ours: Side, theirs: Side): Decision {
  if (ours.is === 'present') {
    return theirs.is === 'present'
      ? overwriteThere(base, ours.content, theirs.content)
      : insertThere(base, ours.content, theirs);
  }
  return ours.is === 'deleted' && theirs.is === 'present' ? deleteThere(base, theirs.content) : SETTLED;
}

const NOTHING = { do: 'nothing' } as const;
const SETTLED: Decision = { google: NOTHING, kalends: NOTHING, base: null, conflicts: [] };
const CANCEL_HERE: Decision = { ...SETTLED, kalends: { do: 'cancel' } };

function mergeBoth(base: Base, ours: AppointmentContent, theirs: AppointmentContent): Decision {
  const { content, conflicts } = merge(base, ours, theirs);
  const fields = changedFields(ours, content);
  return {
    google: sameValue(theirs, content) ? NOTHING : { do: 'update', content },
    kalends: fields.length === 0 ? NOTHING : { do: 'change', content, fields },
    base: content,
    conflicts,
  };
}

const overwriteThere = (base: Base, ours: AppointmentContent, theirs: AppointmentContent): Decision => ({
  google: sameValue(theirs, ours) ? NOTHING : { do: 'update', content: ours },
  kalends: NOTHING,
  base: ours,
  // While nothing was agreed on, nothing shows who made the difference.
  conflicts: lostChanges(base ?? ours, theirs, ours),
});

const insertThere = (base: Base, content: AppointmentContent, theirs: Side): Decision => ({
  google: { do: 'insert', content },
  kalends: NOTHING,
  base: content,
  conflicts: base && theirs.is === 'deleted' ? [LOST_DELETION] : [],
});

const deleteThere = (base: Base, theirs: AppointmentContent): Decision => ({
  google: { do: 'delete' },
  kalends: NOTHING,
  base: null,
  conflicts: base ? lostChanges(base, theirs, base) : [],
});

/** An event that came back from Google's bin into a calendar that its appointment has left. */
function leaveThere(base: Base, theirs: AppointmentContent): Decision {
  const decision = deleteThere(base, theirs);
  return { ...decision, conflicts: [...decision.conflicts, LOST_RETURN] };
}

const takeOver = (kalends: Extract<KalendsAction, { do: 'create' | 'restore' }>): Decision => ({
  google: NOTHING,
  kalends,
  base: kalends.content,
  conflicts: [],
});

const LOST_DELETION: Conflict = { field: 'status', kept: 'confirmed', lost: 'cancelled', lostFrom: 'google' };

const LOST_RETURN: Conflict = { field: 'status', kept: 'cancelled', lost: 'confirmed', lostFrom: 'google' };

const canonicalSide = (side: Side): Side =>
  side.is === 'present' ? { is: 'present', content: canonical(side.content) } : side;
