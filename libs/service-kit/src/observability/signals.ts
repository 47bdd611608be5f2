import type { ServiceConfig } from '../config/service-config.js';
import { isTracingWanted } from './tracing-wanted.js';

/** The metrics and traces that a service sends by itself. */
export interface Signals {
  /** From now on metrics are reported by a timer. */
  run(): void;
  /** Sends what there is to send: for a process that is frozen in between, of which no timer is to be relied on. */
  flush(): Promise<void>;
  /** Sends the last ones. */
  close(): Promise<void>;
}

/** What is not switched on is not even loaded: that would be a sixth of the time of a start. */
export async function openSignals(
  service: string,
  { METRICS_EMF_SECONDS: seconds, METRICS_EMF_NAMESPACE: namespace }: ServiceConfig,
): Promise<Signals> {
  const tracing = isTracingWanted(process.env)
    ? (await import('./tracing.js')).startTracing(service)
    : undefined;
  const metrics =
    seconds === undefined
      ? undefined
      : new (await import('./emf-reporter.js')).EmfReporter(service, namespace, seconds);
  let endReports: (() => Promise<void>) | undefined;
  return {
    run: () => {
      endReports = metrics?.start();
    },
    flush: async () => {
      await Promise.all([tracing?.flush(), metrics?.reportWhenDue()]);
    },
    close: async () => {
      await Promise.all([tracing?.close(), endReports?.()]);
    },
  };
}
