import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { registry } from './instruments.js';

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];
type Labels = Partial<Record<string, string | number>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
  readonly metricName?: string;
}

/** A CloudWatch metric: the sum of the selected samples of a series, as a gauge or as the increase since the last report. */
interface ReportedMetric {
  readonly name: string;
  readonly unit: Unit;
  readonly series: string;
  readonly kind: 'gauge' | 'counter';
  readonly select?: (labels: Labels) => boolean;
  /** Subtracts the selected samples of this series, of the same histogram: what is not in a bucket is slower. */
  readonly minus?: { readonly series: string; readonly select: (labels: Labels) => boolean };
}

const gauge = (
  name: string,
  unit: Unit,
  series: string,
  select?: ReportedMetric['select'],
): ReportedMetric => ({ name, unit, series, kind: 'gauge', ...(select && { select }) });

const counter = (name: string, series: string, select?: ReportedMetric['select']): ReportedMetric => ({
  name,
  unit: MetricUnit.Count,
  series,
  kind: 'counter',
  ...(select && { select }),
});

/** Counts what took longer than a bucket of a histogram: the p99 is above 250 ms if that is more than 1 % of all. */
const slower = (
  name: string,
  histogram: string,
  seconds: number,
  select: (labels: Labels) => boolean = () => true,
): ReportedMetric => ({
  ...counter(name, `${histogram}_count`, select),
  minus: {
    series: `${histogram}_bucket`,
    select: (labels) => Number(labels.le) === seconds && select(labels),
  },
});

/** The total time of what a histogram records. Divided by the number of requests, it shows where the time goes. */
const total = (name: string, histogram: string, select?: ReportedMetric['select']): ReportedMetric => ({
  ...counter(name, `${histogram}_sum`, select),
  unit: MetricUnit.Seconds,
});

const { Count, Seconds } = MetricUnit;
const HTTP = 'zk_income_http_request_duration_seconds';
const STORE = 'zk_income_store_operation_duration_seconds';
const REQUESTS = `${HTTP}_count`;
const STORE_SLOW_SECONDS = 0.25;
const VERIFY_SLOW_SECONDS = 1;
/** The routes that verify presentations: those of holders, and those of OpenID wallets. */
const VERIFY_ROUTES: readonly unknown[] = ['/verify', '/openid/responses/:link'];
const isVerify = ({ method, route }: Labels): boolean => method === 'POST' && VERIFY_ROUTES.includes(route);
/** Probes are not requests of clients: in a quiet environment they would be most of the requests. */
const isProbe = ({ route }: Labels): boolean => String(route).startsWith('/health/');
const VERDICTS = 'zk_income_verdicts_total';

const REPORTED: readonly ReportedMetric[] = [
  counter('http_requests', REQUESTS, (labels) => !isProbe(labels)),
  counter('http_server_errors', REQUESTS, (labels) => !isProbe(labels) && Number(labels.status) >= 500),
  counter('verify_requests', REQUESTS, isVerify),
  slower('verify_slow_requests', HTTP, VERIFY_SLOW_SECONDS, isVerify),
  total('verify_seconds', HTTP, isVerify),
  total('proof_seconds', 'zk_income_proof_duration_seconds'),
  total('signature_seconds', 'zk_income_signature_verification_duration_seconds'),
  total('document_seconds', 'zk_income_document_fetch_duration_seconds'),
  total('store_seconds', STORE),
  counter('store_calls', `${STORE}_count`),
  slower('store_slow_calls', STORE, STORE_SLOW_SECONDS),
  counter('store_errors', 'zk_income_store_errors_total'),
  counter('verdicts_verified', VERDICTS, ({ code }) => code === 'verified'),
  counter('verdicts_refused', VERDICTS, ({ code }) => !['verified', 'disclosed'].includes(String(code))),
  gauge('proof_pool_waiting', Count, 'zk_income_proof_pool_waiting'),
  gauge('proof_pool_busy_threads', Count, 'zk_income_proof_pool_busy_threads'),
  gauge(
    'signing_key_age_seconds',
    Seconds,
    'zk_income_signing_key_age_seconds',
    ({ stage }) => stage === 'current',
  ),
  gauge('signing_key_failed_refreshes', Count, 'zk_income_signing_key_failed_refreshes'),
  gauge('event_loop_lag_p99_seconds', Seconds, 'zk_income_nodejs_eventloop_lag_p99_seconds'),
];

/** All samples of the registry by series name. A histogram has series for its buckets, sum and count. */
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
 * Writes metrics in CloudWatch's embedded metric format (EMF), from which CloudWatch Logs extracts metrics. For
 * deployments without Prometheus, such as Lambda functions.
 */
export class EmfReporter {
  private readonly previous = new Map<string, number>();
  private lastMs: number;

  /**
   * @param service the value of the dimension `service`
   * @param namespace the CloudWatch namespace
   * @param seconds the interval between reports
   * @param now the time in milliseconds
   * @param write writes one line of JSON
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

  /** Reports if the interval has passed. For Lambda instances, whose timers do not run while they are frozen. */
  async reportIfDue(): Promise<void> {
    if (this.now() - this.lastMs >= this.seconds * 1_000) await this.report();
  }

  async report(): Promise<void> {
    this.lastMs = this.now();
    const samplesBySeries = await readSamples();
    const metrics = new Metrics({ namespace: this.namespace, serviceName: this.service });
    const samplesOf = (series: string, select: (labels: Labels) => boolean): readonly Sample[] =>
      (samplesBySeries.get(series) ?? []).filter(({ labels }) => select(labels));
    const sumOf = (samples: readonly Sample[]): number =>
      samples.reduce((sum, sample) => sum + sample.value, 0);
    for (const { name, unit, series, kind, select = () => true, minus } of REPORTED) {
      const samples = samplesOf(series, select);
      // A gauge without samples is left out: 0 would be wrong, for example as the age of a missing key.
      if (kind === 'gauge' && samples.length === 0) continue;
      const value = sumOf(samples) - (minus ? sumOf(samplesOf(minus.series, minus.select)) : 0);
      metrics.addMetric(name, unit, kind === 'gauge' ? value : this.increase(name, value));
    }
    this.write(JSON.stringify(metrics.serializeMetrics()));
  }

  /** Starts reporting at the interval. Returns a function that stops it after a last report. */
  start(): () => Promise<void> {
    const timer = setInterval(() => void this.report(), this.seconds * 1_000).unref();
    return async () => {
      clearInterval(timer);
      await this.report();
    };
  }

  private increase(name: string, value: number): number {
    const increase = value - (this.previous.get(name) ?? 0);
    this.previous.set(name, value);
    return increase;
  }
}
