import type { TFunction } from 'i18next';
import type { Problem } from '../api/problem';
import { en } from './en';

type ErrorKey = keyof typeof en.error;

const isErrorKey = (key: string): key is ErrorKey => Object.hasOwn(en.error, key);

/** The key of the text for a problem: its code's own, else its status's, else the one of our own fault. */
export function errorKey(problem: Pick<Problem, 'code' | 'status'>): ErrorKey {
  if (isErrorKey(problem.code)) return problem.code;
  const byStatus = `status/${problem.status}`;
  if (isErrorKey(byStatus)) return byStatus;
  return problem.status === 0 || problem.status >= 502 ? 'status/503' : 'status/500';
}

/** What happened and what to do, in the person's language. */
export const errorText = (problem: Pick<Problem, 'code' | 'status'>, t: TFunction): string =>
  t(`error.${errorKey(problem)}`);
