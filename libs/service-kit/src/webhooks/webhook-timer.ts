import { Logger } from '@nestjs/common';
import type { DeliveryRound, WebhookDispatcher, WebhookOutbox } from '@zk-income/webhooks';
import type { BackgroundTask } from '../service/background-tasks.js';

/** An event is announced before it happens: with this, it usually has happened when it is looked for. */
const WAKE_MS = 500;
/** Rounds at once: a round that waits for a slow receiver does not keep the others waiting. */
const MAX_ROUNDS = 4;
/** At shutdown, attempts that run longer are aborted. Another process repeats them. */
const STOP_MS = 5_000;

interface WebhookTimerOptions {
  readonly intervalMs: number;
  readonly wakeMs?: number;
  readonly stopMs?: number;
}

/** Delivers webhooks for as long as the process runs: what is due at intervals, and what it has announced itself at once. */
export class WebhookTimer implements BackgroundTask {
  private readonly logger = new Logger('Webhooks');
  private readonly rounds = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly aborting = new AbortController();
  private timers: NodeJS.Timeout[] = [];
  private waking: NodeJS.Timeout | undefined;
  private endListening: () => void = () => undefined;

  constructor(
    private readonly dispatcher: Pick<WebhookDispatcher, 'deliverDue'>,
    private readonly outbox: Pick<WebhookOutbox, 'onDue'>,
    private readonly options: WebhookTimerOptions,
  ) {}

  start(): void {
    this.timers.push(setInterval(() => this.run(), this.options.intervalMs).unref());
    this.endListening = this.outbox.onDue(() => {
      this.waking ??= setTimeout(() => {
        this.waking = undefined;
        this.run();
      }, this.options.wakeMs ?? WAKE_MS).unref();
    });
    this.run();
  }

  async stop(): Promise<void> {
    this.endListening();
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    clearTimeout(this.waking);
    this.stopping.abort();
    const abort = setTimeout(() => this.aborting.abort(), this.options.stopMs ?? STOP_MS);
    await Promise.all(this.rounds);
    clearTimeout(abort);
  }

  private run(): void {
    if (this.stopping.signal.aborted || this.rounds.size >= MAX_ROUNDS) return;
    const round = this.deliver().finally(() => this.rounds.delete(round));
    this.rounds.add(round);
  }

  private async deliver(): Promise<void> {
    const signals = { stop: this.stopping.signal, signal: this.aborting.signal };
    try {
      let round: DeliveryRound;
      do round = await this.dispatcher.deliverDue(signals);
      while (round.hasMore && round.delivered > 0 && !this.stopping.signal.aborted);
    } catch (error) {
      // The store is not available. What is due stays due.
      this.logger.warn(`Could not deliver webhooks: ${(error as Error).name}.`);
    }
  }
}
