/** Median and minimum of the milliseconds that `work` takes, divided by `count`. */
export function measure(rounds, work, count = 1) {
  for (let i = 0; i < Math.ceil(rounds / 5); i++) work();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / count;
  }).sort((a, b) => a - b);
  return { median_ms: times[times.length >> 1], min_ms: times[0] };
}

export const row = (implementation, op, values, times, proofBytes, { bits = 64, count = 1 } = {}) => ({
  implementation,
  op,
  bits,
  values,
  count,
  ...times,
  proof_bytes: proofBytes,
});
