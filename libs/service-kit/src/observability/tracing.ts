import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { isTracingEnabled } from './tracing-enabled.js';

type Environment = Parameters<typeof isTracingEnabled>[0];

/**
 * Exports spans with OTLP over HTTP if the environment enables it. The service name is `zk-income-` and the name of the
 * service, unless OTEL_SERVICE_NAME is set.
 *
 * @returns functions that flush and shut down the exporter; undefined if traces are disabled, as by default
 */
export function startTracing(
  service: string,
  env: Environment = process.env,
): { flush(): Promise<void>; close(): Promise<void> } | undefined {
  if (!isTracingEnabled(env)) return undefined;
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': `zk-income-${service}` }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  // Errors of an unreachable collector must not fail requests or the shutdown.
  return {
    flush: () => provider.forceFlush().catch(() => undefined),
    close: () => provider.shutdown().catch(() => undefined),
  };
}
