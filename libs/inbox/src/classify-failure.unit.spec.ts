import { DomainError, type ErrorKind } from '@kalends/kernel';
import { backOff, classifyFailure, type FailureClass } from './classify-failure';

const ofKind = (kind: ErrorKind): DomainError => new DomainError(kind, 'a/b', 'Words.');
const waits = (failure: FailureClass, tries: number): (number | undefined)[] =>
  Array.from({ length: tries }, (_, index) => backOff(failure, index + 1));

it('waits for what may come back, parks what never will, and tries the rest', () => {
  expect(classifyFailure(ofKind('unavailable'))).toBe('transient');
  expect(classifyFailure(ofKind('limited'))).toBe('transient');
  expect(classifyFailure(ofKind('invalid'))).toBe('permanent');
  expect(classifyFailure(ofKind('conflict'))).toBe('unknown');
  expect(classifyFailure(new TypeError('x is undefined'))).toBe('unknown');
  expect(classifyFailure('thrown text')).toBe('unknown');
});

it('never gives up on a transient failure, and asks every 5 s at the least', () => {
  expect(waits('transient', 20).every((ms) => ms !== undefined && ms <= 5_000)).toBe(true);
});

it('tries an unknown failure five times within 60 s, handlers of 5 s included', () => {
  const pauses = waits('unknown', 5);
  expect(pauses[4]).toBeUndefined();
  expect(pauses.slice(0, 4).reduce<number>((sum, ms) => sum + ms!, 5 * 5_000)).toBeLessThan(60_000);
});

it('parks a permanent failure at once', () => expect(backOff('permanent', 1)).toBeUndefined());
