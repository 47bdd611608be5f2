import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Period } from '../encoding/calendar.js';
import { policyProofLength } from '../proof/proof-runner.js';
import { outcome } from '../testing/outcomes.js';
import { parseWindow } from '../windows/window.js';
import { attributeBounds } from './attribute-bounds.js';
import { countCommitments, mostCommitments, padToPowerOfTwo } from './inequalities.js';
import type { Inequality } from './inequality.js';
import { parsePolicy } from './parse-policy.js';
import type { Policy } from './policy.js';
import { type Statement, statementsOf } from './statement.js';

interface PolicyVector {
  readonly id: string;
  readonly policy: Policy;
  readonly periods: Readonly<Record<string, Period>>;
  readonly inequalities: readonly {
    readonly kind: 'predicate' | 'floor' | 'ceiling';
    readonly terms: readonly { credential: string; attribute: string; coefficient: string }[];
    readonly constant: string;
    readonly wide?: true;
  }[];
  readonly error?: string;
  readonly padded_count?: number;
  readonly proof_bytes?: number;
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/policy-inequalities.json', import.meta.url), 'utf8'),
) as { vectors: PolicyVector[] };

describe('the reference vectors', () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const windows = Object.entries(vector.periods).map(([id, period]) => [id, parseWindow(period)!] as const);
    const [statement] = statementsOf(vector.policy, new Map(windows)) as [Statement];
    const { inequalities: derived } = statement;
    const asText = derived.map(({ terms, constant }) => ({
      terms: terms.map((term) => ({ ...term, coefficient: String(term.coefficient) })),
      constant: String(constant),
    }));
    expect(asText).toEqual(vector.inequalities.map(({ terms, constant }) => ({ terms, constant })));
    expect(derived.map(({ predicate }) => predicate !== undefined)).toEqual(
      vector.inequalities.map(({ kind }) => kind === 'predicate'),
    );
    expect(derived.map(({ isWide = false }) => isWide)).toEqual(
      vector.inequalities.map(({ wide = false }) => wide),
    );
    expect(outcome(() => parsePolicy(vector.policy))).toBe(vector.error ?? 'accepted');
    if (vector.error) return;
    expect(countCommitments(derived)).toBeLessThanOrEqual(mostCommitments(vector.policy));
    expect(padToPowerOfTwo(new Array(countCommitments(derived))).length).toBe(vector.padded_count);
    expect(policyProofLength(statement)).toBe(vector.proof_bytes);
  });
});

/**
 * A small analogue of the protocol: attributes in [0, MAXIMUM], proofs over [0, RANGE), a group of prime ORDER. It is
 * small enough to try every value that dishonest issuers can commit to, including fractions and negative numbers.
 */
const MAXIMUM = 2;
const RANGE = 16;
const ORDER = 499;
const IN_RANGE = Array.from({ length: MAXIMUM + 1 }, (_, value) => value);
const RESIDUES = Array.from({ length: ORDER }, (_, value) => value);

interface SmallTerm {
  readonly key: number;
  readonly coefficient: number;
}
interface SmallInequality {
  readonly terms: readonly SmallTerm[];
  readonly constant: number;
}

/** Attributes 0 and 1 are of the first credential, 2 of the second. Also the order of the dimensions of all grids. */
const ATTRIBUTES = [
  { credential: 'a', attribute: 'x' },
  { credential: 'a', attribute: 'y' },
  { credential: 'b', attribute: 'x' },
];
const CREDENTIALS = [[0, 1], [2]];

const leftSide = ({ terms, constant }: SmallInequality, values: readonly number[]): number =>
  terms.reduce((sum, { key, coefficient }) => sum + coefficient * values[key]!, constant);
const holds = (list: readonly SmallInequality[], values: readonly number[]): boolean =>
  list.every((inequality) => leftSide(inequality, values) >= 0);
const isProvable = (list: readonly SmallInequality[], values: readonly number[]): boolean =>
  list.every((inequality) => ((leftSide(inequality, values) % ORDER) + ORDER) % ORDER < RANGE);

