import { asEvent, asPage } from './answers';
import { classify, type Reply } from './classify';

const reply = (
  status: number,
  error?: { domain?: string; reason?: string },
  retryAfter: string | null = null,
): Reply => ({
  status,
  retryAfter,
  body: error ? JSON.stringify({ error: { code: status, errors: [error] } }) : '',
});
const judged = (given: Reply) => classify(given, asEvent);

describe('what a reply of Google proves', () => {
  it.each([
    [400, { reason: 'timeRangeEmpty' }, { is: 'invalid', reason: 'timeRangeEmpty' }],
    [401, { reason: 'authError' }, { is: 'unauthorized' }],
    [403, { domain: 'global', reason: 'forbidden' }, { is: 'forbidden', reason: 'forbidden' }],
    [403, { domain: 'usageLimits', reason: 'userRateLimitExceeded' }, { is: 'rate-limited', retryAfterMs: null }],
    [403, { domain: 'usageLimits', reason: 'quotaExceeded' }, { is: 'rate-limited', retryAfterMs: 3_600_000 }],
    [404, { reason: 'notFound' }, { is: 'not-found' }],
    [409, { reason: 'duplicate' }, { is: 'duplicate' }],
    [410, { reason: 'deleted' }, { is: 'gone', what: 'deleted' }],
    [410, { reason: 'fullSyncRequired' }, { is: 'gone', what: 'full-sync-required' }],
    [412, { reason: 'conditionNotMet' }, { is: 'precondition-failed' }],
    [429, { domain: 'usageLimits', reason: 'rateLimitExceeded' }, { is: 'rate-limited', retryAfterMs: null }],
    [503, { reason: 'backendError' }, { is: 'unavailable', reason: 'status-503' }],
  ])('takes %i %j for %j', (status, error, answer) => {
    expect(judged(reply(status, error))).toEqual(answer);
  });

  it('waits as long as Google asks for', () => {
    expect(judged(reply(429, {}, '17'))).toEqual({ is: 'rate-limited', retryAfterMs: 17_000 });
  });

  it.each(['', '{"id": "a", "eta', '[]', '"text"', '{"id": "a"}'])(
    'S37: proves nothing by a success that says %j',
    (body) => {
      expect(judged({ status: 200, retryAfter: null, body })).toEqual({ is: 'unavailable', reason: 'cut-answer' });
    },
  );

  it('takes a deleted event without an ETag from a list, and no other', () => {
    const page = (items: unknown[]) =>
      classify({ status: 200, retryAfter: null, body: JSON.stringify({ items }) }, asPage);
    expect(page([{ id: 'a', status: 'cancelled' }])).toMatchObject({
      is: 'ok',
      value: { events: [{ id: 'a', etag: '' }] },
    });
    expect(page([{ id: 'a', status: 'confirmed' }])).toMatchObject({ is: 'unavailable' });
  });
});
