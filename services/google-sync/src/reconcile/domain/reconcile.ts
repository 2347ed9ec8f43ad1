import { canonical, sameValue, type AppointmentContent } from '@kalends/calendar';
import type { Conflict, Decision, GoogleAction, KalendsAction, Side, Sides } from './decision';
import { changedFields, lostChanges, merge } from './merge';

const NOTHING = { do: 'nothing' } as const;

/**
 * Decides what makes one appointment and its Google event say the same, from what both sides have now and what they
 * last agreed on. Pure: the same sides give the same decision, and once it has been carried out there is nothing left
 * to do.
 *
 * The rules (docs/adr/0005): what only one side changed goes to the other; the same field changed on both is Google's;
 * whether the appointment takes place is Kalends' to say when both sides touched it; only a tombstone deletes; nothing
 * is lost without a conflict.
 *
 *     Kalends \ Google   absent           deleted                          present
 *     absent             –                –                                create here
 *     deleted            –                –                                agreed before: delete there, else restored: restore here
 *     present            insert there     unchanged here: cancel here,     merge
 *                                         else insert again
 *
 * In mode `export` Kalends' side is always the one to be.
 * @throws DomainError `recurrence/not-supported`, `time-zone/unknown`: that side says something that Kalends can't keep
 */
export function reconcile(sides: Sides): Decision {
  const base = sides.base && canonical(sides.base);
  const [ours, theirs] = [canonicalSide(sides.ours), canonicalSide(sides.theirs)];
  const taken = sides.mode === 'two-way';
  if (ours.is === 'present') {
    if (theirs.is === 'present')
      return taken ? both(base, ours.content, theirs.content) : imposed(base, ours.content, theirs.content);
    return theirs.is === 'deleted' ? deletedThere(base, ours.content, taken) : insert(ours.content);
  }
  if (theirs.is !== 'present') return { google: NOTHING, kalends: NOTHING, base: null, conflicts: [] };
  if (ours.is === 'deleted') return deletedHere(base, theirs.content, taken);
  return taken
    ? adopt({ do: 'create', content: theirs.content })
    : { google: NOTHING, kalends: NOTHING, base: null, conflicts: [] };
}

function both(base: AppointmentContent | null, ours: AppointmentContent, theirs: AppointmentContent): Decision {
  const { content, conflicts } = merge(base, ours, theirs);
  const fields = changedFields(ours, content);
  return {
    google: sameValue(theirs, content) ? NOTHING : { do: 'update', content },
    kalends: fields.length === 0 ? NOTHING : { do: 'change', content, fields },
    base: content,
    conflicts,
  };
}

/** Mode `export`: what was changed in Google is undone, and kept as a conflict. */
const imposed = (base: AppointmentContent | null, ours: AppointmentContent, theirs: AppointmentContent): Decision => ({
  google: sameValue(theirs, ours) ? NOTHING : { do: 'update', content: ours },
  kalends: NOTHING,
  base: ours,
  conflicts: base ? lostChanges(base, theirs, ours) : [],
});

function deletedThere(base: AppointmentContent | null, ours: AppointmentContent, taken: boolean): Decision {
  if (base === null) return insert(ours);
  const unchanged = sameValue(base, ours);
  if (taken && unchanged) return { google: NOTHING, kalends: { do: 'cancel' }, base: null, conflicts: [] };
  return insert(ours, [{ field: 'status', kept: 'confirmed', lost: 'cancelled', lostFrom: 'google' }]);
}

function deletedHere(base: AppointmentContent | null, theirs: AppointmentContent, taken: boolean): Decision {
  // Both knew of the deletion: it came back from Google's bin since.
  if (base === null && taken) return adopt({ do: 'restore', content: theirs });
  return {
    google: { do: 'delete' },
    kalends: NOTHING,
    base: null,
    conflicts: base ? lostChanges(base, theirs, base) : [],
  };
}

const insert = (content: AppointmentContent, conflicts: readonly Conflict[] = []): Decision => ({
  google: { do: 'insert', content },
  kalends: NOTHING,
  base: content,
  conflicts,
});

const adopt = (kalends: Extract<KalendsAction, { do: 'create' | 'restore' }>): Decision => ({
  google: NOTHING,
  kalends,
  base: kalends.content,
  conflicts: [],
});

const canonicalSide = (side: Side): Side =>
  side.is === 'present' ? { is: 'present', content: canonical(side.content) } : side;
