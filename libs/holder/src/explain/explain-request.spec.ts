import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, listTemplates, type Policy, parsePolicy } from '@zk-income/credential';
import { expandTemplate } from '@zk-income/credential/testing';
import fc from 'fast-check';
import { type ExplainOptions, explainDisclosure, explainRequest } from './explain-request.js';

interface TermInput {
  readonly credential?: string;
  readonly attribute: string;
  readonly coefficient?: number;
}
interface PredicateInput {
  readonly label?: string;
  readonly terms: readonly TermInput[];
  readonly per?: 'year' | 'month' | undefined;
  readonly at_least?: string;
  readonly at_most?: string;
}

const predicate = ({ terms, per = 'year', ...rest }: PredicateInput) => {
  const isPeriod = !terms.some(({ attribute }) => /month/.test(attribute));
  return {
    label: 'What we ask',
    ...rest,
    terms: terms.map((one) => ({ credential: 'salary', coefficient: 1, ...one })),
    ...(isPeriod && { per }),
  };
};

function policyOf(predicates: readonly PredicateInput[], changes: object = {}): Policy {
  const ids = [...new Set(predicates.flatMap(({ terms }) => terms.map((one) => one.credential ?? 'salary')))];
  return parsePolicy({
    type: 'urn:zk-income:policy:2',
    credential_ids: ids.slice(0, 1),
    credentials: ids,
    purpose: 'A flat',
    currency: 'EUR',
    max_age_days: 60,
    predicates: predicates.map(predicate),
    ...changes,
  });
}

const gross: TermInput = { attribute: 'gross_income' };
const ofPension: TermInput = { credential: 'pension', attribute: 'gross_income' };

const codes = (policy: Policy, options?: ExplainOptions) =>
  explainRequest(policy, options).warnings.map(({ code }) => code);
const english = (list: readonly { readonly en: string }[]) => list.map(({ en }) => en);

const TELLS = ['amount_disclosed', 'sum_disclosed'];
/** Whether a person is told that the answer tells an amount. */
const isToldAmount = (policy: Policy, options?: ExplainOptions) =>
  codes(policy, options).some((code) => TELLS.includes(code));
const hidesIncome = (policy: Policy) =>
  english(explainRequest(policy).doesNotLearn).includes('Your exact gross income');

describe('an honest request', () => {
  test('is explained with what is asked, learned and not learned', () => {
    const explanation = explainRequest(policyOf([{ terms: [gross], at_least: '5400000' }]));
    expect(english(explanation.asks)).toEqual(['Gross income is at least 54,000.00 EUR per year']);
    expect(explanation.asks[0]!.de).toBe('Das Bruttoeinkommen beträgt mindestens 54.000,00 EUR pro Jahr');
    expect(english(explanation.learns)[0]).toBe(
      'That this is true: Gross income is at least 54,000.00 EUR per year',
    );
    expect(english(explanation.doesNotLearn)).toEqual([
      'Your exact gross income',
      'Any other amount of your credential',
      'Your given name, family name and birthdate',
      'Your employer, unless your employer issued the credential',
      'Account numbers, pay slips and tax numbers',
      'If you decline: whether you did not want to, or could not',
    ]);
    expect(explanation.warnings).toEqual([]);
  });

  test.each(listTemplates())('of the template $id is not said to tell an amount', ({ id, example }) => {
    const explanation = explainRequest(expandTemplate(id, example));
    const seldom = ['names_asked', 'employer_asked'];
    expect(explanation.warnings.map(({ code }) => code).filter((code) => !seldom.includes(code))).toEqual([]);
    for (const list of [explanation.asks, explanation.learns, explanation.doesNotLearn])
      for (const words of list) for (const language of LANGUAGES) expect(words[language]).not.toBe('');
  });

  test('names the issuer, the period and the attributes of the chosen credential', () => {
    const credentials = {
      salary: {
        issuer: { iss: 'https://issuer.example', name: 'Acme Payroll' },
        period: { start: '2025-11-01', end: '2026-10-31' },
        attributes: ['gross_income', 'debt_payments', 'subject'],
      },
    };
    const { learns, doesNotLearn } = explainRequest(policyOf([{ terms: [gross], at_least: '5400000' }]), {
      credentials,
    });
    expect(english(learns).slice(1, 4)).toEqual([
      'Who issued the credential: Acme Payroll (https://issuer.example). If your employer issues it, that is your employer',
      'The period and currency of your income (EUR): 2025-11-01 – 2026-10-31',
      'Which kinds of amounts the credential contains, but not how much: gross income and debt payments',
    ]);
    expect(english(doesNotLearn)).toContain('Any other amount of your credential: debt payments');
  });
});

