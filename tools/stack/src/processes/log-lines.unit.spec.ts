import { stripVTControlCharacters } from 'node:util';
import { LogPrinter, readableLine } from './log-lines';

const plain = (name: string, line: string): string => stripVTControlCharacters(readableLine(name, line));

describe('a line of a service at the terminal', () => {
  it('has time, service, event and fields', () => {
    const line = JSON.stringify({
      level: 'info',
      time: '2026-11-21T08:09:10.123Z',
      service: 'x',
      event: 'link.live',
      linkId: 'l1',
      count: 3,
      traceId: 't',
    });
    expect(plain('google-sync', line)).toBe('08:09:10 google-sync     link.live linkId=l1 count=3');
  });

  it('says its level when somebody should look', () => {
    expect(plain('scheduling', '{"level":"error","event":"x.failed"}')).toMatch(/scheduling\s+ERROR x\.failed$/);
  });

  it('stays as it is when it is no JSON', () => {
    expect(plain('scheduling', 'Segmentation fault')).toMatch(/scheduling\s+Segmentation fault$/);
  });

  it('is left out while the stack starts, unless it is a warning', () => {
    const out: string[] = [];
    const printer = new LogPrinter((text) => out.push(text));
    printer.quiet = true;
    for (const level of ['debug', 'info', 'warn', 'error']) printer.print('x', JSON.stringify({ level, event: level }));
    expect(out.map((text) => stripVTControlCharacters(text).trim().split(/\s+/)[1])).toEqual(['WARN', 'ERROR']);
  });
});
