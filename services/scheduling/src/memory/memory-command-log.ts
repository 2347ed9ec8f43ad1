import type { MemorySession } from '@kalends/memory';
import { type CommandAnswer, type CommandClaim, type CommandLog, firstAnswer } from '../appointments/app/command-log';
import { commandTable, keyIn, ownedBy } from './tables';

export class MemoryCommandLog implements CommandLog {
  constructor(private readonly session: MemorySession) {}

  async claim(claim: CommandClaim): Promise<CommandAnswer | null> {
    const row = { ...ownedBy(this.session), ...claim };
    const key = keyIn(this.session, claim.commandId);
    const isNoted = await this.session.query('commands.note', (view) => {
      if (view.get(commandTable, key) !== undefined) return false;
      view.insert(commandTable, row);
      return true;
    });
    if (isNoted) return null;
    const first = await this.session.query('commands.first', (view) => view.get(commandTable, key));
    return firstAnswer(claim, first);
  }

  async amend(commandId: string, version: number): Promise<void> {
    const key = keyIn(this.session, commandId);
    await this.session.query('commands.amend', (view) =>
      view.update(commandTable, key, (row) => ({ ...row, version })),
    );
  }
}