describe('the words of the verifier', () => {
  const HOSTILE = 'This tells nothing about you';

  test('are quotes, and nowhere else', () => {
    const policy = policyOf([{ label: HOSTILE, terms: [gross], at_least: '1', at_most: '2' }], {
      purpose: `${HOSTILE}!`,
      any_of: ['one', 'other'].map((id, i) => ({
        id,
        label: `${HOSTILE} ${id}`,
        predicates: [predicate({ label: HOSTILE, terms: [{ attribute: 'pension' }], at_least: `${9 + i}` })],
      })),
    });
    for (const options of [{}, { alternative: 'one' }]) {
      const { quotes, ...own } = explainRequest(policy, options);
      expect(JSON.stringify(own)).not.toContain(HOSTILE);
      expect(quotes).toEqual([
        { text: `${HOSTILE}!`, of: 'purpose' },
        { text: HOSTILE, of: 'statement' },
        { text: `${HOSTILE} one`, of: 'alternative' },
        { text: `${HOSTILE} other`, of: 'alternative' },
      ]);
    }
  });

  test('include the ids of credentials, which appear in statements', () => {
    const { quotes } = explainRequest(
      policyOf([{ terms: [gross, { ...ofPension, credential: 'just_a_formality' }], at_least: '5400000' }]),
    );
    expect(quotes.filter(({ of }) => of === 'credential').map(({ text }) => text)).toEqual([
      'salary',
      'just_a_formality',
    ]);
  });
});

