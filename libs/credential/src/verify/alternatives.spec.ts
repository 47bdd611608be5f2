import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { CoreEngine } from '../core-engine.js';
import { policyTerm } from '../examples.js';
import { chosenPolicies } from '../policy/alternatives.js';
import { dcqlQueryOf } from '../policy/dcql.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { decodePolicy } from '../policy/transaction-data.js';
import { issueCredential, makeIssuer, makeTestEnvironment, OWNER, trusted } from '../testing/environment.js';
import { type ForgeOptions, type Forgery, forge } from '../testing/forge.js';
import { outcome, outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy, type Json } from '../testing/policies.js';
import { verdictCode } from '../testing/salary-fixture.js';
import type { HeldCredential, VerifiedVerdict } from '../types.js';

// "One large income, or two together": the pension is presented in the second alternative only.

const PENSIONS = 'https://pensions.example';

let environment: Awaited<ReturnType<typeof makeTestEnvironment>>;
let pensions: Awaited<ReturnType<typeof makeIssuer>>;
let salary: HeldCredential;
let pension: HeldCredential;

const atLeast = (ids: string[], bound: string, label = 'Income') => ({
  label,
  terms: ids.map((id) => policyTerm(id, 'gross_income')),
  per: 'year',
  at_least: bound,
});
const one = { id: 'one_income', label: 'One income', predicates: [atLeast(['salary'], '6000000')] };
const two = {
  id: 'two_incomes',
  label: 'Two incomes',
  predicates: [atLeast(['salary', 'pension'], '6600000')],
};
const policyOf = (changes: Json = {}) =>
  incomePolicy({
    credentials: ['salary', 'pension'],
    credential_ids: ['salary'],
    predicates: [],
    any_of: [one, two],
    ...changes,
  }) as Json;

beforeAll(async () => {
  environment = await makeTestEnvironment({ trust: [trusted(), trusted(PENSIONS)] });
  pensions = await makeIssuer(environment.documents, environment.clock, { iss: PENSIONS });
  salary = await issueCredential(environment.issuer);
  pension = await issueCredential(
    pensions,
    { attributes: { gross_income: '1200000', debt_payments: '0' } },
    { client: { id: 'pensions', sourceId: 'demo:pensions' } },
  );
});

const request = (policy: Json = policyOf()) => environment.verifier.createRequest(OWNER, { policy });

async function present(held: Record<string, HeldCredential>, alternative?: string, policy?: Json) {
  const created = await request(policy);
  let presentations: Record<string, string> | undefined;
  const refusal = await outcomeAsync(async () => {
    const options = alternative === undefined ? {} : { alternative };
    presentations = { ...(await environment.holder.generateProof(created, held, options)) };
  });
  if (!presentations) return { code: refusal, created };
  return { code: await verdictCode(environment.verifier, created, presentations), created, presentations };
}

const forgeries = (): Record<string, Forgery> => ({
  salary: { held: salary, issuerKey: environment.issuer.key.privateJwk },
  pension: { held: pension, issuerKey: pensions.key.privateJwk },
});
async function forgedVerdict(options: ForgeOptions, changes: Record<string, Partial<Forgery>> = {}) {
  const created = await request();
  const all = Object.entries(forgeries()).map(([id, forgery]) => [id, { ...forgery, ...changes[id] }]);
  return verdictCode(environment.verifier, created, await forge(created, Object.fromEntries(all), options));
}

