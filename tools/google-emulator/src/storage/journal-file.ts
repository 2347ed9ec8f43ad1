import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Change, Journal } from '../core/ports';

const MAX_LINES = 50_000;

/**
 * One line of JSON per transaction, handed to the operating system before the call is answered: nothing answered is lost
 * when the process is killed. A line torn by the kill was never answered and is left out at the next start.
 */
export class JournalFile implements Journal {
  private readonly file: string;
  private handle: number | null = null;
  private lines = 0;

  /** `snapshot` tells all rows there are: the file starts over with them when it has grown long. */
  constructor(
    folder: string,
    private readonly snapshot: () => readonly Change[],
  ) {
    mkdirSync(folder, { recursive: true });
    this.file = join(folder, 'journal.jsonl');
  }

  /** All changes so far, oldest first. */
  read(): Change[] {
    if (!existsSync(this.file)) return [];
    const whole = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return whole.flatMap((line) => JSON.parse(line) as Change[]);
  }

  /** Starts over with what there is now: the file is replaced in one step. */
  compact(): void {
    this.close();
    const next = `${this.file}.next`;
    const rows = this.snapshot();
    writeFileSync(next, rows.map((change) => `${JSON.stringify([change])}\n`).join(''), { flush: true });
    renameSync(next, this.file);
    this.handle = openSync(this.file, 'a');
    this.lines = 0;
  }

  append(changes: readonly Change[]): void {
    this.handle ??= openSync(this.file, 'a');
    writeSync(this.handle, `${JSON.stringify(changes)}\n`);
    this.lines += 1;
    if (this.lines >= MAX_LINES) this.compact();
  }

  close(): void {
    if (this.handle === null) return;
    fsyncSync(this.handle);
    closeSync(this.handle);
    this.handle = null;
  }
}

/** For emulators that need not outlive their process. */
export const memoryOnly: Journal = { append: () => undefined };
