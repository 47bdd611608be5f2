import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { registry } from './instruments.js';

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];
type Labels = Partial<Record<string, string | number>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}

/** A CloudWatch metric: the sum of the samples that `of` selects, as a level or as the growth since the last report. */
interface ReportedMetric {
  readonly name: string;
  readonly unit: Unit;
  readonly from: string;
  readonly kind: 'level' | 'growth';
  readonly of?: (labels: Labels) => boolean;
}

const level = (name: string, unit: Unit, from: string, of?: ReportedMetric['of']): ReportedMetric => ({
  name,
  unit,
  from,
  kind: 'level',
  ...(of && { of }),
});
const growth = (name: string, from: string, of?: ReportedMetric['of']): ReportedMetric => ({
  name,
  unit: MetricUnit.Count,
  from,
  kind: 'growth',
  ...(of && { of }),
});

const { Count, Seconds } = MetricUnit;
const REQUESTS = 'zk_income_http_request_duration_seconds_count';
const VERDICTS = 'zk_income_verdicts_total';

const REPORTED: readonly ReportedMetric[] = [
  growth('http_requests', REQUESTS),
  growth('http_server_errors', REQUESTS, ({ status }) => Number(status) >= 500),
  growth('store_calls', 'zk_income_store_operation_duration_seconds_count'),
  growth('store_errors', 'zk_income_store_errors_total'),
  growth('verdicts_verified', VERDICTS, ({ code }) => code === 'verified'),
  growth('verdicts_refused', VERDICTS, ({ code }) => code !== 'verified'),
  level('proof_pool_waiting', Count, 'zk_income_proof_pool_waiting'),
  level('proof_pool_busy_threads', Count, 'zk_income_proof_pool_busy_threads'),
  level(
    'signing_key_age_seconds',
    Seconds,
    'zk_income_signing_key_age_seconds',
    ({ stage }) => stage === 'current',
  ),
  level('signing_key_failed_refreshes', Count, 'zk_income_signing_key_failed_refreshes'),
  level('event_loop_lag_p99_seconds', Seconds, 'zk_income_nodejs_eventloop_lag_p99_seconds'),
];

/** All samples of the registry by the name of their series. A histogram has series for its buckets, sum and count. */
async function readSamples(): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const series = new Map<string, Sample[]>();
  for (const { name, values } of await registry.getMetricsAsJSON()) {
    for (const sample of values as readonly Sample[]) {
      const key = sample.metricName ?? name;
      series.set(key, [...(series.get(key) ?? []), sample]);
    }
  }
  return series;
}

/**
 * Writes the metrics of the service in CloudWatch's embedded metric format (EMF), from which CloudWatch Logs extracts
 * metrics: for deployments without Prometheus, such as Lambda functions.
 */
export class EmfReporter {
  private readonly before = new Map<string, number>();
  private lastMs: number;

  /**
   * @param service the value of the dimension `service`; @param namespace of the metrics in CloudWatch
   * @param now milliseconds; @param write takes one line of JSON
   */
  constructor(
    private readonly service: string,
    private readonly namespace: string,
    private readonly seconds: number,
    private readonly now: () => number = Date.now,
    private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  ) {
    this.lastMs = now();
  }

  /** Reports if the interval has passed, for a Lambda instance whose timers do not run while it is frozen. */
  async reportIfDue(): Promise<void> {
    if (this.now() - this.lastMs >= this.seconds * 1_000) await this.report();
  }

  async report(): Promise<void> {
    this.lastMs = this.now();
    const series = await readSamples();
    const metrics = new Metrics({ namespace: this.namespace, serviceName: this.service });
    for (const { name, unit, from, kind, of = () => true } of REPORTED) {
      // A series without samples has no value, rather than zero: an age of a missing key would be wrong.
      const samples = (series.get(from) ?? []).filter(({ labels }) => of(labels));
      if (kind === 'level' && samples.length === 0) continue;
      const value = samples.reduce((sum, sample) => sum + sample.value, 0);
      metrics.addMetric(name, unit, kind === 'level' ? value : this.grown(name, value));
    }
    this.write(JSON.stringify(metrics.serializeMetrics()));
  }

  /** Reports at the interval. Returns a function that stops this with a last report. */
  start(): () => Promise<void> {
    const timer = setInterval(() => void this.report(), this.seconds * 1_000).unref();
    return async () => {
      clearInterval(timer);
      await this.report();
    };
  }

  private grown(name: string, value: number): number {
    const growth = value - (this.before.get(name) ?? 0);
    this.before.set(name, value);
    return growth;
  }
}
