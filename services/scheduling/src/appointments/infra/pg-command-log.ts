import { DomainError } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { CommandAnswer, CommandClaim, CommandLog } from '../app/command-log';

export class PgCommandLog implements CommandLog {
  constructor(private readonly session: SqlSession) {}

  async claim({ commandId, requestHash, appointmentId, version }: CommandClaim): Promise<CommandAnswer | null> {
    const noted = await this.session.query(
      `INSERT INTO applied_command (command_id, request_hash, appointment_id, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1 AS noted`,
      [commandId, requestHash, appointmentId, version],
    );
    if (noted.length > 0) return null;
    const [first] = await this.session.query<{ appointment_id: string; version: number; request_hash: string | null }>(
      'SELECT appointment_id, version, request_hash FROM applied_command WHERE command_id = $1',
      [commandId],
    );
    if (!first) throw new Error('A noted command has gone.');
    if (requestHash !== null && first.request_hash !== requestHash) {
      throw new DomainError('invalid', 'command/reused', 'This key was used for another request; take a new one.');
    }
    return { appointmentId: first.appointment_id, version: first.version };
  }

  async amend(commandId: string, version: number): Promise<void> {
    await this.session.query('UPDATE applied_command SET version = $2 WHERE command_id = $1', [commandId, version]);
  }
}
