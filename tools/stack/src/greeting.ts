import pc from 'picocolors';
import { services } from './processes/service-specs';
import type { RunningStack } from './start-stack';

const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
};

/** What a newcomer reads last: addresses, logins, what to try, and the ready line. */
export function greeting({ url, emulatorUrl, logins, servers }: RunningStack): string {
  const addresses = [
    ['Console', `${url}/`],
    ['Google emulator', `${emulatorUrl}/`],
    ...services
      .filter((name) => name !== 'console')
      .map((name) => [`API of ${name}`, `${url}/api/${name}/openapi.json`]),
    ['Postgres', servers.adminUrl],
    ['Kafka', servers.brokers],
  ];
  const people = logins.map(({ login, password, user, about }) => [login, password, user.name, about]);
  return [
    '',
    pc.bold('Addresses'),
    ...table(addresses),
    '',
    pc.bold('Logins (demo company)'),
    ...table([['login', 'password', 'name', 'may'], ...people]),
    '',
    `${pc.bold('Try first:')} sign in at ${url}/ as manager, choose "Connect Google …" under Anna Berg and make a new calendar; then drag an event at ${emulatorUrl}/ and watch the planner.`,
    '',
    pc.green(pc.bold(`Kalends is ready at ${url}`)),
  ].join('\n');
}
