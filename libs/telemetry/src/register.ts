/**
 * Preloaded by `node --require @kalends/telemetry/register`, before anything that is to be traced.
 * Kafka is traced by libs/outbox and libs/inbox themselves: kafkajs' own instrumentation would put the relay's trace
 * over the one that the outbox row carries.
 */
import { loadConfig } from '@kalends/config';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { exporting } from './exporting';
import { telemetrySettings } from './telemetry-settings';

const config = loadConfig(telemetrySettings);
/** Loaded only where spans go somewhere: it is 240 of 600 files. */
const exported =
  config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
    ? undefined
    : (require('./exporting') as { readonly exporting: typeof exporting }).exporting();

const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': config.OTEL_SERVICE_NAME }),
  // Without an endpoint the trace ids still go through headers, events and logs; nothing is recorded.
  ...(exported ? {} : { sampler: new AlwaysOffSampler() }),
  spanProcessors: exported?.spanProcessors ?? [],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

registerInstrumentations({
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => request.url?.startsWith('/health/') ?? false,
      // A query string may carry an authorization code.
      redactedQueryParams: ['code', 'state', 'token', 'access_token'],
    }),
    new UndiciInstrumentation(),
    new GrpcInstrumentation(),
    ...(exported?.instrumentations ?? []),
  ],
});

process.once('beforeExit', () => void provider.shutdown());
