import { DomainError, isDomainError } from '@kalends/kernel';

const code = 'job/lease-lost';

/** Ends a run whose job is another runner's by now, or nobody's. */
export const leaseLost = (message: string): DomainError => new DomainError('conflict', code, message);

export const isLeaseLost = (error: unknown): boolean => isDomainError(error) && error.code === code;
