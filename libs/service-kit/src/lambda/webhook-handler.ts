import { type DeliveryRound, WebhookDispatcher } from '@zk-income/webhooks';
import { loadConfig } from '../config/load-config.js';
import type { StatefulServiceConfig } from '../config/service-config.js';
import { openTelemetry } from '../observability/telemetry.js';
import { createService } from '../service/create-service.js';
import type { ServiceDefinition } from '../service/service-definition.js';
import { explainStart, StartError } from '../service/start-error.js';

/** An attempt takes at most 10 s, and its record some more. */
const MARGIN_MS = 15_000;

interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Ignores its event. An unavailable store fails the invocation; what is due stays due. */
export type WebhookHandler = (event: unknown, context: Invocation) => Promise<DeliveryRound>;

/**
 * Creates the handler of a scheduled Lambda function that delivers the webhooks of a service that are due, and returns how
 * many. Functions that serve requests send none.
 *
 * @throws StartError with an explanation, which the runtime reports
 */
export async function createWebhookHandler<Config extends StatefulServiceConfig>(
  definition: ServiceDefinition<Config>,
): Promise<WebhookHandler> {
  let config: Config | undefined;
  try {
    config = loadConfig(definition.config);
    const telemetry = await openTelemetry(definition.name, config);
    const app = await createService(definition, config);
    const dispatcher = app.get(WebhookDispatcher, { strict: false });
    return async (_event, context) => {
      const total = await deliverUntil(dispatcher, () => context.getRemainingTimeInMillis() < MARGIN_MS);
      await telemetry.flush();
      return total;
    };
  } catch (error) {
    throw new StartError(explainStart(definition.name, error, config));
  }
}

/** Runs rounds until nothing is due, or the time is over. */
export async function deliverUntil(
  dispatcher: Pick<WebhookDispatcher, 'deliverDue'>,
  isOver: () => boolean,
): Promise<DeliveryRound> {
  const stop = new AbortController();
  const timer = setInterval(() => isOver() && stop.abort(), 100);
  try {
    let total: DeliveryRound | undefined;
    do {
      const round: DeliveryRound = await dispatcher.deliverDue({ stop: stop.signal });
      total = total ? sum(total, round) : round;
      if (round.delivered === 0) break;
    } while (total.hasMore && !isOver());
    return total;
  } finally {
    clearInterval(timer);
  }
}

const sum = (a: DeliveryRound, b: DeliveryRound): DeliveryRound => ({
  delivered: a.delivered + b.delivered,
  retrying: a.retrying + b.retrying,
  failed: a.failed + b.failed,
  stopped: a.stopped + b.stopped,
  dropped: a.dropped + b.dropped,
  postponed: a.postponed + b.postponed,
  hasMore: b.hasMore,
});
