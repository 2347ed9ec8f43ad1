import type { Kept } from './tables';

/** Values in order of a name and then of their ids. */
export const byName = <V extends { readonly id: string }>(
  rows: readonly Kept<V>[],
  nameOf: (value: V) => string,
): readonly V[] => rows.map(({ value }) => value).sort((a, b) => compare(nameOf(a), nameOf(b)) || compare(a.id, b.id));

/** Those in whose name `text` occurs, as `lower(name) LIKE containing(text)` says it. */
export const named = <V extends { readonly name: string }>(
  rows: readonly Kept<V>[],
  text: string,
): readonly Kept<V>[] => {
  const wanted = text.replaceAll('\0', '').toLowerCase();
  return rows.filter(({ value }) => value.name.toLowerCase().includes(wanted));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
