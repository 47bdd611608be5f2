import { definitionOf } from '../attributes.js';
import { own } from '../encoding/json.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { ONE_YEAR_WINDOW, WINDOW_MONTHS } from '../limits.js';
import { type ChosenPolicy, chosenPolicies } from '../policy/alternatives.js';
import {
  admittedMonths,
  countedTerms,
  type LinearPredicate,
  type Policy,
  type WindowMonths,
} from '../policy/policy.js';
import type { TrustedIssuer } from '../verify/trust.js';

const unanswerable = (path: string, detail: string) => faultError('policy_unanswerable', path, detail);

/** The issuers that the policy allows for a credential, and that the verifier trusts. */
const candidatesFor = (id: string, { issuers }: Policy, trust: readonly TrustedIssuer[]) => {
  const allowed = issuers && (own(issuers, id) as readonly string[] | undefined);
  return allowed === undefined ? trust : trust.filter(({ iss }) => allowed.includes(iss));
};

const attributesOf = (issuers: readonly TrustedIssuer[]): string =>
  [...new Set(issuers.flatMap(({ attributes }) => attributes))].join(', ');

/** Checks that some issuer attests everything that the policy uses of one credential. */
function assertAttested(
  id: string,
  { policy, paths }: ChosenPolicy,
  path: string,
  candidates: readonly TrustedIssuer[],
  faults: FaultCollector,
) {
  let suitable = candidates;
  let failed = false;
  for (const [i, predicate] of policy.predicates.entries()) {
    const opposing = countedTerms(predicate).filter(({ isOpposing }) => isOpposing);
    for (const [j, { credential, attribute }] of predicate.terms.entries()) {
      if (credential !== id) continue;
      const ofTerm = `${paths[i]}.terms[${j}].attribute`;
      const complete = opposing.some((one) => one.credential === id && one.attribute === attribute);
      const attesting = (one: TrustedIssuer) =>
        one.attributes.includes(attribute) && (!complete || one.complete.includes(attribute));
      suitable = suitable.filter(attesting);
      if (candidates.some(attesting)) continue;
      failed = true;
      faults.add(
        candidates.some(({ attributes }) => attributes.includes(attribute))
          ? unanswerable(
              ofTerm,
              'a larger value of this attribute makes the bound fail, and no issuer that is trusted for this credential ' +
                'attests the attribute completely; expected the other bound, or a coefficient of the other sign.',
            )
          : unanswerable(
              ofTerm,
              `no issuer that is trusted for this credential attests this attribute; expected one of ${attributesOf(candidates)}.`,
            ),
      );
    }
  }
  if (suitable.length > 0 || failed) return;
  faults.add(
    unanswerable(
      path,
      'no single trusted issuer attests all attributes that the predicates use of this credential; expected one credential for each issuer.',
    ),
  );
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
const ceilDiv = (a: bigint, b: bigint): bigint => -floorDiv(-a, b);

/** A rational number, with a positive denominator. */
interface Bound {
  readonly numerator: bigint;
  readonly denominator: bigint;
}
interface Interval {
  lower?: Bound;
  upper?: Bound;
}

const isBelow = (a: Bound, b: Bound): boolean => a.numerator * b.denominator < b.numerator * a.denominator;

/**
 * The linear form of a predicate without common factor and sign, and the bounds of its value. Amounts per period have any
 * rational value, all others have integers, from 0 to the maximum for each attribute. Bounds beyond that need no case:
 * `parsePolicy` refuses those that no values meet.
 */
function normalForm({
  terms,
  per,
  at_least,
  at_most,
}: LinearPredicate): Interval & { readonly form: string } {
  const sorted = terms
    .map(({ credential, attribute, coefficient }) => ({
      name: `${credential}.${attribute}`,
      a: BigInt(coefficient),
    }))
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const abs = (a: bigint) => (a < 0n ? -a : a);
  const factor = sorted.reduce((common, { a }) => gcd(abs(a), common), 0n);
  const isNegated = sorted[0]!.a < 0n;
  const scaled = sorted.map(({ name, a }) => ({ name, a: (isNegated ? -a : a) / factor }));
  const least = isNegated ? at_most : at_least;
  const most = isNegated ? at_least : at_most;
  // Bounds per month are compared with those per year.
  const boundOf = (text: string, round: typeof floorDiv): Bound => {
    const value = (isNegated ? -1n : 1n) * (per === 'month' ? 12n : 1n) * BigInt(text);
    if (per !== undefined) return { numerator: value, denominator: factor };
    return { numerator: round(value, factor), denominator: 1n };
  };
  return {
    form: scaled.map(({ name, a }) => `${a}·${name}`).join(' + '),
    ...(least !== undefined && { lower: boundOf(least, ceilDiv) }),
    ...(most !== undefined && { upper: boundOf(most, floorDiv) }),
  };
}

/** Checks that predicates over the same sum, up to a factor, do not contradict each other. */
function assertConsistent({ policy: { predicates }, paths }: ChosenPolicy, faults: FaultCollector): void {
  const intervals = new Map<string, Interval>();
  for (const [i, predicate] of predicates.entries()) {
    const { form, lower, upper } = normalForm(predicate);
    const known = intervals.get(form) ?? {};
    if (lower && !(known.lower && isBelow(lower, known.lower))) known.lower = lower;
    if (upper && !(known.upper && isBelow(known.upper, upper))) known.upper = upper;
    intervals.set(form, known);
    if (!known.lower || !known.upper || !isBelow(known.upper, known.lower)) continue;
    faults.add(
      unanswerable(
        paths[i]!,
        'no values satisfy this predicate together with those before it; expected bounds that leave a value.',
      ),
    );
  }
}

/** Checks that the predicates of each credential admit a common window. */
function assertWindowPossible(
  { policy: { credentials, predicates } }: ChosenPolicy,
  pathOf: (id: string) => string,
  faults: FaultCollector,
): void {
  for (const id of credentials) {
    const ranges = predicates.flatMap((predicate) => windowRanges(id, predicate));
    const least = Math.max(...ranges.map(({ min }) => min));
    const most = Math.min(...ranges.map(({ max }) => max));
    if (least <= most) continue;
    faults.add(
      unanswerable(
        pathOf(id),
        'the predicates admit no common period of this credential; expected window_months that overlap (those of a year where an amount counts against the person).',
      ),
    );
  }
}

function windowRanges(id: string, predicate: LinearPredicate): WindowMonths[] {
  return countedTerms(predicate).flatMap(({ credential, attribute, isOpposing }) => {
    const { unit, inShortWindows } = definitionOf(attribute);
    if (credential !== id || unit === 'months') return [];
    if (isOpposing) return [ONE_YEAR_WINDOW];
    const { min, max } = admittedMonths(predicate);
    const shortest = inShortWindows ? WINDOW_MONTHS.min : ONE_YEAR_WINDOW.min;
    return [{ min: Math.max(predicate.combine === 'consecutive' ? WINDOW_MONTHS.min : min, shortest), max }];
  });
}

/**
 * Checks that an honest holder could answer: that issuers which the verifier trusts attest what the policy uses, that
 * its predicates do not contradict each other, and that they admit a common period of each credential. With alternatives,
 * each of them could be shown.
 *
 * @throws ProtocolError `policy_unanswerable` with every fault
 */
export function assertAnswerable(policy: Policy, trust: readonly TrustedIssuer[]): void {
  const faults = new FaultCollector();
  const pathOf = (id: string) => `policy.credentials[${policy.credentials.indexOf(id)}]`;
  for (const chosen of chosenPolicies(policy)) assertChosenAnswerable(chosen, pathOf, trust, faults);
  faults.throwIfFailed();
}

function assertChosenAnswerable(
  chosen: ChosenPolicy,
  pathOf: (id: string) => string,
  trust: readonly TrustedIssuer[],
  faults: FaultCollector,
): void {
  const { policy } = chosen;
  for (const id of policy.credentials) {
    const candidates = candidatesFor(id, policy, trust);
    if (candidates.length > 0) assertAttested(id, chosen, pathOf(id), candidates, faults);
    else {
      const trusted = trust.map(({ iss }) => iss).slice(0, MAX_NAMED_ISSUERS);
      faults.add(
        unanswerable(
          policy.issuers === undefined ? 'policy.credentials' : `policy.issuers.${id}`,
          trusted.length === 0
            ? 'this verifier trusts no issuer.'
            : `no issuer of the list is trusted; expected one such as ${trusted.join(', ')}.`,
        ),
      );
    }
  }
  assertConsistent(chosen, faults);
  assertWindowPossible(chosen, pathOf, faults);
}

const MAX_NAMED_ISSUERS = 3;

/** The issuers of a policy that the verifier does not trust, beside others that it does. */
export const untrustedIssuers = (policy: Policy, trust: readonly TrustedIssuer[]): string[] =>
  Object.entries(policy.issuers ?? {}).flatMap(([id, issuers]) =>
    issuers.flatMap((issuer, i) =>
      trust.some(({ iss }) => iss === issuer) ? [] : [`policy.issuers.${id}[${i}]`],
    ),
  );
