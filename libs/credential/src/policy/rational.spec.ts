import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Period } from '../encoding/calendar.js';
import { policyTerm } from '../examples.js';
import { outcome } from '../testing/outcomes.js';
import { incomePolicy } from '../testing/policies.js';
import { assertWindowsAdmitted } from '../windows/admission.js';
import { parseWindow } from '../windows/window.js';
import { inequalitiesOf } from './inequalities.js';
import { parsePolicy } from './parse-policy.js';

// A proof exists exactly when the statement is true in rational numbers, which this test computes in its own way: from
// how each window was made, and by adding fractions one after the other.

interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}
const rational = (n: bigint, d = 1n): Rational => ({ n, d });
const plus = (a: Rational, b: Rational) => rational(a.n * b.d + b.n * a.d, a.d * b.d);
const dividedBy = (a: bigint, b: Rational) => rational(a * b.d, b.n);
const isAtLeast = (a: Rational, b: Rational) => a.n * b.d >= b.n * a.d;
const floor = ({ n, d }: Rational) => (n >= 0n ? n / d : -((-n + d - 1n) / d));

interface MadeWindow {
  readonly period: Period;
  readonly years: Rational;
  readonly start: number;
  readonly end: number;
}

const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const LAST_END = Date.UTC(2026, 9, 31) / 86_400_000;

const made = (
  start: number,
  end: number,
  years: Rational,
  pay_periods?: Period['pay_periods'],
): MadeWindow => ({
  period: { start: date(start), end: date(end), ...(pay_periods && { pay_periods }) },
  years,
  start,
  end,
});

/** The day after which a window of so many months ends, for a start on the 1st to the 28th. */
const monthsBefore = (end: number, months: number): number => {
  const next = new Date((end + 1) * 86_400_000);
  return Date.UTC(next.getUTCFullYear(), next.getUTCMonth() - months, next.getUTCDate()) / 86_400_000;
};

/** Windows of less than a year to three years, which end up to a few days before 31 October 2026. */
const anyWindow = fc
  .record({
    kind: fc.constantFrom('month', 'week', 'fortnight', 'days'),
    size: fc.nat(1000),
    earlier: fc.nat(6),
  })
  .map(({ kind, size, earlier }): MadeWindow => {
    // Before the 29th of a month: 25 to 28 October are the starts of months.
    const end = LAST_END - 5 - earlier;
    if (kind === 'week') {
      const count = 5 + (size % 150);
      return made(end - 7 * count + 1, end, rational(BigInt(count), 52n), { unit: 'week', count });
    }
    if (kind === 'fortnight') {
      const count = 3 + (size % 70);
      return made(end - 14 * count + 1, end, rational(BigInt(count), 26n), { unit: 'fortnight', count });
    }
    if (kind === 'month') {
      const count = 1 + (size % 36);
      return made(monthsBefore(end, count), end, rational(BigInt(count), 12n), { unit: 'month', count });
    }
    // A start on the 29th to the 31st is never that of months.
    const start = Date.UTC(2023 + (size % 3), 9, 29 + (size % 2)) / 86_400_000;
    return made(start, end, rational(BigInt(end - start + 1), 365n));
  });

/** The years of the span of windows: months where it is a number of months, and otherwise days. */
function spanYears(windows: readonly MadeWindow[]): Rational {
  const start = Math.min(...windows.map((one) => one.start));
  const end = Math.max(...windows.map((one) => one.end));
  for (let months = 1; months <= 61; months++) {
    const isStart = monthsBefore(end, months) === start;
    if (isStart && new Date(start * 86_400_000).getUTCDate() <= 28) return rational(BigInt(months), 12n);
  }
  return rational(BigInt(end - start + 1), 365n);
}

/** A window of days that starts and ends up to a few days apart from another, so that both may be of one time. */
function near({ start, end }: MadeWindow, shift: number): MadeWindow {
  const window = made(start + shift, end - shift, rational(0n));
  return { ...window, years: spanYears([window]) };
}

