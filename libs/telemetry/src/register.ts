/**
 * Preloaded by `node --require @kalends/telemetry/register`, before anything that is to be traced.
 * Kafka is traced by libs/outbox and libs/inbox themselves: kafkajs' own instrumentation would put the relay's trace
 * over the one that the outbox row carries.
 */
import { loadConfig } from '@kalends/config';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { telemetrySettings } from './telemetry-settings';

const config = loadConfig(telemetrySettings);
const isExporting = config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;

const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': config.OTEL_SERVICE_NAME }),
  // Without an endpoint the trace ids still go through headers, events and logs; nothing is recorded.
  ...(isExporting ? {} : { sampler: new AlwaysOffSampler() }),
  spanProcessors: isExporting
    ? [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1000 })]
    : [],
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
    // Statements carry no trace further: worth their cost only when somebody looks at them.
    ...(isExporting ? [new PgInstrumentation({ requireParentSpan: true })] : []),
  ],
});

process.once('beforeExit', () => void provider.shutdown());
