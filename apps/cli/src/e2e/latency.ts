/** Latencies in milliseconds by step. */
export type Latencies = ReadonlyMap<string, readonly number[]>;

/** The nearest-rank percentile of a list that is not empty. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}

/** Number of samples, median and 95th percentile of each step. */
export const summarizeLatencies = (latencies: Latencies) =>
  [...latencies].map(([step, values]) => ({
    step,
    n: values.length,
    p50_ms: percentile(values, 50),
    p95_ms: percentile(values, 95),
  }));

/** The summary as a table. */
export function latencyTable(latencies: Latencies): string {
  const column = (milliseconds: number) => milliseconds.toFixed(1).padStart(9);
  const rows = summarizeLatencies(latencies).map(
    ({ step, n, p50_ms, p95_ms }) =>
      `  ${step.padEnd(22)}${String(n).padStart(5)}${column(p50_ms)}${column(p95_ms)}`,
  );
  return [`  ${''.padEnd(22)}    n   p50 ms   p95 ms`, ...rows].join('\n');
}
