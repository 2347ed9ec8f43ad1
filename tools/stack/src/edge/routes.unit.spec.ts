import { route } from './routes';

const services = ['scheduling', 'google-sync', 'console'];

describe('the edge', () => {
  it.each([
    ['/', { service: 'console' }],
    ['/planner/2026-11-21', { service: 'console' }],
    ['/api/scheduling/branches', { service: 'scheduling' }],
    ['/api/google-sync', { service: 'google-sync' }],
    ['/api/identity/session', { own: 'identity' }],
    ['/hooks/google', { service: 'google-sync' }],
    ['/hooks/googlemail', { service: 'console' }],
    ['/dav/resources/1', { missing: 'caldav' }],
    ['/david', { service: 'console' }],
    ['/.well-known/caldav', { missing: 'caldav' }],
    ['/api/nobody/x', { missing: 'service' }],
  ])('sends %s to %j, as the ingress does', (path, destination) => {
    expect(route(path, services)).toEqual(destination);
  });
});