describe('a request that tells an amount is called that', () => {
  test('with an equality', () => {
    const policy = policyOf([{ terms: [gross], at_least: '5400000', at_most: '5400000' }]);
    expect(english(explainRequest(policy).warnings)).toEqual([
      'An answer tells exactly your gross income: 54,000.00 EUR per year. That is the amount, not a yes or no.',
    ]);
    expect(explainRequest(policy).warnings[0]!.de).toBe(
      'Eine Antwort verrät genau Ihr Bruttoeinkommen: 54.000,00 EUR pro Jahr. Das ist der Betrag, kein Ja oder Nein.',
    );
    expect(hidesIncome(policy)).toBe(false);
  });

  test('with a window of a few cents', () => {
    const policy = policyOf([{ terms: [gross], at_least: '5400000', at_most: '5400005' }]);
    expect(english(explainRequest(policy).warnings)).toEqual([
      'An answer tells almost exactly your gross income: between 54,000.00 EUR and 54,000.05 EUR per year. That is the amount, not a yes or no.',
    ]);
  });

  test('with a window below a tenth of the amount, in a milder way', () => {
    const policy = policyOf([{ terms: [gross], at_least: '5400000', at_most: '5600000' }]);
    expect(english(explainRequest(policy).warnings)).toEqual([
      'An answer tells your gross income to within a tenth: between 54,000.00 EUR and 56,000.00 EUR per year.',
    ]);
    expect(codes(policyOf([{ terms: [gross], at_least: '5400000', at_most: '9000000' }]))).toEqual([]);
  });

  const HIDDEN: readonly (readonly [string, readonly PredicateInput[]])[] = [
    [
      'two predicates',
      [
        { terms: [gross], at_least: '5400000' },
        { terms: [gross], at_most: '5400005' },
      ],
    ],
    [
      'a bound per year and one per month',
      [
        { terms: [gross], at_least: '5400000' },
        { terms: [gross], at_most: '450000', per: 'month' },
      ],
    ],
    [
      'multiples of the amount',
      [
        { terms: [{ ...gross, coefficient: 16_777_216 }], at_least: String(5_400_000n * 16_777_216n) },
        { terms: [{ ...gross, coefficient: 3 }], at_most: '16200010' },
      ],
    ],
    [
      'a negative coefficient',
      [
        { terms: [{ ...gross, coefficient: -1 }], at_most: '-5400000' },
        { terms: [gross], at_most: '5400001' },
      ],
    ],
    ['an upper bound of a few cents', [{ terms: [gross], at_most: '5' }]],
    [
      'two sums that fix both amounts',
      [
        { terms: [gross, { attribute: 'debt_payments' }], at_least: '6000000', at_most: '6000003' },
        {
          terms: [gross, { attribute: 'debt_payments', coefficient: -1 }],
          at_least: '4800000',
          at_most: '4800003',
        },
      ],
    ],
    [
      'three bounds of which no two are opposite',
      [
        { terms: [gross, { attribute: 'debt_payments' }], at_least: '6000000' },
        { terms: [gross, { attribute: 'debt_payments', coefficient: -2 }], at_least: '4200000' },
        {
          terms: [
            { ...gross, coefficient: 2 },
            { attribute: 'debt_payments', coefficient: -1 },
          ],
          at_most: '10200005',
        },
      ],
    ],
    [
      'an amount and one that it contains',
      [
        { terms: [{ attribute: 'net_income' }], at_least: '5400000' },
        { terms: [gross], at_most: '5400005' },
      ],
    ],
    [
      'the lowest month and the year',
      [
        { terms: [{ attribute: 'lowest_month_gross' }], at_least: '450000' },
        { terms: [gross], at_most: '5400005' },
      ],
    ],
    [
      'a sum over two credentials',
      [
        { terms: [gross, ofPension], at_least: '5400000' },
        {
          terms: [
            { ...gross, coefficient: 2 },
            { ...ofPension, coefficient: 2 },
          ],
          at_most: '10800006',
        },
      ],
    ],
    [
      'one bound on each of two credentials that can be about one income',
      [
        { terms: [gross], at_least: '5400000' },
        { terms: [ofPension], at_most: '5400005' },
      ],
    ],
    [
      'a window over two credentials, as a difference',
      [
        { terms: [gross, { ...ofPension, coefficient: -1 }], at_least: '100000' },
        { terms: [ofPension, { ...gross, coefficient: -1 }], at_least: '-100002' },
      ],
    ],
  ];

  test.each(HIDDEN)('with %s', (_, predicates) => {
    const policy = policyOf(predicates);
    expect(isToldAmount(policy)).toBe(true);
    expect(hidesIncome(policy)).toBe(false);
  });

  test('with a comparison that leaves almost nothing of an amount', () => {
    const policy = policyOf([
      { terms: [gross, { attribute: 'benefits', coefficient: -16_777_216 }], at_least: '0' },
    ]);
    const explanation = explainRequest(policy);
    expect(english(explanation.warnings)).toContain(
      'An answer tells almost exactly your benefits. That is the amount, not a yes or no.',
    );
    expect(english(explanation.doesNotLearn)).not.toContain('Your exact benefits');
    expect(english(explanation.doesNotLearn)).toContain('Your exact gross income');
  });

  test('with such a comparison in several steps', () => {
    const chain = ['gross_income', 'debt_payments', 'rent_paid', 'variable_income'];
    const policy = policyOf(
      chain.slice(1).map((attribute, i) => ({
        terms: [{ attribute: chain[i]! }, { attribute, coefficient: -40 }],
        at_least: '0',
      })),
    );
    expect(english(explainRequest(policy).warnings)).toContain(
      'An answer tells almost exactly your variable income. That is the amount, not a yes or no.',
    );
  });

  test('with statements that contradict each other for amounts of a year', () => {
    const policy = policyOf([
      { terms: [gross], at_least: '5400001' },
      { terms: [gross], at_most: '5400000' },
    ]);
    expect(codes(policy)).toContain('statements_contradictory');
  });

  test('with the windows of the chosen credentials, where they make the difference', () => {
    const policy = policyOf([
      { terms: [gross, ofPension], at_least: '5400000' },
      { terms: [gross, { ...ofPension, coefficient: 1 }], at_most: '5410000', per: 'year' },
    ]);
    const credential = {
      issuer: { iss: 'https://issuer.example' },
      period: { start: '2025-11-01', end: '2026-10-31' },
      attributes: ['gross_income'],
    };
    expect(codes(policy)).toContain('amount_narrow');
    expect(codes(policy, { credentials: { salary: credential, pension: credential } })).toContain(
      'amount_narrow',
    );
  });
});

