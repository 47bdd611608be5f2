import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Backend } from '../backend/backend.js';
import { forged } from '../testing/batches.js';
import { provenClaim } from '../testing/claims.js';
import { wasmBackend } from '../testing/differential.js';
import { verifyBatchWith } from './batch.js';

// Hundreds of calls each, some of them with the slow backend, on a machine that may be busy.
// What a batch with forgeries costs, counted in sums and not in seconds.

const valid = provenClaim([1n], 8);
const invalid = forged(valid);
/** A, S, T1, T2, V, and L and R of three rounds. */
const POINTS = 11;

/** The costs of all sums in a batch: one verification costs 1, a sum of k claims 0.8 + 0.2·k. */
function costOf(pattern: readonly boolean[]): number {
  let cost = 0;
  const counting: Backend = {
    ...wasmBackend,
    withScope: (work) =>
      wasmBackend.withScope((group) =>
        work({
          ...group,
          newMultiScalarMulVarTime: (capacity) => {
            cost += 0.8 + (0.2 * capacity.points) / POINTS;
            return group.newMultiScalarMulVarTime(capacity);
          },
        }),
      ),
  };
  const { rejected } = verifyBatchWith(
    counting,
    pattern.map((isValid) => (isValid ? valid : invalid)),
  );
  expect(rejected.map(({ index }) => index)).toEqual(pattern.flatMap((isValid, i) => (isValid ? [] : [i])));
  return cost;
}

const atMostTwice = (pattern: readonly boolean[]) =>
  expect(costOf(pattern)).toBeLessThanOrEqual(2 * pattern.length + 1e-9);

describe('a batch costs at most twice as much as its claims one by one', () => {
  test.each([1, 2, 3, 4, 7, 16, 33, 64])('%d claims, all forged', (count) => {
    atMostTwice(new Array<boolean>(count).fill(false));
  });

  test.each([
    ['every second claim', 2],
    ['every fourth claim', 4],
    ['every eighth claim', 8],
  ])('%s forged', (_, every) => {
    atMostTwice(Array.from({ length: 64 }, (_, i) => i % every !== 0));
  });

  test('any pattern', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), atMostTwice), {
      numRuns: 15,
    });
  });
});

test('a single forgery among 64 claims costs less than to verify them one by one', () => {
  for (const at of [0, 31, 63])
    expect(costOf(Array.from({ length: 64 }, (_, i) => i !== at))).toBeLessThan(64);
});
