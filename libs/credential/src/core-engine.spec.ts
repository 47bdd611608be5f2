import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CoreEngine } from './core-engine.js';
import { exampleRequest, policyTerm } from './examples.js';
import {
  CLIENT,
  issueCredential,
  issueInput,
  makeIssuer,
  makeKey,
  makeTestEnvironment,
  OWNER,
  type TestEnvironment,
  trusted,
} from './testing/environment.js';
import { outcomeAsync } from './testing/outcomes.js';
import { incomePolicy, type Json } from './testing/policies.js';
import { verdictCode } from './testing/salary-fixture.js';
import type { HeldCredential } from './types.js';

let environment: TestEnvironment;

beforeAll(async () => {
  const others = ['a', 'b', 'c', 'd', 'e'].map((name) => trusted(`https://${name}.example`));
  environment = await makeTestEnvironment({ trust: [trusted(), ...others] });
});

const salaryOf = (attributes: Record<string, string>) => issueCredential(environment.issuer, { attributes });

/** From request to verdict, with honest parties. */
async function walk(policy: object, held: Record<string, HeldCredential>): Promise<string> {
  const request = await environment.verifier.createRequest(OWNER, { policy });
  const presentations = await environment.holder.generateProof(request, held);
  return verdictCode(environment.verifier, request, presentations);
}
const walking = async (policy: object, held: Record<string, HeldCredential>): Promise<string> => {
  let answer = 'accepted';
  const refused = await outcomeAsync(async () => {
    answer = await walk(policy, held);
  });
  return refused === 'accepted' ? answer : refused;
};

describe('true statements are proved and verified', () => {
  test('of one credential', async () => {
    const request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const presentations = await environment.holder.generateProof(request, {
      salary: await issueCredential(environment.issuer),
    });
    expect(await environment.verifier.verifyProof({ request_id: request.id, presentations })).toEqual({
      verified: true,
      code: 'verified',
      predicates: [
        {
          label: 'Income is at least three times the rent',
          statement: exampleRequest.statements[0],
        },
      ],
    });
  });

  test('of two, four and six credentials of one person from as many payers', async () => {
    const ids = ['salary', 'a', 'b', 'c', 'd', 'e'];
    const held: Record<string, HeldCredential> = { salary: await issueCredential(environment.issuer) };
    for (const id of ids.slice(1)) {
      const issuer = await makeIssuer(environment.documents, environment.clock, {
        iss: `https://${id}.example`,
      });
      const client = { id, sourceId: `demo:${id}` };
      held[id] = await issueCredential(
        issuer,
        { attributes: { gross_income: '100', debt_payments: '0' } },
        { client },
      );
    }
    const sum = (credentials: string[], at_least: string) => ({
      label: 'Sum',
      terms: credentials.map((id) => policyTerm(id, 'gross_income')),
      per: 'year',
      at_least,
    });
    const policy = (count: number, threshold: string) => {
      const [first, further] = [ids.slice(0, Math.min(count, 4)), ids.slice(4, count)];
      const predicates = [sum(first, threshold), ...(further.length > 0 ? [sum(further, '200')] : [])];
      return incomePolicy({ credentials: ids.slice(0, count), predicates });
    };
    const first = (count: number) => Object.fromEntries(Object.entries(held).slice(0, count));
    expect(await walking(policy(2, '5400100'), first(2))).toBe('verified');
    expect(await walking(policy(4, '5400300'), first(4))).toBe('verified');
    expect(await walking(policy(4, '5400301'), first(4))).toBe('predicate_not_satisfied');
    expect(await walking(policy(6, '5400300'), held)).toBe('verified');
  });

  test('of a lower and an upper bound', async () => {
    const between = (at_least: string, at_most: string) =>
      incomePolicy({
        predicates: [
          { label: 'x', terms: [policyTerm('salary', 'gross_income')], per: 'year', at_least, at_most },
        ],
      });
    const salary = await issueCredential(environment.issuer);
    expect(await walking(between('5000000', '6000000'), { salary })).toBe('verified');
    expect(await walking(between('5400000', '5400000'), { salary })).toBe('verified');
    expect(await walking(between('5000000', '5399999'), { salary })).toBe('predicate_not_satisfied');
    expect(await walking(between('5400001', '6000000'), { salary })).toBe('predicate_not_satisfied');
  });

  test('of debt as a share of income', async () => {
    const terms = [policyTerm('salary', 'gross_income', 40), policyTerm('salary', 'debt_payments', -100)];
    const policy = incomePolicy({ predicates: [{ label: 'x', terms, per: 'year', at_least: '0' }] });
    const owing = (debt_payments: string) => salaryOf({ gross_income: '5400000', debt_payments });
    expect(await walking(policy, { salary: await owing('2160000') })).toBe('verified');
    expect(await walking(policy, { salary: await owing('2160001') })).toBe('predicate_not_satisfied');
  });

  test('with personal claims', async () => {
    const disclose = ['given_name', 'family_name', 'birthdate'];
    expect(
      await walking(incomePolicy({ disclose }), { salary: await issueCredential(environment.issuer) }),
    ).toBe('verified');
  });

  test('of months employed', async () => {
    const own = await makeTestEnvironment({ issuer: { attributes: ['months_employed'] } });
    const salary = await issueCredential(own.issuer, {
      attributes: { months_employed: '24' },
      period: { start: '2026-10-01', end: '2026-10-31', pay_periods: { unit: 'month', count: 1 } },
    });
    const requestFor = (at_least: string) =>
      own.verifier.createRequest(OWNER, {
        policy: incomePolicy({
          predicates: [{ label: 'x', terms: [policyTerm('salary', 'months_employed')], at_least }],
        }),
      });
    const request = await requestFor('24');
    const presentations = await own.holder.generateProof(request, { salary });
    expect(await verdictCode(own.verifier, request, presentations)).toBe('verified');
    expect(await outcomeAsync(async () => own.holder.generateProof(await requestFor('25'), { salary }))).toBe(
      'predicate_not_satisfied',
    );
  });

  test('of sixteen bounds at once', async () => {
    const predicates = Array.from({ length: 8 }, (_, i) => ({
      label: `Bound ${i}`,
      terms: [policyTerm('salary', 'gross_income', i + 1), policyTerm('salary', 'debt_payments')],
      per: 'year',
      window_months: { min: 12, max: 12 },
      at_least: String((i + 1) * 5400000),
      at_most: String((i + 1) * 5400000 + 600000),
    }));
    expect(
      await walking(incomePolicy({ predicates }), { salary: await issueCredential(environment.issuer) }),
    ).toBe('verified');
  });

  test('of attributes at 0 and 2^53 − 1', async () => {
    const most = String(2n ** 53n - 1n);
    const salary = await salaryOf({ gross_income: most, debt_payments: '0' });
    const predicates = [
      {
        label: 'a',
        terms: [policyTerm('salary', 'gross_income')],
        per: 'year',
        at_least: most,
        at_most: most,
      },
      {
        label: 'b',
        terms: [policyTerm('salary', 'debt_payments')],
        per: 'year',
        at_least: '0',
        at_most: '0',
      },
    ];
    expect(await walking(incomePolicy({ predicates }), { salary })).toBe('verified');
  });

  test('with Ed25519 keys of holder and issuer', async () => {
    const own = await makeTestEnvironment({ issuer: { alg: 'EdDSA' } });
    const salary = await issueCredential(own.issuer, {}, { alg: 'EdDSA' });
    const request = await own.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const presentations = await own.holder.generateProof(request, { salary });
    expect(await verdictCode(own.verifier, request, presentations)).toBe('verified');
  });

  test('with every instance of a batch', async () => {
    const keys = await Promise.all([makeKey(), makeKey('EdDSA')]);
    const { credentials } = await environment.issuer.engine.issueCredential(
      CLIENT,
      issueInput(keys.map(({ publicJwk }) => publicJwk)),
    );
    for (const [i, credential] of credentials.entries()) {
      expect(await walking(incomePolicy(), { salary: { credential, holder_key: keys[i]!.privateJwk } })).toBe(
        'verified',
      );
    }
  });

  test('for ids that every JavaScript object inherits', async () => {
    const policy = incomePolicy({
      credential_ids: ['constructor'],
      credentials: ['constructor'],
      predicates: [
        { label: 'x', terms: [policyTerm('constructor', 'gross_income')], per: 'year', at_least: '1' },
      ],
    });
    expect(await walking(policy, { constructor: await issueCredential(environment.issuer) } as never)).toBe(
      'verified',
    );
  });
});

