import { definitionOf } from '../attributes.js';
import { decimalsOf } from '../currencies.js';
import type { InputFault } from '../errors.js';
import { inputFault } from '../input-faults.js';
import { type ChosenPolicy, chosenPolicies } from '../policy/alternatives.js';
import type { Policy } from '../policy/policy.js';
import type { TrustedIssuer } from '../verify/trust.js';
import { formatAmount } from '../words/format-amount.js';
import { untrustedIssuers } from './answerable.js';

/** Whole units of a currency with decimals. Annual amounts below are probably meant in whole units. */
export const IMPLAUSIBLE_AMOUNT = 1_000n;

/**
 * What a client probably did not mean, though the policy is valid: an amount other than 0 of fewer than
 * {@link IMPLAUSIBLE_AMOUNT} whole units a year for the largest coefficient of its predicate, in a currency with decimals;
 * an age that few periods have; and an issuer that is not trusted, beside another that is.
 */
export function policyWarnings(policy: Policy, trust: readonly TrustedIssuer[]): InputFault[] {
  const untrusted = untrustedIssuers(policy, trust).map((path) =>
    inputFault(path, 'The verifier does not trust this issuer, and rejects its credentials.'),
  );
  const amounts = new Map(
    chosenPolicies(policy)
      .flatMap(smallAmounts)
      .map((fault) => [fault.pointer, fault]),
  );
  return [...amounts.values(), ...shortAges(policy), ...untrusted];
}

/** The longest calendar month: the age that the last one has before the next one ends. */
const LONGEST_MONTH_DAYS = 31;

const shortAges = ({ max_age_days: days }: Policy): InputFault[] =>
  days >= LONGEST_MONTH_DAYS
    ? []
    : [
        inputFault(
          'policy.max_age_days',
          `Periods that end with a calendar month are up to ${LONGEST_MONTH_DAYS} days old; expected ${LONGEST_MONTH_DAYS} or more.`,
        ),
      ];

function smallAmounts({ policy: { predicates, currency }, paths }: ChosenPolicy): InputFault[] {
  const unit = 10n ** BigInt(decimalsOf(currency));
  if (unit === 1n) return [];
  return predicates.flatMap((predicate, i) => {
    if (definitionOf(predicate.terms[0]!.attribute).unit === 'months') return [];
    const largest = BigInt(Math.max(...predicate.terms.map(({ coefficient }) => Math.abs(coefficient))));
    return (['at_least', 'at_most'] as const).flatMap((bound) => {
      const text = predicate[bound];
      if (text === undefined) return [];
      const amount = BigInt(text.replace('-', '')) * (predicate.per === 'year' ? 1n : 12n);
      if (amount === 0n || amount >= IMPLAUSIBLE_AMOUNT * unit * largest) return [];
      const detail = `The amount is ${formatAmount(text, currency)}: amounts are in the smallest unit, so ${unit} is ${formatAmount(String(unit), currency)}.`;
      return [inputFault(`${paths[i]}.${bound}`, detail)];
    });
  });
}
