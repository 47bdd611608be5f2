import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { LinearFact } from '../ports/index.js';

/** Integers from `lo` to `hi`, inclusive. */
export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

export interface KnownInterval extends Interval {
  /** The largest coefficient of the form, in absolute value: 1 for a variable. */
  readonly scale: bigint;
  /** The variable, or the first one of the form. */
  readonly variable: string;
  readonly isForm: boolean;
}

interface Term {
  readonly variable: string;
  readonly coefficient: bigint;
}

/** A linear form over variables, and the interval in which facts place its value. */
interface Form {
  readonly terms: readonly Term[];
  lo: bigint | undefined;
  hi: bigint | undefined;
}

const MAX_ROUNDS = 64;

const abs = (a: bigint): bigint => (a < 0n ? -a : a);
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? abs(a) : gcd(b, a % b));
const floorDiv = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};
const ceilDiv = (a: bigint, b: bigint): bigint => -floorDiv(-a, b);
const max = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b > a ? b : a);
const min = (a: bigint | undefined, b: bigint): bigint => (a === undefined || b < a ? b : a);

/** The terms of a fact by variable, in one order, without those that cancel out. */
function termsOf(fact: LinearFact): Term[] {
  const sums = new Map<string, bigint>();
  for (const { variable, coefficient } of fact.terms)
    sums.set(variable, (sums.get(variable) ?? 0n) + BigInt(coefficient));
  return [...sums]
    .filter(([, coefficient]) => coefficient !== 0n)
    .map(([variable, coefficient]) => ({ variable, coefficient }))
    .sort((a, b) => (a.variable < b.variable ? -1 : 1));
}

/** What follows from linear facts about integers in [0, 2^53): an interval for each variable and for each form. */
export class LinearKnowledge {
  private readonly forms = new Map<string, Form>();
  private readonly variables = new Map<string, Interval>();

  private constructor() {}

  /** @returns undefined where the facts contradict each other */
  static from(facts: readonly LinearFact[]): LinearKnowledge | undefined {
    const knowledge = new LinearKnowledge();
    for (const fact of facts) if (!knowledge.add(fact)) return undefined;
    const contradicts = ({ lo, hi }: Form) => lo !== undefined && hi !== undefined && lo > hi;
    if ([...knowledge.forms.values()].some(contradicts)) return undefined;
    return knowledge.propagate() ? knowledge : undefined;
  }

  /** Intervals of the variables by name, and of forms of several variables by their terms. */
  intervals(): ReadonlyMap<string, KnownInterval> {
    const intervals = new Map<string, KnownInterval>();
    for (const [variable, interval] of this.variables)
      intervals.set(variable, { ...interval, scale: 1n, variable, isForm: false });
    for (const [key, form] of this.forms) {
      if (form.terms.length < 2) continue;
      const implied = this.range(form.terms);
      const scale = form.terms.reduce((largest, { coefficient }) => max(largest, abs(coefficient)), 1n);
      const { variable } = form.terms[0]!;
      const [lo, hi] = [max(form.lo, implied.lo), min(form.hi, implied.hi)];
      intervals.set(key, { lo, hi, scale, variable, isForm: true });
    }
    return intervals;
  }

  /** Divides a fact by the greatest common divisor of its coefficients, so that multiples are one form. */
  private add(fact: LinearFact): boolean {
    const terms = termsOf(fact);
    const constant = BigInt(fact.constant);
    const [first] = terms;
    if (!first) return constant >= 0n;
    const divisor = terms.reduce((common, { coefficient }) => gcd(common, coefficient), 0n);
    const sign = first.coefficient < 0n ? -1n : 1n;
    const reduced = terms.map(({ variable, coefficient }) => ({
      variable,
      coefficient: (sign * coefficient) / divisor,
    }));
    const key = reduced.map(({ variable, coefficient }) => `${coefficient}·${variable}`).join(' + ');
    const form = this.forms.get(key) ?? { terms: reduced, lo: undefined, hi: undefined };
    this.forms.set(key, form);
    if (sign > 0n) form.lo = max(form.lo, ceilDiv(-constant, divisor));
    else form.hi = min(form.hi, floorDiv(constant, divisor));
    for (const { variable } of reduced) this.variables.set(variable, { lo: 0n, hi: ATTRIBUTE_MAXIMUM });
    return true;
  }

  private range(terms: readonly Term[]): Interval {
    let [lo, hi] = [0n, 0n];
    for (const { variable, coefficient } of terms) {
      const interval = this.variables.get(variable)!;
      lo += coefficient * (coefficient > 0n ? interval.lo : interval.hi);
      hi += coefficient * (coefficient > 0n ? interval.hi : interval.lo);
    }
    return { lo, hi };
  }

  /** Narrows variables by forms until nothing changes; false where an interval becomes empty. */
  private propagate(): boolean {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      let changed = false;
      for (const form of this.forms.values()) {
        for (const term of form.terms) {
          const narrowed = this.narrow(form, term);
          if (narrowed === 'empty') return false;
          changed ||= narrowed === 'narrower';
        }
      }
      if (!changed) return true;
    }
    return true;
  }

  private narrow(form: Form, { variable, coefficient }: Term): 'same' | 'narrower' | 'empty' {
    const others = this.range(form.terms.filter((term) => term.variable !== variable));
    const known = this.variables.get(variable)!;
    let { lo, hi } = known;
    // lo ≤ coefficient·v + others ≤ hi
    const least = form.lo === undefined ? undefined : form.lo - others.hi;
    const most = form.hi === undefined ? undefined : form.hi - others.lo;
    const [below, above] = coefficient > 0n ? [least, most] : [most, least];
    if (below !== undefined) lo = max(lo, ceilDiv(below, coefficient));
    if (above !== undefined) hi = min(hi, floorDiv(above, coefficient));
    if (lo > hi) return 'empty';
    if (lo === known.lo && hi === known.hi) return 'same';
    this.variables.set(variable, { lo, hi });
    return 'narrower';
  }
}
