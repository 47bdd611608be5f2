import { definitionOf } from '../attributes.js';
import { decimalsOf } from '../currencies.js';
import type { LinearPredicate, Policy, Term } from './policy.js';

/** Formats an amount in the currency's smallest unit: `5400000` EUR is `54,000.00 EUR`. */
export function formatAmount(smallestUnits: string, currency: string): string {
  const places = decimalsOf(currency);
  const negative = smallestUnits.startsWith('-');
  const digits = smallestUnits.replace('-', '').padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=([0-9]{3})+$)/g, ',');
  const fraction = places > 0 ? `.${digits.slice(-places)}` : '';
  return `${negative ? '−' : ''}${whole}${fraction} ${currency}`;
}

function describeTerm(term: Term, first: boolean, ofSeveral: boolean): string {
  const size = Math.abs(term.coefficient);
  const sign = term.coefficient < 0 ? '− ' : first ? '' : '+ ';
  const factor = size === 1 ? '' : `${size} × `;
  const owner = ofSeveral ? ` (${term.credential})` : '';
  return `${sign}${factor}${definitionOf(term.attribute).meaning}${owner}`;
}

/** One predicate in words that are made from its terms, without the verifier's label. */
export function describePredicate(predicate: LinearPredicate, policy: Policy): string {
  const several = policy.credentials.length > 1;
  const sum = predicate.terms.map((term, i) => describeTerm(term, i === 0, several)).join(' ');
  const isMonths = definitionOf(predicate.terms[0]!.attribute).unit === 'months';
  const amount = (bound: string) => (isMonths ? `${bound} months` : formatAmount(bound, policy.currency));
  const bounds = [];
  if (predicate.at_least !== undefined) bounds.push(`at least ${amount(predicate.at_least)}`);
  if (predicate.at_most !== undefined) bounds.push(`at most ${amount(predicate.at_most)}`);
  return `${describeTime(predicate)}${sum} is ${bounds.join(' and ')}`;
}

/** What the amounts of a predicate are per, and over what time where that is not one year. */
function describeTime({ per, window_months: months, combine }: LinearPredicate): string {
  const parts = [];
  if (per !== undefined) parts.push(`per ${per}`);
  if (months !== undefined) {
    parts.push(`over ${months.min === months.max ? months.min : `${months.min} to ${months.max}`} months`);
  }
  if (combine === 'consecutive') parts.push('of periods one after the other');
  return parts.length > 0 ? `${parts.join(', ')}: ` : '';
}

/** What a policy asks a person to prove: one line for each predicate, and one for the claims to disclose. */
export function describePolicy(policy: Policy): string[] {
  const lines = policy.predicates.map((predicate) => describePredicate(predicate, policy));
  const disclosed = [...(policy.disclose ?? [])].map((claim) => claim.replaceAll('_', ' '));
  if (policy.credentials.length > 1) disclosed.push('payer (source id)');
  if (disclosed.length > 0) lines.push(`and to disclose: ${disclosed.join(', ')}`);
  return lines;
}
