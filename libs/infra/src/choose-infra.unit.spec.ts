import { chooseInfra } from './choose-infra';

const nothing = { docker: false, java: false, maven: false, python: false };

describe('the choice of Postgres and Kafka', () => {
  it.each([
    ['a Docker engine', { ...nothing, docker: true, java: true, maven: true }, 'containers'],
    ['Java with Maven', { ...nothing, java: true, maven: true }, 'embedded'],
    ['Python with pip', { ...nothing, python: true }, 'embedded'],
    ['Java and Python, but no Maven', { ...nothing, java: true, python: true }, 'embedded'],
  ] as const)('takes what a machine with %s can run', (_, machine, kind) => {
    expect(chooseInfra('auto', machine)).toBe(kind);
  });

  it('follows the wish where the machine can', () => {
    const everything = { docker: true, java: true, maven: true, python: true };
    expect(chooseInfra('embedded', everything)).toBe('embedded');
    expect(chooseInfra('containers', everything)).toBe('containers');
  });

  it.each([nothing, { ...nothing, java: true }, { ...nothing, maven: true }])(
    'says what to install on a machine with %j',
    (machine) => {
      expect(() => chooseInfra('auto', machine)).toThrow(
        /Docker engine.*or[\s\S]*Java 17.*Maven[\s\S]*Python 3\.9.*pip/,
      );
      expect(() => chooseInfra('embedded', { ...machine, docker: true })).toThrow(/Java 17/);
    },
  );

  it('refuses containers without an engine', () => {
    expect(() => chooseInfra('containers', { ...nothing, python: true })).toThrow(/no Docker engine answers/);
  });
});
