import type { ServiceConfig } from '../config/service-config.js';
import { isTracingEnabled } from './tracing-enabled.js';

/** The exporters of metrics and traces. */
interface Telemetry {
  /** Starts the periodic export of metrics. */
  start(): void;
  /** Exports pending data. For Lambda instances, whose timers do not run between invocations. */
  flush(): Promise<void>;
  /** Exports pending metrics and spans, then stops. */
  close(): Promise<void>;
}

/** Imports only the enabled exporters, because their import takes a sixth of the start-up time. */
export async function openTelemetry(
  service: string,
  { METRICS_EMF_SECONDS: seconds, METRICS_EMF_NAMESPACE: namespace }: ServiceConfig,
): Promise<Telemetry> {
  const tracing = isTracingEnabled(process.env)
    ? (await import('./tracing.js')).startTracing(service)
    : undefined;
  const metrics =
    seconds === undefined
      ? undefined
      : new (await import('./emf-reporter.js')).EmfReporter(service, namespace, seconds);
  let stopReports: (() => Promise<void>) | undefined;
  return {
    start: () => {
      stopReports = metrics?.start();
    },
    flush: async () => {
      await Promise.all([tracing?.flush(), metrics?.reportIfDue()]);
    },
    close: async () => {
      await Promise.all([tracing?.close(), stopReports?.()]);
    },
  };
}
