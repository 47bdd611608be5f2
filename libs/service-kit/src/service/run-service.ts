import { setTimeout as wait } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-config.js';
import type { ServiceAdapter } from '../http/adapter.js';
import { startMetricsServer } from '../observability/metrics-server.js';
import { openSignals } from '../observability/signals.js';
import { READINESS_CHECKS } from '../tokens.js';
import { createService, type ServiceDefinition } from './create-service.js';
import { explainStart } from './start-error.js';
import { waitUntilReady } from './wait-until-ready.js';

const SHUTDOWN_MS = 10_000;

/** Tells who started this process, or the person at the terminal, why it ends. */
function fail(message: string): void {
  if (process.send === undefined) {
    process.stderr.write(`${message}\n`);
    process.exit(1);
  }
  process.send({ type: 'failed', message }, () => process.exit(1));
}

/**
 * Runs a service until the process is told to end (SIGTERM, Ctrl-C, or the end of the process that started it):
 * then answers what is being worked on and exits with 0. Exits with 1 where it cannot start.
 */
export async function runService<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
): Promise<void> {
  let config: Config | undefined;
  try {
    config = loadConfig(definition.config);
    const signals = await openSignals(definition.name, config);
    const app = await createService(definition, config);
    const listening = listen(app, config);
    signals.run();
    const ended = endWithProcess(app, config, listening, () => signals.close());
    await listening;
    if (!(await waitUntilReady(app.get(READINESS_CHECKS), { signal: ended }))) return;
    process.send?.({ type: 'ready', url: config.publicUrl });
  } catch (error) {
    fail(explainStart(definition.name, error, config));
  }
}

async function listen(
  app: NestFastifyApplication,
  { HOST, PORT, METRICS_PORT }: ServiceConfig,
): Promise<void> {
  if (METRICS_PORT !== undefined) await startMetricsServer(HOST, METRICS_PORT);
  await app.listen(PORT, HOST);
}

/** Ends the service with its process: not ready, then nothing new, then what is being worked on, then its parts. */
function endWithProcess(
  app: NestFastifyApplication,
  { SHUTDOWN_DRAIN_SECONDS }: ServiceConfig,
  listening: Promise<void>,
  endSignals: () => Promise<unknown>,
): AbortSignal {
  const ending = new AbortController();
  const end = async () => {
    if (ending.signal.aborted) return;
    ending.abort();
    const drainMs = SHUTDOWN_DRAIN_SECONDS * 1000;
    // Whatever still runs after this is not worth waiting for.
    setTimeout(() => process.exit(1), drainMs + SHUTDOWN_MS).unref();
    (app.getHttpAdapter() as unknown as ServiceAdapter).drain();
    if (drainMs > 0) await wait(drainMs);
    // Fastify throws where it is closed in the middle of this.
    await listening.catch(() => undefined);
    app
      .close()
      .finally(endSignals)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', end);
  process.on('disconnect', end);
  // Ctrl-C reaches a whole group of processes; whoever started this one ends it in order.
  process.on('SIGINT', () => {
    if (!process.connected) end();
  });
  return ending.signal;
}
