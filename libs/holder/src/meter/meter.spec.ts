import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry, LinearFact } from '@zk-income/credential';
import { meterOf, narrowingsOf } from './meter.js';

const INCOME = 'gross_income@vat:DE129273398';

const atLeast = (bound: number, variable = INCOME): LinearFact => ({
  terms: [{ variable, coefficient: '1' }],
  constant: String(-bound),
});
const atMost = (bound: number, variable = INCOME): LinearFact => ({
  terms: [{ variable, coefficient: '-1' }],
  constant: String(bound),
});

let count = 0;
const entry = (verifier: string, ...facts: LinearFact[]): LedgerEntry => ({
  request: `request ${count++}`,
  verifier,
  answeredAt: 1_796_000_000 + count,
  outcome: 'proved',
  facts,
});

const currencyOf = (payer: string) => (payer === 'vat:DE129273398' ? 'EUR' : undefined);
const rows = (entries: readonly LedgerEntry[], options: Parameters<typeof meterOf>[1] = {}) =>
  meterOf(entries, { currencyOf, ...options }).rows.map(
    ({ of, verifier, level, words }) => `${of} ${verifier ?? '-'} ${level}: ${words.en}`,
  );

describe('the meter', () => {
  test('is calm and empty before the first answer', () => {
    expect(meterOf([])).toEqual({ level: 'calm', rows: [] });
  });

  test('shows what each verifier, and all together, can infer', () => {
    const entries = [
      entry('a.example', atLeast(4_000_000)),
      entry('b.example', atLeast(5_000_000)),
      entry('b.example', atMost(9_000_000)),
    ];
    expect(rows(entries)).toEqual([
      'verifier a.example calm: gross income: at least 40,000.00 EUR',
      'verifier b.example calm: gross income: between 50,000.00 EUR and 90,000.00 EUR',
      'all - calm: gross income: between 50,000.00 EUR and 90,000.00 EUR',
    ]);
    expect(meterOf(entries, { currencyOf }).rows[1]!.words.de).toBe(
      'Bruttoeinkommen: zwischen 50.000,00 EUR und 90.000,00 EUR',
    );
  });

  test('counts a refusal like an answer', () => {
    const refused: LedgerEntry = { ...entry('a.example', atMost(5_399_999)), outcome: 'not_satisfied' };
    expect(rows([entry('a.example', atLeast(5_000_000)), refused])).toEqual([
      'verifier a.example narrow: gross income: between 50,000.00 EUR and 53,999.99 EUR',
      'all - calm: gross income: between 50,000.00 EUR and 53,999.99 EUR',
    ]);
  });

  test('calls an interval of less than 100.00 disclosed', () => {
    const entries = [entry('a.example', atLeast(5_400_000)), entry('b.example', atMost(5_409_998))];
    expect(meterOf(entries).level).toBe('disclosed');
    expect(
      meterOf([entry('a.example', atLeast(5_400_000), atMost(5_400_000))], { currencyOf }).rows[0],
    ).toMatchObject({
      level: 'disclosed',
      atLeast: '5400000',
      atMost: '5400000',
      words: { en: 'gross income: exactly 54,000.00 EUR' },
    });
  });

  test('counts all verifiers that are not listed as one', () => {
    const entries = [
      entry('one.example', atLeast(5_000_000)),
      entry('other.example', atMost(5_400_000)),
      entry('listed.example', atLeast(1_000_000)),
    ];
    expect(rows(entries, { isPooled: (host) => host !== 'listed.example' })).toEqual([
      'verifier - narrow: gross income: between 50,000.00 EUR and 54,000.00 EUR',
      'verifier listed.example calm: gross income: at least 10,000.00 EUR',
      'all - calm: gross income: between 50,000.00 EUR and 54,000.00 EUR',
    ]);
  });

  test('follows the budget of the person', () => {
    const entries = [entry('a.example', atLeast(5_000_000), atMost(6_000_000))];
    expect(meterOf(entries).level).toBe('calm');
    expect(meterOf(entries, { budget: { verifier: 25, all: 1 } }).level).toBe('narrow');
    expect(meterOf(entries, { budget: { verifier: 1, all: 25 } }).rows.map(({ level }) => level)).toEqual([
      'calm',
      'narrow',
    ]);
  });

  test('drops what contradicts later answers: the amount has changed', () => {
    const entries = [entry('a.example', atMost(4_000_000)), entry('a.example', atLeast(5_000_000))];
    expect(rows(entries)[0]).toBe('verifier a.example calm: gross income: at least 50,000.00 EUR');
  });

  test('tells sums, windows, contracts and other people apart', () => {
    const fact: LinearFact = {
      terms: [
        { variable: 'regular_net[1/4 years]@vat:DE129273398#77', coefficient: '2' },
        { variable: 'debt_payments@another person', coefficient: '-5' },
      ],
      constant: '-1000000',
    };
    const [row] = meterOf([entry('a.example', fact)], { currencyOf }).rows.filter(
      ({ terms }) => terms.length > 1,
    );
    expect(row!.terms).toEqual(
      [
        { coefficient: '-5', attribute: 'debt_payments', payer: 'another person' },
        { coefficient: '2', attribute: 'regular_net', payer: 'vat:DE129273398#77', years: '1/4' },
      ].map((term) => ({ ...term, coefficient: String(-Number(term.coefficient)) })),
    );
    expect(row!.words.en).toContain('debt payments of another person');
    expect(row!.words.en).toContain('regular net income (over 1/4 years)');
  });

  test('says months as months', () => {
    const months = 'months_employed@vat:DE129273398';
    expect(rows([entry('a.example', atLeast(6, months), atMost(7, months))])[0]).toBe(
      'verifier a.example disclosed: time employed: between 6 months and 7 months',
    );
  });
});

describe('what an answer would add', () => {
  const known = (at_least: string, at_most: string) => [{ of: INCOME, at_least, at_most }];
  const MAXIMUM = String(2n ** 53n - 1n);

  test('is shown with the interval before', () => {
    const assessment = {
      known: { verifier: [], all: known('4000000', MAXIMUM) },
      knownAfterProof: { verifier: known('5000000', MAXIMUM), all: known('5000000', MAXIMUM) },
    };
    expect(narrowingsOf(assessment, { currencyOf })).toEqual([
      expect.objectContaining({ of: 'verifier', atLeast: '5000000', level: 'calm', isBeyondBudget: false }),
      expect.objectContaining({ of: 'all', before: { atLeast: '4000000', atMost: MAXIMUM } }),
    ]);
    expect(narrowingsOf(assessment)[0]).not.toHaveProperty('before');
  });

  test('is nothing where nothing changes, and beyond the budget before it is too narrow', () => {
    const same = { verifier: known('5000000', '6000000'), all: [] };
    expect(narrowingsOf({ known: same, knownAfterProof: same })).toEqual([]);
    const after = { verifier: known('5000000', '5200000'), all: known('5000000', '5200000') };
    expect(narrowingsOf({ known: same, knownAfterProof: after })).toEqual([
      expect.objectContaining({ of: 'verifier', level: 'narrow', isBeyondBudget: true }),
      expect.objectContaining({ of: 'all', level: 'calm', isBeyondBudget: false }),
    ]);
  });
});
