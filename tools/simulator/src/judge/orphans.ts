import type { Evidence, Violation } from './evidence';

/** Rows that nothing will ever look at again. */
export function judgeOrphans({
  links,
  mappings,
  work,
  jobs,
  channels,
  googleChannels,
  outbox,
  parked,
  now,
}: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (says: string): void => void found.push({ invariant: 'orphans', says });
  const kept = new Map(links.filter(({ state }) => state !== 'gone').map((link) => [link.id, link]));
  const mapped = new Set(mappings.map(({ linkId, appointmentId }) => `${linkId} ${appointmentId}`));
  for (const { linkId, appointmentId } of work) {
    if (!kept.has(linkId)) say(`work for ${appointmentId} of the link ${linkId}, which is gone`);
    if (!mapped.has(`${linkId} ${appointmentId}`)) say(`work for ${appointmentId} without a mapping`);
  }
  for (const { linkId, job } of jobs) if (!kept.has(linkId)) say(`job ${job} of the link ${linkId}, which is gone`);
  for (const { linkId, expiresAt, id } of channels)
    if (!kept.has(linkId) && expiresAt.getTime() > now) say(`channel ${id} of the link ${linkId}, which is gone`);
  for (const link of kept.values()) {
    if (link.state !== 'live') continue;
    const live = channels.filter(({ linkId, expiresAt }) => linkId === link.id && expiresAt.getTime() > now);
    if (!live.some(({ id }) => googleChannels.some((channel) => channel.id === id && channel.expiration > now)))
      say(`the live link ${link.id} has no channel at Google`);
  }
  for (const { topic, aggregateId, version, isSent } of outbox)
    if (!isSent) say(`${topic} ${aggregateId} ${version} was never sent`);
  for (const { aggregateId, reason } of parked) say(`an event of ${aggregateId} is parked: ${reason}`);
  return found;
}
