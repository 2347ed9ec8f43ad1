/** Who answers a path; the ingress of a real installation has the same table. */
export type Destination =
  { readonly service: string } | { readonly own: 'identity' } | { readonly missing: 'caldav' | 'service' };

const isBelow = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

/** Routes one origin: `/api/<service>/`, `/hooks/google`, CalDAV's paths, and the console for all else. */
export function route(path: string, services: readonly string[]): Destination {
  const api = /^\/api\/([^/]+)(?:\/|$)/.exec(path)?.[1];
  if (api === 'identity') return { own: 'identity' };
  if (api !== undefined) return services.includes(api) ? { service: api } : { missing: 'service' };
  if (isBelow(path, '/hooks/google')) return { service: 'google-sync' };
  if (isBelow(path, '/dav') || path === '/.well-known/caldav') return { missing: 'caldav' };
  return { service: 'console' };
}
