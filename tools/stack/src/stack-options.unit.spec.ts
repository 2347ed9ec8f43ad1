import { stackOptions } from './stack-options';

describe('the options of npm start', () => {
  it('have presets for everything', () => {
    expect(stackOptions([], {})).toMatchObject({
      ports: { edge: 7070, emulator: 7071, postgres: 7072, kafka: 7073, kafkaController: 7074 },
      infra: 'auto',
      fresh: false,
      watch: false,
    });
  });

  it('come from the command line before the environment', () => {
    const options = stackOptions(['--port', '8080', '--fresh', '--watch'], {
      KALENDS_PORT: '9090',
      KALENDS_INFRA: 'embedded',
    });
    expect(options).toMatchObject({ ports: { edge: 8080 }, infra: 'embedded', fresh: true, watch: true });
  });

  it.each([
    [['--port', 'eighty'], {}, /KALENDS_PORT/],
    [[], { KALENDS_KAFKA_PORT: '70000' }, /KALENDS_KAFKA_PORT/],
    [[], { KALENDS_INFRA: 'cloud' }, /KALENDS_INFRA.*containers/],
    [['--frehs'], {}, /--frehs/],
  ])('refuse %j with %j by name', (args, environment, message) => {
    expect(() => stackOptions(args, environment)).toThrow(message);
  });
});
