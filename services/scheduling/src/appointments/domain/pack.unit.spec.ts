import { pack } from './pack';

const interval = (start: number, end: number) => ({ start: new Date(start), end: new Date(end) });

describe('Packing intervals into lanes', () => {
  it('gives the lowest free lane in order of start, told in the order given', () => {
    expect(pack([interval(20, 30), interval(0, 15), interval(10, 20)], 2)).toEqual([1, 1, 2]);
  });

  it('gives one lane to those that follow each other without a gap', () => {
    expect(pack([interval(0, 10), interval(10, 20)], 1)).toEqual([1, 1]);
  });

  it('fails when more meet than there are lanes', () => {
    expect(pack([interval(0, 10), interval(9, 20)], 1)).toBeNull();
    expect(pack([interval(0, 10)], 0)).toBeNull();
  });
});
