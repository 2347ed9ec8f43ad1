/**
 * Preloaded by `node --require @kalends/telemetry/register`, before anything that is to be traced.
 * Kafka is traced by libs/outbox and libs/inbox themselves: kafkajs' own instrumentation would put the relay's trace
 * over the one that the outbox row carries.
 */
import { loadConfig } from '@kalends/config';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { telemetrySettings } from './telemetry-settings';

const config = loadConfig(telemetrySettings);

const sdk = new NodeSDK({
  serviceName: config.OTEL_SERVICE_NAME,
  // Without an endpoint the trace ids still go through headers, events and logs; nothing is sent.
  spanProcessors: config.OTEL_EXPORTER_OTLP_ENDPOINT
    ? [new tracing.BatchSpanProcessor(new OTLPTraceExporter(), { scheduledDelayMillis: 1000 })]
    : [],
  metricReaders: [],
  logRecordProcessors: [],
  instrumentations: [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => request.url?.startsWith('/health/') ?? false,
      // A query string may carry an authorization code.
      redactedQueryParams: ['code', 'state', 'token', 'access_token'],
    }),
    new UndiciInstrumentation(),
    new GrpcInstrumentation(),
    new PgInstrumentation({ requireParentSpan: true }),
  ],
});
sdk.start();

process.once('beforeExit', () => void sdk.shutdown());
