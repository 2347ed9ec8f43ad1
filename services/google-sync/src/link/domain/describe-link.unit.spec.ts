import { describeLink, linkReasons, linkStates } from './describe-link';

describe('what people are told of a link', () => {
  const all = [...Object.entries(linkStates), ...Object.entries(linkReasons)];

  it.each(all)('%s has one sentence', (_, { sentence }) => {
    expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
  });

  it('has an action wherever a person can help', () => {
    expect(all.filter(([, { action }]) => action === null).map(([name]) => name)).toEqual(['gone']);
  });

  it('says the reason rather than the state behind which it stands', () => {
    expect(describeLink({ state: 'broken', reason: 'needs-consent' }).action).toBe('reconnect');
    expect(describeLink({ state: 'degraded', reason: 'mass-deletion' }).action).toBe('approve-deletions');
    expect(describeLink({ state: 'live', reason: null }).sentence).toBe('Kalends and Google are the same.');
  });
});
