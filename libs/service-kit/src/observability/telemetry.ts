import type { ServiceConfig } from '../config/service-config.js';
import { isTracingEnabled } from './tracing-enabled.js';

/** The metrics and traces that a service exports itself. */
export interface Telemetry {
  /** Starts the periodic export of metrics. */
  start(): void;
  /** Exports what is pending: for a Lambda instance, which is frozen between invocations and whose timers do not run. */
  flush(): Promise<void>;
  /** Exports the last metrics and spans, then stops. */
  close(): Promise<void>;
}

/** Loads only the exporters that are enabled: loading them takes a sixth of the start time. */
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
