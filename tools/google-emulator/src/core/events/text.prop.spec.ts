import fc from 'fast-check';
import { normalizeDescription, normalizeLine } from './text';

const piece = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '<b>',
    '</B>',
    '<br/>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '\r\n',
    ' \n',
    '<a href="https://x.y">',
    '"',
    '<',
    '>',
  ),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

it('S4: text that came back once comes back the same ever after', () => {
  fc.assert(
    fc.property(text, (given) => {
      const once = normalizeDescription(given);
      expect(normalizeDescription(once ?? '')).toBe(once);
      const line = normalizeLine(given);
      expect(normalizeLine(line ?? '')).toBe(line);
    }),
    { numRuns: 2_000 },
  );
});