function withBounds(predicates: readonly SmallInequality[]): SmallInequality[] {
  const wide = predicates.map(
    ({ terms, constant }, predicate): Inequality => ({
      predicate,
      constant: BigInt(constant),
      terms: terms.map(({ key, coefficient }) => ({ ...ATTRIBUTES[key]!, coefficient: BigInt(coefficient) })),
    }),
  );
  const bounds = attributeBounds(wide, BigInt(MAXIMUM)).map(({ terms, constant }) => ({
    constant: Number(constant),
    terms: terms.map(({ credential, attribute, coefficient }) => ({
      key: ATTRIBUTES.findIndex((one) => one.credential === credential && one.attribute === attribute),
      coefficient: Number(coefficient),
    })),
  }));
  return [...predicates, ...bounds];
}

function* grid(dimensions: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...others] = dimensions;
  if (!first) yield [];
  else for (const rest of grid(others)) for (const value of first) yield [value, ...rest];
}

const term = fc.record({ key: fc.nat(2), coefficient: fc.constantFrom(-2, -1, 1, 2) });
const inequality = fc
  .record({
    terms: fc.uniqueArray(term, { minLength: 1, maxLength: 3, selector: ({ key }) => key }),
    constant: fc.integer({ min: -6, max: 8 }),
  })
  // As `assertInRange` requires it.
  .filter(({ terms, constant }) => {
    const largest = terms.reduce((sum, { coefficient: c }) => sum + Math.max(c, 0) * MAXIMUM, constant);
    return largest >= 0 && largest < RANGE;
  });
const predicates = fc.array(inequality, { minLength: 1, maxLength: 3 });

/** The dishonest issuers' values, for which a proof exists; the honest issuers' values are given. */
function* provableLies(list: readonly SmallInequality[], honest: readonly (number | undefined)[]) {
  const isUsed = (key: number) => list.some(({ terms }) => terms.some((one) => one.key === key));
  const choices = honest.map((value, key) =>
    value === undefined ? (isUsed(key) ? RESIDUES : [0]) : [value],
  );
  for (const values of grid(choices)) if (isProvable(list, values)) yield values;
}

/** Whether dishonest issuers could have attested values in range with which all predicates hold. */
function isPossibleInRange(
  list: readonly SmallInequality[],
  honest: readonly (number | undefined)[],
): boolean {
  for (const values of grid(honest.map((value) => (value === undefined ? IN_RANGE : [value])))) {
    if (holds(list, values)) return true;
  }
  return false;
}

function firstLieThatHelps(
  list: readonly SmallInequality[],
  proved: readonly SmallInequality[],
  dishonest: readonly number[],
): number[] | undefined {
  // Only an issuer that lies can meet a policy that no values meet, so the theorem does not concern it.
  if (
    !isPossibleInRange(
      list,
      ATTRIBUTES.map(() => undefined),
    )
  )
    return undefined;
  for (const honest of grid(ATTRIBUTES.map((_, key) => (dishonest.includes(key) ? [0] : IN_RANGE)))) {
    const given = honest.map((value, key) => (dishonest.includes(key) ? undefined : value));
    if (isPossibleInRange(list, given)) continue;
    for (const values of provableLies(proved, given)) return values;
  }
  return undefined;
}

describe('in a small analogue, over all values of the group', () => {
  test('a lie of one issuer achieves nothing that a lie in range does not', () => {
    fc.assert(
      fc.property(predicates, fc.constantFrom(...CREDENTIALS), (list, dishonest) => {
        expect(firstLieThatHelps(list, withBounds(list), dishonest)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  test('which is not true without the bounds', () => {
    const difference = [
      { terms: [0, 2].map((key) => ({ key, coefficient: key === 0 ? 1 : -1 })), constant: -2 },
    ];
    expect(withBounds(difference).length).toBeGreaterThan(1);
    expect(firstLieThatHelps(difference, difference, [2])).toBeDefined();
    expect(firstLieThatHelps(difference, difference, [0, 1])).toBeDefined();
  });

  test('every true statement about values in range can be proved', () => {
    fc.assert(
      fc.property(predicates, (list) => {
        const proved = withBounds(list);
        for (const values of grid(ATTRIBUTES.map(() => IN_RANGE))) {
          expect(isProvable(proved, values)).toBe(holds(list, values));
        }
      }),
      { numRuns: 300 },
    );
  });
});
