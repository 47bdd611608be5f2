import { utcDay } from '../encoding/calendar.js';
import { own } from '../encoding/json.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { LinearPredicate, Policy } from '../policy/policy.js';
import type { TrustedIssuer } from '../verify/trust.js';

const unanswerable = (path: string, detail: string) => faultError('policy_unanswerable', path, detail);

/** The issuers that the policy allows for a credential, and that the verifier trusts. */
const candidatesFor = (id: string, { issuers }: Policy, trust: readonly TrustedIssuer[]) => {
  const allowed = issuers && (own(issuers, id) as readonly string[] | undefined);
  return allowed === undefined ? trust : trust.filter(({ iss }) => allowed.includes(iss));
};

/** Whether a larger value of the term makes a bound of its predicate fail. */
const needsCompleteness = ({ at_least, at_most }: LinearPredicate, coefficient: number): boolean =>
  (at_least !== undefined && coefficient < 0) || (at_most !== undefined && coefficient > 0);

const attributesOf = (issuers: readonly TrustedIssuer[]): string =>
  [...new Set(issuers.flatMap(({ attributes }) => attributes))].join(', ');

/** Checks that some issuer attests everything that the policy uses of one credential. */
function assertAttested(
  id: string,
  policy: Policy,
  candidates: readonly TrustedIssuer[],
  faults: FaultCollector,
) {
  let suitable = candidates;
  let failed = false;
  for (const [i, predicate] of policy.predicates.entries()) {
    for (const [j, { credential, attribute, coefficient }] of predicate.terms.entries()) {
      if (credential !== id) continue;
      const path = `policy.predicates[${i}].terms[${j}].attribute`;
      const complete = needsCompleteness(predicate, coefficient);
      const attesting = (one: TrustedIssuer) =>
        one.attributes.includes(attribute) && (!complete || one.complete.includes(attribute));
      suitable = suitable.filter(attesting);
      if (candidates.some(attesting)) continue;
      failed = true;
      faults.add(
        candidates.some(({ attributes }) => attributes.includes(attribute))
          ? unanswerable(
              path,
              'a larger value of this attribute makes the bound fail, and no issuer that is trusted for this credential ' +
                'attests the attribute completely; expected the other bound, or a coefficient of the other sign.',
            )
          : unanswerable(
              path,
              `no issuer that is trusted for this credential attests this attribute; expected one of ${attributesOf(candidates)}.`,
            ),
      );
    }
  }
  if (suitable.length > 0 || failed) return;
  faults.add(
    unanswerable(
      `policy.credentials[${policy.credentials.indexOf(id)}]`,
      'no single trusted issuer attests all attributes that the predicates use of this credential; expected one credential for each issuer.',
    ),
  );
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
const ceilDiv = (a: bigint, b: bigint): bigint => -floorDiv(-a, b);

interface Interval {
  lower: bigint;
  upper: bigint;
}

/**
 * The linear form of a predicate without common factor and sign, and the integers that its bounds allow it, or its range
 * where it has no bound. Bounds beyond the range need no case: `parsePolicy` refuses those that no values meet.
 */
function normalForm({ terms, at_least, at_most }: LinearPredicate): Interval & { readonly form: string } {
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
  let lower = scaled.reduce((sum, { a }) => (a < 0n ? sum + a * ATTRIBUTE_MAXIMUM : sum), 0n);
  let upper = scaled.reduce((sum, { a }) => (a > 0n ? sum + a * ATTRIBUTE_MAXIMUM : sum), 0n);
  const least = isNegated ? at_most : at_least;
  const most = isNegated ? at_least : at_most;
  const sign = isNegated ? -1n : 1n;
  if (least !== undefined) lower = ceilDiv(sign * BigInt(least), factor);
  if (most !== undefined) upper = floorDiv(sign * BigInt(most), factor);
  return { form: scaled.map(({ name, a }) => `${a}·${name}`).join(' + '), lower, upper };
}

/** Checks that predicates over the same sum, up to a factor, do not contradict each other. */
function assertConsistent({ predicates }: Policy, faults: FaultCollector): void {
  const intervals = new Map<string, Interval>();
  for (const [i, predicate] of predicates.entries()) {
    const { form, lower, upper } = normalForm(predicate);
    const known = intervals.get(form) ?? { lower, upper };
    if (lower > known.lower) known.lower = lower;
    if (upper < known.upper) known.upper = upper;
    intervals.set(form, known);
    if (known.lower <= known.upper) continue;
    faults.add(
      unanswerable(
        `policy.predicates[${i}]`,
        'no values satisfy this predicate together with those before it; expected bounds that leave a value.',
      ),
    );
  }
}

/** Seconds since the epoch between which a request can be answered. */
export interface AnswerTime {
  readonly from: number;
  readonly until: number;
}

/** Checks that a period, which ends with a calendar month, can be recent enough while the request is open. */
function assertPeriodPossible(
  { max_age_days: maximum }: Policy,
  { from, until }: AnswerTime,
  faults: FaultCollector,
) {
  const date = new Date(from * 1000);
  const lastMonthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0) / 86_400_000;
  const nextMonthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / 86_400_000;
  const age = utcDay(from * 1000) - lastMonthEnd;
  if (age <= maximum || nextMonthEnd <= utcDay((until - 1) * 1000)) return;
  faults.add(
    unanswerable(
      'policy.max_age_days',
      `periods end with a calendar month, and the last one ended longer ago; expected at least ${age}, better 31 or more.`,
    ),
  );
}

/**
 * Checks that an honest holder could answer: that issuers which the verifier trusts attest what the policy uses, that
 * its predicates do not contradict each other, and that a period can be recent enough.
 *
 * @throws ProtocolError `policy_unanswerable` with every fault
 */
export function assertAnswerable(policy: Policy, trust: readonly TrustedIssuer[], time: AnswerTime): void {
  const faults = new FaultCollector();
  for (const id of policy.credentials) {
    const candidates = candidatesFor(id, policy, trust);
    if (candidates.length > 0) assertAttested(id, policy, candidates, faults);
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
  assertConsistent(policy, faults);
  assertPeriodPossible(policy, time, faults);
  faults.throwIfFailed();
}

const MAX_NAMED_ISSUERS = 3;

/** The issuers of a policy that the verifier does not trust, beside others that it does. */
export const untrustedIssuers = (policy: Policy, trust: readonly TrustedIssuer[]): string[] =>
  Object.entries(policy.issuers ?? {}).flatMap(([id, issuers]) =>
    issuers.flatMap((issuer, i) =>
      trust.some(({ iss }) => iss === issuer) ? [] : [`policy.issuers.${id}[${i}]`],
    ),
  );