test('for any policy and values: true statements are verified, false ones are not proved', async () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000_000n });
  const coefficient = fc.integer({ min: -1000, max: 1000 }).filter((value) => value !== 0);
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      amount,
      amount,
      coefficient,
      coefficient,
      fc.constantFrom('at_least', 'at_most'),
      fc.constantFrom(-1n, 0n, 1n),
      async (income, debt, a, b, bound, distance) => {
        const value = BigInt(a) * income + BigInt(b) * debt;
        const limit = value + distance;
        const terms = [policyTerm('salary', 'gross_income', a), policyTerm('salary', 'debt_payments', b)];
        const policy = incomePolicy({
          predicates: [{ label: 'x', terms, per: 'year', [bound]: limit.toString() }],
        });
        const salary = await salaryOf({ gross_income: income.toString(), debt_payments: debt.toString() });
        const holds = bound === 'at_least' ? value >= limit : value <= limit;
        const answer = await walking(policy, { salary });
        seen.add(answer);
        // If both signs are negative or the bound is below all values, no attributes can meet it.
        if (answer !== 'policy_out_of_range')
          expect(answer).toBe(holds ? 'verified' : 'predicate_not_satisfied');
        else expect(holds).toBe(false);
      },
    ),
    { numRuns: 25 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['verified', 'predicate_not_satisfied']));
});

describe('CoreEngine', () => {
  test('throws a TypeError for a role without options', () => {
    const bare = new CoreEngine();
    const calls: (() => Json)[] = [
      () => bare.issueCredential(CLIENT, issueInput([])),
      () => bare.changeStatus(CLIENT.id, 'batch', 'valid'),
      () => bare.statusListToken(0),
      () => bare.createRequest(OWNER, { policy: {} }),
      () => bare.findRequest(OWNER, 'id'),
      () => bare.deleteRequest(OWNER, 'id'),
      () => bare.verifyProof({ request_id: 'id', presentations: {} }),
    ];
    for (const call of calls) expect(call).toThrow(TypeError);
  });

  test('uses the system clock by default', async () => {
    const request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const expired = { ...request, expires_at: new Date(Date.now() - 1000).toISOString() };
    expect(await outcomeAsync(() => new CoreEngine().generateProof(expired, {}))).toBe('request_expired');
    const open = { ...request, expires_at: new Date(Date.now() + 60_000).toISOString() };
    expect(await outcomeAsync(() => new CoreEngine().generateProof(open, {}))).toBe('credential_missing');
  });
});
