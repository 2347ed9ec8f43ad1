import { queryOptions } from '@tanstack/react-query';
import { request } from './client';
import { Problem } from './problem';

export interface Profile {
  readonly sub: string;
  readonly name: string;
  readonly roles: readonly { readonly role: string; readonly branch?: string }[];
}

export interface Settings {
  /** Where the calendars of the local Google stand-in can be seen; null on a real installation. */
  readonly emulatorUrl: string | null;
}

const path = '/api/identity/session';

/** The signed-in user, or null for nobody. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: () =>
      request<Profile>('GET', path).catch((error: unknown) => {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }),
    staleTime: 5 * 60_000,
  });

export const settingsQuery = () =>
  queryOptions({
    queryKey: ['settings'],
    queryFn: () => request<Settings>('GET', '/api/console/settings'),
    staleTime: Infinity,
  });

export const signIn = (login: string, password: string): Promise<Profile> => request('POST', path, { login, password });

export const signOut = (): Promise<void> => request('DELETE', path);
