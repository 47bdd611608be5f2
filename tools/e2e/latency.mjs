// How long the steps took.

/** The least of the figures that so many in a hundred do not exceed (nearest rank). */
export function percentile(figures, percent) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** A table of the steps: how often, the median, and what 95 in a hundred did not exceed. */
export function latencyTable(times) {
  const ms = (figure) => figure.toFixed(1).padStart(9);
  const rows = [...times].map(
    ([step, figures]) =>
      `  ${step.padEnd(22)}${String(figures.length).padStart(5)}${ms(percentile(figures, 50))}${ms(percentile(figures, 95))}`,
  );
  return [`  ${''.padEnd(22)}    n   p50 ms   p95 ms`, ...rows].join('\n');
}
