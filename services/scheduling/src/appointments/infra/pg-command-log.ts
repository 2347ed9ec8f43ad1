import type { SqlSession } from '@kalends/persistence';
import { type CommandAnswer, type CommandClaim, type CommandLog, firstAnswer } from '../app/command-log';

export class PgCommandLog implements CommandLog {
  constructor(private readonly session: SqlSession) {}

  async claim(claim: CommandClaim): Promise<CommandAnswer | null> {
    const { commandId, requestHash, appointmentId, version } = claim;
    const noted = await this.session.query(
      `INSERT INTO applied_command (command_id, request_hash, appointment_id, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1 AS noted`,
      [commandId, requestHash, appointmentId, version],
    );
    if (noted.length > 0) return null;
    const [first] = await this.session.query<CommandClaim>(
      `SELECT command_id AS "commandId", request_hash AS "requestHash", appointment_id AS "appointmentId", version
         FROM applied_command WHERE command_id = $1`,
      [commandId],
    );
    return firstAnswer(claim, first);
  }

  async amend(commandId: string, version: number): Promise<void> {
    await this.session.query('UPDATE applied_command SET version = $2 WHERE command_id = $1', [commandId, version]);
  }
}