const ATTRIBUTES = ['gross_income', 'debt_payments', 'rent_paid'];

test('however a polytope of a few cents is written, the person is told', () => {
  const coefficient = fc.integer({ min: -9, max: 9 }).filter((one) => one !== 0);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.array(coefficient, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
      fc.array(fc.integer({ min: 1_000_000, max: 9_000_000 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 50 }),
      fc.boolean(),
      (count, rows, weights, amounts, width, perMonth) => {
        // Forms that are bounded below each, and of which a positive sum is bounded above: no two bounds are opposite.
        const forms = rows.slice(0, count).map((row) => row.slice(0, count));
        const amountOf = (form: readonly number[]) =>
          form.reduce((sum, one, i) => sum + one * amounts[i]!, 0);
        const sum = forms[0]!.map((_, i) =>
          forms.reduce((total, form, k) => total + weights[k]! * form[i]!, 0),
        );
        fc.pre(sum.some((one) => one !== 0));
        const terms = (form: readonly number[], factor: number) =>
          form.flatMap((one, i) =>
            one === 0 ? [] : [{ attribute: ATTRIBUTES[i]!, coefficient: factor * one }],
          );
        const [factor, per] = perMonth ? ([12, 'month'] as const) : ([1, 'year'] as const);
        const policy = policyOf([
          ...forms.map((form) => ({ terms: terms(form, factor), per, at_least: String(amountOf(form)) })),
          { terms: terms(sum, 1), at_most: String(amountOf(sum) + width) },
        ]);
        expect(isToldAmount(policy)).toBe(true);
      },
    ),
  );
});

test('lower bounds of amounts that are added, and upper ones far above, tell no amount', () => {
  const terms = fc.uniqueArray(fc.constantFrom(...ATTRIBUTES), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.record({ attributes: terms, bound: fc.integer({ min: 100_000, max: 9_000_000 }) }), {
        minLength: 1,
        maxLength: 4,
        selector: ({ attributes, bound }) => `${[...attributes].sort()} ${bound}`,
      }),
      (list) => {
        const policy = policyOf(
          list.map(({ attributes, bound }) => ({
            terms: attributes.map((attribute) => ({ attribute })),
            at_least: String(bound),
          })),
        );
        expect(codes(policy)).toEqual([]);
      },
    ),
  );
});

test('the largest policy is explained without delay, or called too complex', () => {
  const names = [
    'gross_income',
    'debt_payments',
    'rent_paid',
    'variable_income',
    'benefits',
    'pension',
    'maintenance',
  ];
  const predicates = Array.from({ length: 8 }, (_, i) => ({
    terms: names
      .filter((name) => name !== 'gross_income')
      .map((attribute, k) => ({
        attribute,
        coefficient: ((i * 7 + k * 11) % 19) + 16_777_000 - 19 * (k % 2),
      })),
    at_least: String(1_000_000 + i),
  }));
  expect(explainRequest(policyOf(predicates)).asks).toHaveLength(8);
});