interface CountedAmount {
  readonly amount: bigint;
  readonly coefficient: bigint;
  readonly window: MadeWindow;
}

/** The side of a bound that must be at least it, per year: `sign` is −1 for an upper bound. */
function sideOf(amounts: readonly CountedAmount[], sign: bigint): Rational {
  const added = amounts.filter(({ coefficient }) => sign * coefficient > 0n).map(({ window }) => window);
  return amounts.reduce((sum, { amount, coefficient, window }) => {
    const factor = sign * coefficient;
    const span = factor > 0n ? spanYears(added) : window.years;
    const years = factor > 0n && !isAtLeast(window.years, span) ? span : window.years;
    return plus(sum, dividedBy(factor * amount, years));
  }, rational(0n));
}

const amountOf = fc.oneof(fc.bigInt(0n, 10_000_000n), fc.bigInt(0n, 2n ** 53n - 1n));
const coefficientOf = fc.integer({ min: -60, max: 60 }).filter((value) => value !== 0);

test('a proof exists exactly when the statement is true in rational numbers', () => {
  const seen = { true: 0, false: 0, wide: 0, admitted: 0 };
  const property = fc.property(
    anyWindow,
    fc.nat(3),
    fc.tuple(amountOf, amountOf, amountOf),
    fc.tuple(coefficientOf, coefficientOf, coefficientOf),
    fc.constantFrom('year', 'month'),
    fc.constantFrom('at_least', 'at_most'),
    fc.bigInt(-1n, 1n),
    (salary, shift, values, factors, per, kind, distance) => {
      const pension = near(salary, shift);
      const sign = kind === 'at_least' ? 1n : -1n;
      const windows = [salary, pension, pension];
      const amounts = values.map((amount, i) => ({
        amount,
        coefficient: BigInt(factors[i]!),
        window: windows[i]!,
      }));
      const yearly = sideOf(amounts, sign);
      const side = per === 'month' ? rational(yearly.n, yearly.d * 12n) : yearly;
      const bound = floor(side) + distance;
      const attributes = ['regular_net', 'gross_income', 'debt_payments'];
      const policy = incomePolicy({
        credentials: ['salary', 'pension'],
        predicates: [
          {
            label: 'x',
            terms: attributes.map((name, i) => policyTerm(i === 0 ? 'salary' : 'pension', name, factors[i])),
            per,
            window_months: { min: 1, max: 60 },
            [kind]: String(sign * bound),
          },
        ],
      });
      if (outcome(() => parsePolicy(policy)) !== 'accepted') return;
      const parsed = parsePolicy(policy);
      const read = [salary, pension].map(({ period }) => parseWindow(period));
      if (read.includes(undefined)) return;
      const byId = new Map([
        ['salary', read[0]!],
        ['pension', read[1]!],
      ]);
      const dated = [...byId].map(([id, window]) => [id, { window, issued: LAST_END }] as const);
      if (outcome(() => assertWindowsAdmitted(parsed, new Map(dated), LAST_END)) === 'accepted')
        seen.admitted++;

      const amountsById: Record<string, bigint> = {};
      for (const [i, name] of attributes.entries()) amountsById[name] = values[i]!;
      amountsById.subject = 1n;
      const isProvable = inequalitiesOf(parsed, byId).every(({ terms, constant, isWide }) => {
        const left = terms.reduce(
          (sum, { attribute, coefficient }) => sum + coefficient * amountsById[attribute]!,
          constant,
        );
        if (isWide) seen.wide++;
        expect(left < 2n ** (isWide ? 128n : 64n)).toBe(true);
        return left >= 0n;
      });
      const isTrue = isAtLeast(side, rational(bound));
      seen[`${isTrue}`]++;
      expect(isProvable).toBe(isTrue);
    },
  );
  fc.assert(property, { numRuns: 3000 });
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10);
});