describe('a holder', () => {
  test('shows the alternative that the person chose, with its credentials only', async () => {
    const both = await present({ salary, pension }, 'two_incomes');
    expect(both.code).toBe('verified');
    expect((await present({ salary }, 'one_income')).code).toBe('predicate_not_satisfied');
    expect((await present({ salary }, 'two_incomes')).code).toBe('credential_missing');
    expect((await present({ salary, pension }, 'one_income')).code).toBe('credential_unexpected');
  });

  test.each([undefined, 'three_incomes', 'constructor', ''])('must choose: not %j', async (alternative) => {
    expect((await present({ salary, pension }, alternative)).code).toBe('alternative_required');
  });

  test('chooses none where the policy has none', async () => {
    expect((await present({ salary }, 'one_income', incomePolicy())).code).toBe('alternative_required');
  });

  test('discloses the payer only beside another credential', async () => {
    const low = policyOf({ any_of: [{ ...one, predicates: [atLeast(['salary'], '5400000')] }, two] });
    const { code, presentations } = await present({ salary }, 'one_income', low);
    expect(code).toBe('verified');
    expect(presentations!.salary!.split('~')).toHaveLength(2);
  });

  test('needs consent where the choice could tell the amount', async () => {
    const steps = ['5400000', '5300000', '5200000'].map((bound, i) => ({
      ...one,
      id: `step_${i}`,
      predicates: [atLeast(['salary'], bound)],
    }));
    const reasons = async (any_of: Json[], alternative: string) => {
      const created = await request(policyOf({ any_of, credentials: ['salary'] }));
      const engine = new CoreEngine({ clock: environment.clock });
      return (await engine.assessRequest(created, { salary }, { alternative })).reasons;
    };
    // The highest step tells that the income is large; a lower one that it is not as large.
    expect(await reasons(steps, 'step_0')).toEqual([]);
    expect(await reasons(steps, 'step_1')).toEqual(['window_too_narrow']);
    expect(await reasons(steps, 'step_2')).toEqual(['window_too_narrow']);
    const wide = [{ ...one, id: 'wide', predicates: [atLeast(['salary'], '1000000')] }, one];
    expect(await reasons(wide, 'wide')).toEqual([]);
  });

  test('remembers what the choice can have told', async () => {
    const low = { ...one, id: 'low', predicates: [atLeast(['salary'], '3000000')] };
    const engine = new CoreEngine({ clock: environment.clock });
    const created = await request(policyOf({ any_of: [one, low], credentials: ['salary'] }));
    await engine.generateProof(created, { salary }, { alternative: 'low' });
    const later = await request(incomePolicy() as Json);
    const { known } = await engine.assessRequest(later, {
      salary: await issueCredential(environment.issuer),
    });
    expect(known.verifier).toEqual([expect.objectContaining({ at_least: '3000000', at_most: '5999999' })]);
  });

  test('consents to the words of the alternative', async () => {
    const created = await request();
    const engine = new CoreEngine({ clock: environment.clock });
    const { statements } = await engine.assessRequest(created, { salary }, { alternative: 'one_income' });
    expect(statements.map(({ en }) => en)).toEqual(['Gross income is at least 60,000.00 EUR per year']);
  });
});

