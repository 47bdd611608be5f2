import type { ServiceConfig } from '../config/service-config.js';
import { isTracingWanted } from '../observability/tracing-wanted.js';

/**
 * Metrics and traces of a process that is frozen between invocations: no timer of theirs is to be relied on. What is
 * not switched on is not even loaded.
 *
 * @returns what sends what there is to send, after each invocation
 */
export async function startSignals(
  service: string,
  { METRICS_EMF_SECONDS: seconds }: ServiceConfig,
): Promise<() => Promise<void>> {
  const tracing = isTracingWanted(process.env)
    ? (await import('../observability/tracing.js')).startTracing(service)
    : undefined;
  const metrics =
    seconds === undefined
      ? undefined
      : new (await import('../observability/emf-reporter.js')).EmfReporter(service, seconds);
  return async () => {
    await Promise.all([tracing?.flush(), metrics?.reportWhenDue()]);
  };
}
