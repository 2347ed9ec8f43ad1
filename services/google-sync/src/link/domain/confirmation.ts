import { DomainError } from '@kalends/kernel';

/** How much of what would be deleted, by a short name: `{ events: 412 }`. */
export type Counts = Readonly<Record<string, number>>;

/** A deletion that somebody was asked about. It holds once, for this person and subject, and for no more than was shown. */
export interface Confirmation {
  /** SHA-256 of the token that the person's screen holds. */
  readonly digest: Buffer;
  readonly userId: string;
  readonly action: 'reset-calendar' | 'disconnect';
  /** What it is about: resource and calendar, or the link. */
  readonly subject: string;
  /** What has to be typed. */
  readonly phrase: string;
  readonly counts: Counts;
  readonly expiresAt: Date;
}

export const CONFIRMATION_LIFE_MS = 15 * 60_000;

/** What the person gives back. */
export interface TypedConfirmation {
  readonly token: string;
  readonly phrase: string;
}

/**
 * Throws a DomainError unless `confirmation`, found by its token, allows this deletion now. Which part was wrong is told only
 * where the person can mend it: a phrase mistyped, a calendar that has grown.
 */
export function requireConfirmed(
  confirmation: Confirmation | null,
  given: { readonly userId: string; readonly action: string; readonly subject: string; readonly phrase: string },
  counts: Counts,
  now: Date,
): void {
  const isFor = confirmation?.userId === given.userId && confirmation.action === given.action;
  if (!isFor || confirmation.subject !== given.subject || now >= confirmation.expiresAt) throw confirmationNeeded();
  if (given.phrase.trim() !== confirmation.phrase) {
    throw new DomainError(
      'invalid',
      'confirmation/mistyped',
      'The words typed are not the ones shown; type them again.',
      {
        phrase: confirmation.phrase,
      },
    );
  }
  const hasGrown = Object.entries(counts).some(([name, count]) => count > (confirmation.counts[name] ?? 0));
  if (hasGrown) {
    throw new DomainError(
      'conflict',
      'confirmation/outdated',
      'There is more to delete now than was shown; look at the new number and confirm again.',
      { counts },
    );
  }
}

export const confirmationNeeded = (): DomainError =>
  new DomainError(
    'invalid',
    'confirmation/needed',
    'This deletes events in Google for good: look at the preview and confirm it there first.',
  );
