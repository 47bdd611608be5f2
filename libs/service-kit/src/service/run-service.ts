import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { Readiness } from '../health/readiness.js';
import type { ServiceAdapter } from '../http/adapter.js';
import { startMetricsServer } from '../observability/metrics-server.js';
import { openTelemetry } from '../observability/telemetry.js';
import { BackgroundTasks } from './background-tasks.js';
import { createService } from './create-service.js';
import type { ServiceDefinition } from './service-definition.js';
import { explainStart } from './start-error.js';
import { waitUntilReady } from './wait-until-ready.js';

const SHUTDOWN_MS = 10_000;

/** Reports an error to the parent process or on standard error, and exits with 1. */
function fail(message: string): void {
  if (process.send === undefined) {
    process.stderr.write(`${message}\n`);
    process.exit(1);
  }
  process.send({ type: 'failed', message }, () => process.exit(1));
}

/**
 * Runs a service until SIGTERM, SIGINT, or the exit of its parent process; then completes the requests in flight and
 * exits with 0. Exits with 1 if the service cannot start.
 */
export async function runService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
): Promise<void> {
  let config: Config | undefined;
  try {
    config = loadConfig(definition.config);
    const telemetry = await openTelemetry(definition.name, config);
    const app = await createService(definition, config);
    const listening = listen(app, config);
    telemetry.start();
    const stopped = shutDownOnSignal(app, config, listening, () => telemetry.close());
    await listening;
    app.get(BackgroundTasks).start();
    if (!(await waitUntilReady(app.get(Readiness), { signal: stopped }))) return;
    process.send?.({ type: 'ready', url: config.publicUrl });
  } catch (error) {
    fail(explainStart(definition.name, error, config));
  }
}

async function listen(app: NestFastifyApplication, config: ServiceConfig): Promise<void> {
  const { HOST, PORT, METRICS_PORT } = config;
  if (METRICS_PORT !== undefined) await startMetricsServer(config, METRICS_PORT);
  await app.listen(PORT, HOST);
  await (app.getHttpAdapter() as unknown as ServiceAdapter).listenSecurely();
}

/** Shuts down on a signal: reports not ready, drains, completes the requests in flight, then closes the modules. */
function shutDownOnSignal(
  app: NestFastifyApplication,
  { SHUTDOWN_DRAIN_SECONDS }: ServiceConfig,
  listening: Promise<void>,
  closeTelemetry: () => Promise<unknown>,
): AbortSignal {
  const stopping = new AbortController();
  const stop = async () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    const drainMs = SHUTDOWN_DRAIN_SECONDS * 1000;
    // Ends the process if the shutdown takes too long.
    setTimeout(() => process.exit(1), drainMs + SHUTDOWN_MS).unref();
    (app.getHttpAdapter() as unknown as ServiceAdapter).drain();
    if (drainMs > 0) await wait(drainMs);
    // Fastify throws if it is closed before it listens.
    await listening.catch(() => undefined);
    (app.getHttpAdapter() as unknown as ServiceAdapter).closeConnections();
    app
      .close()
      .finally(closeTelemetry)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  // Ctrl-C reaches the whole process group. If there is a parent process, it stops its children in order.
  process.on('SIGINT', () => {
    if (!process.connected) stop();
  });
  return stopping.signal;
}
