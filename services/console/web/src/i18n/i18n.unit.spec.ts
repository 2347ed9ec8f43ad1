import { de } from './de';
import { en } from './en';

const leaves = (texts: object, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value as object, `${path}${key} > `),
  );

const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();

describe('the texts of the console', () => {
  const english = new Map(leaves(en));
  const german = new Map(leaves(de));

  test('U24: English and German have the same keys', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('U24: no text is empty, and both languages fill the same slots', () => {
    for (const [key, text] of english) {
      expect([key, text.trim()]).not.toEqual([key, '']);
      expect([key, slots(german.get(key) ?? '')]).toEqual([key, slots(text)]);
    }
  });

  test('U23: every error says what happened and what to do: two sentences', () => {
    for (const texts of [en.error, de.error]) {
      for (const text of Object.values(texts)) expect(text).toMatch(/\S[.;] \S.*\.$/);
    }
  });
});
