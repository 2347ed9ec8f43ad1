import type { Resource } from '../api/scheduling';

export type ColumnPage = readonly Resource[];

/** More columns than this take the grid a second and more to draw, and nobody's screen holds them. */
export const mostColumns = 40;

/** The resources in pages of equal length, each with `most` columns at the most. */
export function columnPages(resources: readonly Resource[], most: number): readonly ColumnPage[] {
  const count = Math.ceil(resources.length / most);
  const length = Math.ceil(resources.length / count);
  return Array.from({ length: count }, (_, page) => resources.slice(page * length, (page + 1) * length));
}

const none: ColumnPage = [];

/** The page that has the resource; the first one while none is asked for, or the one asked for is gone. */
export const pageOf = (pages: readonly ColumnPage[], resourceId: string | null): ColumnPage =>
  pages.find((page) => page.some(({ id }) => id === resourceId)) ?? pages[0] ?? none;