describe('other warnings', () => {
  test('say that benefits, pensions and other sources are told', () => {
    const sources = (policy: Policy) =>
      explainRequest(policy)
        .warnings.filter(({ code }) => code === 'source_of_income')
        .map(({ en }) => en);
    expect(sources(policyOf([{ terms: [{ attribute: 'benefits' }], at_least: '100000' }]))).toEqual([
      'An answer tells where your income comes from: benefits.',
    ]);
    expect(
      sources(
        policyOf([{ terms: [{ attribute: 'pension' }, { attribute: 'maintenance' }], at_least: '100000' }]),
      ),
    ).toEqual([
      'The request counts pension. An answer can suggest that your income comes from there.',
      'The request counts maintenance received. An answer can suggest that your income comes from there.',
    ]);
  });

  const alternatives = (attributes: readonly string[]) =>
    policyOf([], {
      credential_ids: ['salary'],
      credentials: ['salary'],
      any_of: attributes.map((attribute, i) => ({
        id: `a${i}`,
        label: 'Option',
        predicates: [predicate({ terms: [{ attribute }], at_least: `${1_000_000 * (i + 1)}` })],
      })),
    });

  test('say what a choice tells', () => {
    const warnings = (policy: Policy) => english(explainRequest(policy).warnings);
    expect(warnings(alternatives(['gross_income', 'benefits']))).toContain(
      'The option that you choose tells which kind of income you have, and that the other options may not fit.',
    );
    expect(warnings(alternatives(['gross_income', 'gross_income']))).toEqual([
      'The option that you choose tells that you may not meet the other options.',
    ]);
  });

  test('are those of all options before one is chosen, and of one after it', () => {
    const policy = alternatives(['gross_income', 'benefits']);
    expect(codes(policy)).toEqual(['choice_tells', 'source_of_income']);
    expect(codes(policy, { alternative: 'a0' })).toEqual(['choice_tells']);
    expect(english(explainRequest(policy).asks)).toEqual([
      'Option 1: Gross income is at least 10,000.00 EUR per year',
      'Option 2: Benefits are at least 20,000.00 EUR per year',
    ]);
    expect(english(explainRequest(policy, { alternative: 'a1' }).asks)).toEqual([
      'Benefits are at least 20,000.00 EUR per year',
    ]);
    expect(english(explainRequest(policy, { alternative: 'a1' }).learns)).toContain(
      'Which of its options you chose',
    );
    expect(english(explainRequest(policy).doesNotLearn)).not.toContain('Your exact benefits');
  });

  test('say that names and the employer are asked, which are then not among what stays private', () => {
    const policy = policyOf([{ terms: [gross], at_least: '5400000' }], {
      disclose: ['given_name', 'family_name', 'employer'],
    });
    expect(codes(policy)).toEqual(['names_asked', 'employer_asked']);
    const { learns, doesNotLearn } = explainRequest(policy);
    expect(english(learns)).toContain('These details about you: given name, family name and employer');
    expect(english(doesNotLearn)).toContain('Your birthdate');
    expect(english(doesNotLearn).join()).not.toMatch(/employer|given name/);
  });

  test('say what another person learns, to the person concerned', () => {
    const policy = expandTemplate('couple', { rent: '150000', currency: 'EUR' });
    const [first, second] = Object.keys(policy.people!);
    expect(codes(policy, { person: first! })).toEqual(['names_asked']);
    expect(codes(policy, { person: second! })).toEqual(['other_person_learns_amount', 'names_asked']);
  });
});

test('a request for claims alone proves nothing of an income', () => {
  const { asks, learns, doesNotLearn, warnings } = explainDisclosure({ claims: ['given_name'] });
  expect(english(asks)).toEqual(['To be disclosed: given name']);
  expect(english(learns)[0]).toBe('These details about you: given name');
  expect(english(doesNotLearn)[0]).toBe(
    'How much you earn, or whether it is enough: nothing about an amount is proved',
  );
  expect(warnings.map(({ code }) => code)).toEqual(['names_asked']);
});
