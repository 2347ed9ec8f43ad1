import { randomBytes } from 'node:crypto';
import { connected, eventOf, inDays, span } from '@kalends/actors';
import { eventually } from '@kalends/testing';
import { collectSpans, type CollectedSpan, type SpanCollector } from '../support/span-collector';
import { startSystem, type System } from '../support/system';

let system: System;
let collector: SpanCollector;

beforeAll(async () => {
  collector = await collectSpans();
  system = await startSystem({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint } });
}, 120_000);

afterAll(async () => {
  await system?.stop();
  collector.stop();
});

/** Whether `span` stands below `ancestor` in the trace. */
function isBelow(span: CollectedSpan, ancestor: CollectedSpan, all: readonly CollectedSpan[]): boolean {
  const parent = all.find(({ spanId }) => spanId === span.parentSpanId);
  return parent !== undefined && (parent === ancestor || isBelow(parent, ancestor, all));
}

const [server, client, producer, consumer] = [2, 3, 4, 5];

it('PF4: one change is one trace: request, outbox, Kafka, worker and the call to Google', async () => {
  const { tenant, resourceId, person, calendarId } = await connected(system);
  const after = await system.google.lastCall();
  const traceId = randomBytes(16).toString('hex');
  await tenant.api.ok('scheduling/appointments', {
    body: { resourceIds: [resourceId], content: { title: 'Traced', ...span(inDays(3)) } },
    headers: { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` },
  });
  await eventOf(person, calendarId, 'Traced');
  const all = await eventually(
    () => {
      const spans = collector.spansOf(traceId);
      expect(spans.filter(({ service, kind }) => service === 'google-sync' && kind === client)).not.toHaveLength(0);
      expect(spans.filter(({ service, kind }) => service === 'scheduling' && kind === producer)).not.toHaveLength(0);
      return spans;
    },
    { withinMs: 10_000 },
  );
  const the = (service: string, kind: number): CollectedSpan => {
    const found = all.find((candidate) => candidate.service === service && candidate.kind === kind);
    if (!found)
      throw new Error(`no span of kind ${kind} from ${service} among ${all.map(({ name }) => name).join(', ')}`);
    return found;
  };
  const request = the('scheduling', server);
  const sent = the('scheduling', producer);
  const handled = the('google-sync', consumer);
  expect(isBelow(sent, request, all)).toBe(true);
  expect(isBelow(handled, sent, all)).toBe(true);
  const toGoogle = all.filter(({ service, kind }) => service === 'google-sync' && kind === client);
  expect(toGoogle.some((call) => isBelow(call, handled, all))).toBe(true);
  // Google itself was told the same trace.
  const written = await system.google.calls({ after, writes: true, account: person.email });
  expect(written.map(({ traceparent }) => traceparent?.split('-')[1])).toContain(traceId);
});
