/**
 * One operation of one implementation. `run` executes it once; times are divided by `count`. It takes part
 * in every `every`-th round, so that slow implementations do not delay the others.
 */
export const task = (
  implementation,
  op,
  values,
  proofBytes,
  run,
  { bits = 64, count = 1, every = 1 } = {},
) => ({
  implementation,
  op,
  bits,
  values,
  count,
  proof_bytes: proofBytes,
  run,
  every,
});

/** The title of a task. Tasks with the same title are comparable. */
export const titleOf = ({ op, bits, values, count }) =>
  `${op}, ${values > 1 ? `${values} × ` : ''}${bits} bit${count > 1 ? `, ${count} at once` : ''}`;

export function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Timed runs per turn, after one warm-up run, because the other implementations evicted the caches. */
const RUNS_PER_TURN = 4;

/**
 * Rows of medians and minima over about `runs` runs. Implementations take turns, so that other load on the
 * machine slows all of them alike.
 */
export function measure(tasks, runs) {
  const rounds = Math.ceil(runs / RUNS_PER_TURN);
  const times = new Map(tasks.map((each) => [each, []]));
  const rarest = Math.max(...tasks.map(({ every }) => every));
  for (let round = 0; round < Math.max(rounds, 2 * rarest - 1); round++) {
    for (const each of tasks) {
      if (round % each.every !== 0) continue;
      each.run();
      for (let i = 0; i < RUNS_PER_TURN; i++) {
        const start = performance.now();
        each.run();
        times.get(each).push((performance.now() - start) / each.count);
      }
    }
  }
  return tasks.map((each) => {
    const { run, every, proof_bytes, ...what } = each;
    const sorted = times.get(each).sort((a, b) => a - b);
    return { ...what, median_ms: sorted[sorted.length >> 1], min_ms: sorted[0], proof_bytes };
  });
}
