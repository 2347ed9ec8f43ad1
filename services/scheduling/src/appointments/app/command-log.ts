import { DomainError } from '@kalends/kernel';

/** What the first application of a command came to. */
export interface CommandAnswer {
  readonly appointmentId: string;
  readonly version: number;
}

export interface CommandClaim extends CommandAnswer {
  readonly commandId: string;
  /** Digest of the request when the caller must repeat exactly that (Idempotency-Key); null: the id alone counts. */
  readonly requestHash: string | null;
}

/** Commands that were applied: one row per id, so that a repeated command gets its first answer. */
export interface CommandLog {
  /**
   * Notes the command with the answer it is about to get; a refusal rolls the note back with everything else.
   * @returns null, or the first answer when it was applied before. Waits for another transaction that is applying it.
   * @throws DomainError `command/reused` when the id was used for another request
   */
  claim(claim: CommandClaim): Promise<CommandAnswer | null>;
  /** The command came to another version than claimed: it changed nothing. */
  amend(commandId: string, version: number): Promise<void>;
}

/**
 * What a command is answered that was applied before.
 * @param first what was noted of it then
 * @throws DomainError `command/reused`
 */
export function firstAnswer({ requestHash }: CommandClaim, first: CommandClaim | undefined): CommandAnswer {
  if (!first) throw new Error('A noted command has gone.');
  if (requestHash !== null && first.requestHash !== requestHash)
    throw new DomainError('invalid', 'command/reused', 'This key was used for another request; take a new one.');
  return { appointmentId: first.appointmentId, version: first.version };
}
