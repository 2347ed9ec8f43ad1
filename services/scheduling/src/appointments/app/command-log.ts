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
