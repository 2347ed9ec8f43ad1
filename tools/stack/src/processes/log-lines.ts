import pc from 'picocolors';

type Paint = (text: string) => string;

const paints: readonly Paint[] = [pc.cyan, pc.magenta, pc.green, pc.blue, pc.yellow, pc.gray];
const levels: Readonly<Record<string, Paint>> = { warn: pc.yellow, error: pc.red, fatal: pc.red };
const nameWidth = 15;

/** Fields that a reader at a terminal can do without. */
const hidden = new Set(['level', 'time', 'service', 'event', 'traceId', 'spanId', 'pid', 'hostname']);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One line of a process for people: time, who, what, and fields as `name=value`. A line that isn't JSON stays as it is. */
export function readableLine(name: string, line: string, paint: Paint = pc.cyan): string {
  const who = paint(name.padEnd(nameWidth));
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return `${' '.repeat(8)} ${who} ${line}`;
  }
  const time = typeof entry['time'] === 'string' ? entry['time'].slice(11, 19) : ' '.repeat(8);
  const level = levels[String(entry['level'])];
  const event = shown(entry['event'] ?? entry['msg'] ?? '');
  const fields = Object.entries(entry).filter(([key, value]) => !hidden.has(key) && value !== undefined);
  const told = fields.map(([key, value]) => `${pc.dim(`${key}=`)}${shown(value)}`).join(' ');
  return `${pc.dim(time)} ${who} ${level ? level(`${String(entry['level']).toUpperCase()} ${event}`) : event} ${told}`.trimEnd();
}

const isRoutine = (line: string): boolean => /"level":"(?:debug|info)"/.test(line);

/** Prints lines of several processes, each in a colour of its own. */
export class LogPrinter {
  private readonly names: string[] = [];
  /** While true, lines at level info are left out: what fills the start would bury its progress. */
  quiet = false;

  constructor(private readonly write: (text: string) => void = (text) => process.stdout.write(text)) {}

  print(name: string, line: string): void {
    if (line.trim() === '' || (this.quiet && isRoutine(line))) return;
    if (!this.names.includes(name)) this.names.push(name);
    this.write(`${readableLine(name, line, paints[this.names.indexOf(name) % paints.length])}\n`);
  }
}
