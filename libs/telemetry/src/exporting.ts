import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';

/** What a process needs only when somebody collects its spans. */
export const exporting = () => ({
  spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1000 })],
  // Statements carry no trace further: worth their cost only when somebody looks at them.
  instrumentations: [new PgInstrumentation({ requireParentSpan: true })],
});
