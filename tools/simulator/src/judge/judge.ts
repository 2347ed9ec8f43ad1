import { judgeCalls } from './calls';
import { judgeCapacity } from './capacity';
import { judgeConvergence } from './convergence';
import { judgeDeletions } from './deletions';
import { judgeDoubles } from './doubles';
import { judgeEffects } from './effects';
import type { Evidence, Violation } from './evidence';
import { judgeLostEdits } from './lost-edits';
import { judgeOrphans } from './orphans';
import { judgeTimeline } from './timeline';
import { judgeWalls } from './walls';

const judges = [
  judgeConvergence,
  judgeTimeline,
  judgeLostEdits,
  judgeDeletions,
  judgeDoubles,
  judgeCapacity,
  judgeOrphans,
  judgeEffects,
  judgeCalls,
  judgeWalls,
];

/** What is wrong at the end of a history; nothing, if Kalends keeps its word. */
export const judge = (evidence: Evidence): Violation[] => judges.flatMap((each) => each(evidence));