describe('the verifier', () => {
  test('says which alternative was shown, in the verdict, a repeated one, the view and the receipt', async () => {
    const created = await request();
    const presentations = await environment.holder.generateProof(
      created,
      { salary, pension },
      { alternative: 'two_incomes' },
    );
    const verify = () =>
      environment.verifier.verifyProof({ request_id: created.id, presentations }) as Promise<VerifiedVerdict>;
    const verdict = await verify();
    expect(verdict).toMatchObject({ verified: true, alternative: 'two_incomes' });
    expect(verdict.predicates).toHaveLength(1);
    expect(await verify()).toEqual(verdict);
    const view = await environment.verifier.findRequest(OWNER, created.id);
    expect(view.verdict).toMatchObject({ alternative: 'two_incomes' });
    expect(decodeJwt(view.receipt!)).toMatchObject({ alternative: 'two_incomes' });
  });

  test('leaves alternatives out for a policy without any', async () => {
    const created = await request(incomePolicy() as Json);
    const presentations = await environment.holder.generateProof(created, { salary });
    const verdict = await environment.verifier.verifyProof({ request_id: created.id, presentations });
    const view = await environment.verifier.findRequest(OWNER, created.id);
    for (const part of [created, verdict, view, view.verdict!, decodeJwt(view.receipt!)]) {
      expect(Object.keys(part)).not.toContain('alternative');
      expect(Object.keys(part)).not.toContain('alternatives');
    }
    expect((await environment.requests.find(created.id))!.answer).not.toHaveProperty('alternative');
  });

  test('says the alternatives of a request in words', async () => {
    const { statements, alternatives } = await request();
    expect(statements).toEqual([]);
    expect(alternatives).toEqual([
      {
        id: 'one_income',
        label: 'One income',
        statements: [expect.objectContaining({ en: expect.stringContaining('60,000.00 EUR') })],
      },
      { id: 'two_incomes', label: 'Two incomes', statements: [expect.anything()] },
    ]);
  });

  test('accepts what is honest', async () => {
    expect(await forgedVerdict({ alternative: 'two_incomes' })).toBe('verified');
  });

  test('does not accept the proof of one alternative as that of another', async () => {
    // The holder proves the second alternative, and says in every key binding that it is the first.
    const lie = { keyBindingPayload: { alternative: 'one_income' } };
    expect(await forgedVerdict({ alternative: 'two_incomes' }, { salary: lie, pension: lie })).toBe(
      'presentation_unexpected',
    );
    const same = policyOf({
      any_of: [one, { ...one, id: 'less', predicates: [atLeast(['salary'], '5400000')] }],
      credentials: ['salary'],
    });
    const created = await request(same);
    const { salary: forgery } = forgeries();
    const forged = await forge(created, { salary: { ...forgery!, ...lie } }, { alternative: 'less' });
    expect(await verdictCode(environment.verifier, created, forged)).toBe('range_proof_invalid');
  });

  test('does not accept key bindings that name different alternatives', async () => {
    const lie = { keyBindingPayload: { alternative: 'one_income' } };
    expect(await forgedVerdict({ alternative: 'two_incomes' }, { pension: lie })).toBe(
      'alternative_mismatch',
    );
    const none = { keyBindingPayload: { alternative: undefined } };
    expect(await forgedVerdict({ alternative: 'two_incomes' }, { pension: none })).toBe(
      'alternative_mismatch',
    );
  });

  test.each([undefined, null, 'three_incomes', ['one_income'], 'constructor'])(
    'does not accept %j as an alternative',
    async (alternative) => {
      const lie = { keyBindingPayload: { alternative } };
      expect(await forgedVerdict({ alternative: 'two_incomes' }, { salary: lie, pension: lie })).toBe(
        'alternative_unknown',
      );
    },
  );

  test('takes the alternative from the first credential that is presented', async () => {
    const alone = { ...two, id: 'pension_alone', predicates: [atLeast(['pension'], '1200000')] };
    const policy = policyOf({ any_of: [one, alone], credential_ids: ['salary', 'pension'] });
    expect((await present({ pension }, 'pension_alone', policy)).code).toBe('verified');
  });

  test('does not accept presentations that name no alternative', async () => {
    const none = { keyBindingJwt: () => '' };
    expect(await forgedVerdict({ alternative: 'two_incomes' }, { salary: none, pension: none })).toBe(
      'alternative_unknown',
    );
    const created = await request();
    const { salary: text } = await forge(created, forgeries(), { alternative: 'two_incomes' });
    expect(await verdictCode(environment.verifier, created, { other: text! })).toBe('alternative_unknown');
  });

  test('does not accept an alternative of a policy that has none', async () => {
    const created = await request(incomePolicy());
    const { salary: forgery } = forgeries();
    const lie = { ...forgery!, keyBindingPayload: { alternative: 'one_income' } };
    const forged = await forge(created, { salary: lie });
    expect(await verdictCode(environment.verifier, created, forged)).toBe('alternative_mismatch');
  });

  test('binds the proof to the alternative', async () => {
    // Both alternatives state the same: only the transcript tells them apart.
    const same = policyOf({
      any_of: [
        { ...two, id: 'a' },
        { ...two, id: 'b' },
      ],
    });
    const created = await request(same);
    const change = (alternative: string): ForgeOptions => ({
      alternative: 'a',
      job: (job) => ({ ...job, binding: { ...job.binding, alternative } }),
    });
    const verdict = async (options: ForgeOptions) =>
      verdictCode(environment.verifier, created, await forge(created, forgeries(), options));
    expect(await verdict(change('b'))).toBe('range_proof_invalid');
    expect(await verdict(change('a'))).toBe('verified');
  });
});

