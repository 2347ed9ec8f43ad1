import { describeLink, linkReasons, linkStates } from './describe-link';

describe('what people are told of a link', () => {
  const all = [...Object.entries(linkStates), ...Object.entries(linkReasons)];

  it.each(all)('%s has one sentence', (_, { sentence }) => {
    expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('has the one action that helps, but for one that is no more', () => {
    expect(Object.fromEntries(all.map(([name, { action }]) => [name, action]))).toEqual({
      ...{ linking: 'wait', 'initial-sync': 'wait', live: 'sync-now', disconnecting: 'wait', gone: null },
      ...{ 'google-unavailable': 'sync-now', 'mass-deletion': 'approve-deletions' },
      ...{ 'needs-consent': 'reconnect', 'calendar-lost': 'disconnect', 'permission-lost': 'try-again' },
      ...{ 'switched-off': 'switch-on', 'resource-deleted': 'disconnect' },
    });
  });

  it('says the reason rather than the state behind which it stands', () => {
    expect(describeLink({ state: 'broken', reason: 'needs-consent' }).action).toBe('reconnect');
    expect(describeLink({ state: 'degraded', reason: 'mass-deletion' }).action).toBe('approve-deletions');
    expect(describeLink({ state: 'live', reason: 'mass-deletion' }).action).toBe('approve-deletions');
    expect(describeLink({ state: 'live', reason: null }).sentence).toBe('Kalends and Google are the same.');
  });

  it.each(['degraded', 'broken'] as const)('takes %s without a reason for Google not answering', (state) => {
    expect(describeLink({ state, reason: null })).toBe(linkReasons['google-unavailable']);
  });
});
