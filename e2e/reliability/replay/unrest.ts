import { topics, type EventName } from '@kalends/contracts';
import type { System } from '../../support/system';

/** Who hears what: `[consumer, its schema, topic]`. */
const hears = (consumer: string, schema: string, ...events: EventName[]): string[] =>
  events.map((event) => `('${consumer}', '${schema}', '${topics[event].name}')`);

const heard = [
  ...hears('google-sync', 'google_sync', 'appointmentChanged', 'consentChanged', 'branchChanged', 'resourceChanged'),
  ...hears('oauth-consent', 'oauth_consent', 'resourceChanged', 'calendarLinkChanged'),
].join(', ');

const from = (table: string): string =>
  ['scheduling', 'google_sync', 'oauth_consent']
    .filter((schema) => table === 'outbox' || schema !== 'scheduling')
    .map((schema) => `SELECT '${schema}' AS schema, tenant_id, topic, aggregate_id, version FROM ${schema}.${table}`)
    .join(' UNION ALL ');

/** All that is under way for a tenant at one instant: told, heard, to be written to Google, to be done for links. */
const question = `
  WITH told AS (${from('outbox')}), known AS (${from('inbox_version')})
  SELECT 'a change of ' || topic || ' is on its way to ' || consumer AS reason
    FROM told JOIN (VALUES ${heard}) AS hears (consumer, hearer, topic) USING (topic)
    WHERE tenant_id = $1 AND NOT EXISTS (
      SELECT 1 FROM known WHERE known.tenant_id = told.tenant_id AND known.schema = hearer AND known.topic = told.topic
        AND known.aggregate_id = told.aggregate_id AND known.version >= told.version)
  UNION ALL
  SELECT 'something has to be written to Google' FROM google_sync.outward_work
    WHERE tenant_id = $1 AND (due_at < 'infinity' OR lease_until > now())
  UNION ALL
  SELECT job || ' is under way' FROM google_sync.link_jobs
    WHERE tenant_id = $1 AND due_at < 'infinity'
      AND (due_at <= now() OR attempts > 0 OR lease_token IS NOT NULL OR job IN ('export', 'reset', 'disconnect'))
  UNION ALL
  SELECT 'a link is ' || state FROM google_sync.calendar_links
    WHERE tenant_id = $1 AND state IN ('linking', 'initial-sync', 'disconnecting')`;

/** What is still under way in Kalends for this tenant; nothing when all is at rest. */
export async function unrest(system: System, tenantId: string): Promise<string[]> {
  return (await system.look<{ reason: string }>(question, [tenantId])).map(({ reason }) => reason);
}
