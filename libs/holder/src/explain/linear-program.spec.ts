import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LinearConstraint, LinearProgram } from './linear-program.js';

const constraint = (terms: Record<string, bigint>, constant: bigint): LinearConstraint => ({
  terms: new Map(Object.entries(terms)),
  constant,
});

const caps = (...names: string[]) => new Map(names.map((name) => [name, 1_000n]));

function largest(
  constraints: readonly LinearConstraint[],
  objective: Record<string, bigint>,
  names: readonly string[],
) {
  const result = new LinearProgram(constraints, caps(...names)).maximize(new Map(Object.entries(objective)));
  return result && Number(result.numerator) / Number(result.denominator);
}

describe('the largest value', () => {
  test('is that of a corner', () => {
    const constraints = [constraint({ x: -1n, y: -2n }, 14n), constraint({ x: -3n, y: 1n }, 0n)];
    expect(largest(constraints, { x: 1n, y: 1n }, ['x', 'y'])).toBe(8);
  });

  test('is not an integer where none is there', () => {
    expect(largest([constraint({ x: -2n }, 5n)], { x: 1n }, ['x'])).toBe(2.5);
  });

  test('needs a point that meets the constraints first', () => {
    const constraints = [
      constraint({ x: 1n, y: 1n }, -100n),
      constraint({ x: -1n, y: -1n }, 100n),
      constraint({ x: 1n, y: -1n }, -20n),
      constraint({ x: -1n, y: 1n }, 20n),
    ];
    expect(largest(constraints, { x: 1n }, ['x', 'y'])).toBe(60);
    expect(largest(constraints, { x: -1n }, ['x', 'y'])).toBe(-60);
    expect(largest(constraints, { y: 1n }, ['x', 'y'])).toBe(40);
  });

  test('is that of the cap where no constraint limits it', () => {
    expect(largest([], { x: 1n, y: 1n }, ['x', 'y'])).toBe(2_000);
  });

  test('does not exist where no point meets the constraints', () => {
    const program = new LinearProgram([constraint({ x: 1n }, -5n), constraint({ x: -1n }, 4n)], caps('x'));
    expect(program.state).toBe('infeasible');
    expect(program.maximize(new Map([['x', 1n]]))).toBeUndefined();
  });
});

const coefficient = fc.integer({ min: -3, max: 3 });
const halfPlane = fc.tuple(coefficient, coefficient, fc.integer({ min: -20, max: 20 }));

/** The largest value at the points where two of the lines meet. Numbers are small, so that floating point is exact enough. */
function largestAtCorners(lines: readonly (readonly number[])[], [p, q]: readonly number[]) {
  const values = lines.flatMap(([a, b, c], i) =>
    lines.slice(i + 1).flatMap(([d, e, f]) => {
      const determinant = a! * e! - b! * d!;
      if (determinant === 0) return [];
      const x = (b! * f! - e! * c!) / determinant;
      const y = (d! * c! - a! * f!) / determinant;
      return lines.every(([g, h, k]) => g! * x + h! * y + k! > -1e-9) ? [p! * x + q! * y] : [];
    }),
  );
  return values.length === 0 ? undefined : Math.max(...values);
}

test('the largest value is that of the best corner, and does not exist where no corner does', () => {
  const LIMIT = 6;
  fc.assert(
    fc.property(fc.array(halfPlane, { maxLength: 6 }), fc.tuple(coefficient, coefficient), (rows, goal) => {
      const list = rows.map(([x, y, c]) => constraint({ x: BigInt(x), y: BigInt(y) }, BigInt(c)));
      const program = new LinearProgram(
        list,
        new Map([
          ['x', BigInt(LIMIT)],
          ['y', BigInt(LIMIT)],
        ]),
      );
      const result = program.maximize(
        new Map([
          ['x', BigInt(goal[0])],
          ['y', BigInt(goal[1])],
        ]),
      );
      const box = [
        [1, 0, 0],
        [0, 1, 0],
        [-1, 0, LIMIT],
        [0, -1, LIMIT],
      ];
      const isImpossible = rows.some(([a, b, c]) => a === 0 && b === 0 && c < 0);
      const expected = isImpossible ? undefined : largestAtCorners([...rows, ...box], goal);
      expect(program.state).toBe(expected === undefined ? 'infeasible' : 'feasible');
      if (expected !== undefined)
        expect(Number(result!.numerator) / Number(result!.denominator)).toBeCloseTo(expected, 6);
    }),
    { numRuns: 2_000 },
  );
});

test('equal forms in many variants end, and are exact', () => {
  const list = Array.from({ length: 12 }, (_, i) => constraint({ x: BigInt(i + 1), y: -BigInt(i + 1) }, 0n));
  const program = new LinearProgram([...list, constraint({ x: -1n }, 10n)], caps('x', 'y'));
  expect(program.maximize(new Map([['y', 1n]]))).toEqual({ numerator: 10n, denominator: 1n });
});
