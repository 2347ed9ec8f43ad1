import type { Resource } from '../api/scheduling';
import { columnPages, mostColumns, pageOf } from './column-pages';

const resources = (count: number): Resource[] =>
  Array.from({ length: count }, (_, index) => ({ id: `r${index}` }) as Resource);
const lengths = (count: number, most: number) => columnPages(resources(count), most).map((page) => page.length);

describe('the columns of a large branch', () => {
  test('are shown at once as long as the grid takes them', () => {
    expect(lengths(mostColumns, mostColumns)).toEqual([40]);
    expect(lengths(0, mostColumns)).toEqual([]);
  });

  test('come in pages of equal length when there are more, in order and without a gap', () => {
    expect(lengths(41, mostColumns)).toEqual([21, 20]);
    expect(lengths(200, mostColumns)).toEqual([40, 40, 40, 40, 40]);
    expect(columnPages(resources(200), mostColumns).flat()).toEqual(resources(200));
  });

  test('come one by one on a narrow screen', () => {
    expect(lengths(3, 1)).toEqual([1, 1, 1]);
  });

  test('stay where a resource was asked for, and begin anew when it is gone', () => {
    const pages = columnPages(resources(90), mostColumns);
    expect(pageOf(pages, 'r35')).toBe(pages[1]);
    expect(pageOf(pages, 'gone')).toBe(pages[0]);
    expect(pageOf(pages, null)).toBe(pages[0]);
    expect(pageOf([], 'r1')).toEqual([]);
  });
});
