import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { isTracingWanted } from './tracing-wanted.js';

type Environment = Parameters<typeof isTracingWanted>[0];

/**
 * Sends spans by OTLP over HTTP where the environment says to, under the service's name or OTEL_SERVICE_NAME.
 * Returns what sends those that wait, and the last ones; undefined where traces are off, as they are by default.
 */
export function startTracing(
  service: string,
  env: Environment = process.env,
): { flush(): Promise<void>; close(): Promise<void> } | undefined {
  if (!isTracingWanted(env)) return undefined;
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': `zk-income-${service}` }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  // A collector that is away must not keep a service from answering or ending.
  return {
    flush: () => provider.forceFlush().catch(() => undefined),
    close: () => provider.shutdown().catch(() => undefined),
  };
}