describe('a policy with alternatives', () => {
  const ofPolicy = (changes: Json) => outcome(() => parsePolicy(policyOf(changes)));

  test('is decoded as it was encoded', async () => {
    const { transaction_data: data } = await request();
    expect(decodePolicy(data[0]!).any_of).toEqual([one, two]);
  });

  test.each<[string, Json, string]>([
    ['two alternatives', {}, 'accepted'],
    ['no predicates and no alternatives', { any_of: undefined }, 'policy_invalid'],
    ['one alternative', { any_of: [one] }, 'policy_invalid'],
    [
      'nine alternatives',
      { any_of: Array.from({ length: 9 }, (_, i) => ({ ...one, id: `a${i}` })) },
      'policy_invalid',
    ],
    [
      'eight alternatives',
      { any_of: Array.from({ length: 8 }, (_, i) => ({ ...two, id: `a${i}` })) },
      'accepted',
    ],
    ['two of one id', { any_of: [one, { ...two, id: one.id }] }, 'policy_invalid'],
    ['an id that is no name', { any_of: [one, { ...two, id: 'Two' }] }, 'policy_invalid'],
    ['an id that is no string', { any_of: [one, { ...two, id: ['two'] }] }, 'policy_invalid'],
    ['no label', { any_of: [one, { id: two.id, predicates: two.predicates }] }, 'policy_invalid'],
    ['an empty label', { any_of: [one, { ...two, label: '' }] }, 'policy_invalid'],
    ['an unknown member', { any_of: [one, { ...two, per: 'year' }] }, 'policy_invalid'],
    ['no predicate', { any_of: [one, { ...two, predicates: [] }] }, 'policy_invalid'],
    ['an alternative that is no object', { any_of: [one, 'two_incomes'] }, 'policy_invalid'],
    ['an alternative that is null', { any_of: [one, null] }, 'policy_invalid'],
    ['alternatives that are no list', { any_of: { one, two } }, 'policy_invalid'],
    [
      'an invalid predicate',
      { any_of: [one, { ...two, predicates: [atLeast(['x'], '1')] }] },
      'policy_invalid',
    ],
    [
      'a predicate out of range',
      { any_of: [one, { ...two, predicates: [atLeast(['salary'], '9223372036854775807')] }] },
      'policy_out_of_range',
    ],
    ['a predicate of the policy again', { predicates: one.predicates }, 'policy_invalid'],
    [
      'the same predicate in two',
      { any_of: [one, { ...one, id: 'again' }], credentials: ['salary'] },
      'accepted',
    ],
    ['another carrier', { credential_ids: ['pension'] }, 'policy_invalid'],
    ['two carriers of one', { credential_ids: ['salary', 'pension'] }, 'policy_invalid'],
  ])('%s: %s', (_, changes, expected) => {
    expect(ofPolicy(changes)).toBe(expected);
  });

  test('says how many alternatives it can have', () => {
    expect(() => parsePolicy(policyOf({ any_of: [one] }))).toThrow(
      'policy.any_of: expected a list of two or more, at most 8; got 1 items.',
    );
  });

  test('says where predicates repeat', () => {
    expect(() => parsePolicy(policyOf({ predicates: one.predicates }))).toThrow(
      'policy.any_of: expected no duplicates.',
    );
    const twice = incomePolicy({ predicates: [...one.predicates, ...one.predicates] });
    expect(() => parsePolicy(twice)).toThrow('policy.predicates: expected no duplicates.');
  });

  test('has the credentials that no predicate uses in every alternative', () => {
    const credentials = ['salary', 'pension', 'other'];
    const policy = parsePolicy(policyOf({ credentials }));
    expect(chosenPolicies(policy).map((chosen) => chosen.policy.credentials)).toEqual([
      ['salary', 'other'],
      credentials,
    ]);
  });

  test('is a DCQL query with a set of credentials for each alternative', () => {
    const other = { ...two, id: 'other', predicates: [atLeast(['other'], '1')] };
    const policy = parsePolicy(
      policyOf({
        credentials: ['salary', 'pension', 'other'],
        credential_ids: ['salary', 'other'],
        any_of: [two, other],
      }),
    );
    const query = dcqlQueryOf(policy) as Json;
    expect(query.credential_sets).toEqual([{ options: [['salary', 'pension'], ['other']] }]);
    expect(query.credentials.map(({ id, claims }: Json) => [id, claims])).toEqual([
      ['salary', [{ path: ['currency'] }, { path: ['source_id'] }]],
      ['pension', [{ path: ['currency'] }, { path: ['source_id'] }]],
      ['other', [{ path: ['currency'] }]],
    ]);
  });

  test('names the carrier of each alternative', () => {
    const alone = { ...two, predicates: [atLeast(['pension'], '1')] };
    expect(ofPolicy({ any_of: [one, alone], credential_ids: ['salary', 'pension'] })).toBe('accepted');
    expect(ofPolicy({ any_of: [one, alone], credential_ids: ['pension', 'salary'] })).toBe('policy_invalid');
    expect(ofPolicy({ any_of: [one, alone], credential_ids: ['salary'] })).toBe('policy_invalid');
  });

  test('has at most 16 derived commitments in each alternative, not in all together', () => {
    const predicates = Array.from({ length: 10 }, (_, i) => atLeast(['salary'], String(i)));
    const [a, b] = [
      { ...one, predicates },
      { ...two, predicates },
    ];
    expect(ofPolicy({ any_of: [a, b] })).toBe('accepted');
    const more = Array.from({ length: 7 }, (_, i) => atLeast(['salary'], String(100 + i)));
    expect(ofPolicy({ any_of: [a, b], predicates: more })).toBe('policy_invalid');
  });

  test('is answerable in every alternative', async () => {
    const contradictory = atLeast(['salary'], '1');
    const impossible = {
      ...two,
      predicates: [{ ...contradictory, at_least: undefined, at_most: '5' }, atLeast(['salary'], '6')],
    };
    const policy = JSON.parse(JSON.stringify(policyOf({ any_of: [one, impossible] })));
    await expect(request(policy)).rejects.toThrow('policy_unanswerable: policy.any_of[1].predicates[1]');
  });
});
