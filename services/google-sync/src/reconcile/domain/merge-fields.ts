import { sameValue } from '@kalends/calendar';

export type Values<F extends string> = Readonly<Record<F, unknown>>;

/** A field that both sides changed, each to another value. */
export interface Contest<F extends string> {
  readonly field: F;
  readonly ours: unknown;
  readonly theirs: unknown;
}

export interface MergedFields<F extends string> {
  readonly values: Values<F>;
  readonly contests: readonly Contest<F>[];
}

/**
 * Takes each field from the side that changed it since `base`. A contest goes to `theirs`; without a base nothing shows
 * that they changed anything, and every difference is a contest that goes to `ours`.
 */
export function mergeFields<F extends string>(
  fields: readonly F[],
  base: Values<F> | null,
  ours: Values<F>,
  theirs: Values<F>,
): MergedFields<F> {
  const contests: Contest<F>[] = [];
  const merged = fields.map((field): readonly [F, unknown] => {
    const [mine, other] = [ours[field], theirs[field]];
    if (sameValue(mine, other)) return [field, mine];
    if (base && sameValue(other, base[field])) return [field, mine];
    if (base && sameValue(mine, base[field])) return [field, other];
    contests.push({ field, ours: mine, theirs: other });
    return [field, base ? other : mine];
  });
  return { values: Object.fromEntries(merged) as Values<F>, contests };
}
