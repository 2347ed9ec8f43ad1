import { mergeFields } from './merge-fields';

const fields = ['title', 'place'] as const;
const base = { title: 'a', place: 'x' };

describe('Fields of two sides', () => {
  it('are merged one by one, each from the side that changed it', () => {
    expect(mergeFields(fields, base, { title: 'b', place: 'x' }, { title: 'a', place: 'y' })).toEqual({
      values: { title: 'b', place: 'y' },
      contests: [],
    });
  });

  it('that say the same are no contest, whatever was before', () => {
    const both = { title: 'b', place: 'y' };
    expect(mergeFields(fields, base, both, both)).toEqual({ values: both, contests: [] });
    expect(mergeFields(fields, null, both, both)).toEqual({ values: both, contests: [] });
  });

  it('that both changed are theirs, and the contest is told', () => {
    expect(mergeFields(fields, base, { title: 'b', place: 'x' }, { title: 'c', place: 'x' })).toEqual({
      values: { title: 'c', place: 'x' },
      contests: [{ field: 'title', ours: 'b', theirs: 'c' }],
    });
  });

  it('are ours while nothing was agreed on, and each difference is a contest', () => {
    expect(mergeFields(fields, null, { title: 'b', place: 'x' }, { title: 'c', place: 'x' })).toEqual({
      values: { title: 'b', place: 'x' },
      contests: [{ field: 'title', ours: 'b', theirs: 'c' }],
    });
  });
});
