import { beforeAll, describe, expect, test } from '@jest/globals';
import { DIFFERENCE_PROOF_BYTES, EQUALITY_PROOF_BYTES, proveDifferent, Transcript } from '@zk-income/crypto';
import { ATTRIBUTES, CONTRACT, isOfOneContract } from '../attributes.js';
import { CoreEngine } from '../core-engine.js';
import { policyTerm } from '../examples.js';
import { issueCredential, makeIssuer, makeTestEnvironment, OWNER, trusted } from '../testing/environment.js';
import { type ForgeOptions, type Forgery, forge } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy, type Json } from '../testing/policies.js';
import { verdictCode } from '../testing/salary-fixture.js';
import type { HeldCredential } from '../types.js';

// Two part-time contracts with one payer, and another issuer that attests the salary of the same payer.

const BUREAU = 'https://bureau.example';
const TOTALS = 'https://totals.example';
const client = { id: 'acme', sourceId: 'demo:acme' };

let environment: Awaited<ReturnType<typeof makeTestEnvironment>>;
let bureau: Awaited<ReturnType<typeof makeIssuer>>;
let totals: Awaited<ReturnType<typeof makeIssuer>>;

const income = (gross_income: string) => ({ gross_income, debt_payments: '0' });
const issued = (contract: string | undefined, gross: string, issuer = environment.issuer) =>
  issueCredential(issuer, { attributes: income(gross), ...(contract && { contract }) }, { client });

const sumOf = (ids: string[], atLeast: string) =>
  incomePolicy({
    credentials: ids,
    credential_ids: [ids[0]],
    predicates: [
      {
        label: 'Together',
        terms: ids.map((id) => policyTerm(id, 'gross_income')),
        per: 'year',
        at_least: atLeast,
      },
    ],
  });
const requestOf = (ids: string[], atLeast: string) =>
  environment.verifier.createRequest(OWNER, { policy: sumOf(ids, atLeast) });

beforeAll(async () => {
  environment = await makeTestEnvironment({
    trust: [trusted(), trusted(BUREAU), trusted(TOTALS)],
    issuer: { contracts: true },
  });
  bureau = await makeIssuer(environment.documents, environment.clock, { iss: BUREAU, contracts: true });
  totals = await makeIssuer(environment.documents, environment.clock, { iss: TOTALS });
});

/** The verdict on an honest presentation, or why the holder makes none. */
async function present(held: Record<string, HeldCredential>, atLeast: string): Promise<string> {
  const request = await requestOf(Object.keys(held), atLeast);
  let presentations: Record<string, string> | undefined;
  const refusal = await outcomeAsync(async () => {
    presentations = { ...(await environment.holder.generateProof(request, held)) };
  });
  return presentations ? verdictCode(environment.verifier, request, presentations) : refusal;
}

const forgeryOf = (held: HeldCredential, issuer = environment.issuer): Forgery => ({
  held,
  issuerKey: issuer.key.privateJwk,
});
async function forgedVerdict(
  forgeries: Record<string, Forgery>,
  atLeast: string,
  options: ForgeOptions = {},
): Promise<string> {
  const request = await requestOf(Object.keys(forgeries), atLeast);
  return verdictCode(environment.verifier, request, await forge(request, forgeries, options));
}

describe('contracts of one payer', () => {
  test('are added if they are different, and only what they are', async () => {
    const [a, b] = [await issued('2019-04', '1800000'), await issued('2024-01', '2400000')];
    expect(await present({ a, b }, '4200000')).toBe('verified');
    expect(await present({ a, b }, '4200001')).toBe('predicate_not_satisfied');
  });

  test('are added by three, and beside another payer', async () => {
    const a = await issued('1', '1000000');
    const b = await issued('2', '1000000');
    const c = await issued('3', '1000000');
    const pension = await issueCredential(
      totals,
      { attributes: income('500000') },
      { client: { id: 'pensions', sourceId: 'demo:pensions' } },
    );
    expect(await present({ a, b, c, pension }, '3500000')).toBe('verified');
  });

  test.each([
    ['2019-04', '2019/04'],
    ['7', '007'],
    ['Part time', 'PART-TIME'],
    ['0', '00'],
  ])('count once, however they are written: %s and %s', async (one, other) => {
    const [a, b] = [await issued(one, '3000000'), await issued(other, '3000000')];
    expect(await present({ a, b }, '6000000')).toBe('credential_unsuitable');
    // A holder who proves what it likes cannot prove that the contracts differ.
    const lie = { value: 1n, blinding: new Uint8Array(32) };
    const forged = { a: { ...forgeryOf(a), openings: { contract: lie } }, b: forgeryOf(b) };
    expect(await forgedVerdict(forged, '6000000')).toBe('range_proof_invalid');
  });

  test('count once, if one credential is presented twice', async () => {
    const a = await issued('1', '3000000');
    const lie = { value: 1n, blinding: new Uint8Array(32) };
    const forged = { a: { ...forgeryOf(a), openings: { contract: lie } }, b: forgeryOf(a) };
    expect(await forgedVerdict(forged, '6000000')).toBe('range_proof_invalid');
  });

  test('are told apart by one issuer only', async () => {
    const [a, b] = [await issued('1', '3000000'), await issued('A-1', '3000000', bureau)];
    expect(await present({ a, b }, '6000000')).toBe('credential_unsuitable');
    expect(await forgedVerdict({ a: forgeryOf(a), b: forgeryOf(b, bureau) }, '6000000')).toBe(
      'source_not_distinct',
    );
  });

  test('are not added to all contracts together', async () => {
    const [a, all] = [await issued('1', '3000000'), await issued(undefined, '6000000', totals)];
    expect(await forgedVerdict({ a: forgeryOf(a), b: forgeryOf(all, totals) }, '9000000')).toBe(
      'source_not_distinct',
    );
    // Also where one issuer has attested both, with another configuration.
    const payload = (honest: Json) => {
      const { contract: _, ...commitments } = honest.commitments;
      return { ...honest, commitments };
    };
    const b = await issued('2', '3000000');
    for (const [one, other] of [
      [{ ...forgeryOf(a), payload }, forgeryOf(b)],
      [forgeryOf(a), { ...forgeryOf(b), payload }],
    ] as const) {
      expect(await forgedVerdict({ a: one, b: other }, '6000000')).toBe('source_not_distinct');
    }
  });
});

describe('the proof of different contracts', () => {
  let forgeries: Record<string, Forgery>;
  beforeAll(async () => {
    const [a, b] = [await issued('1', '3000000'), await issued('2', '3000000')];
    forgeries = { a: forgeryOf(a), b: forgeryOf(b) };
  });
  const START = EQUALITY_PROOF_BYTES;
  const END = START + DIFFERENCE_PROOF_BYTES;
  const replaced = (part: Uint8Array): ForgeOptions => ({
    proof: (proof) => Uint8Array.from([...proof.slice(0, START), ...part, ...proof.slice(END)]),
  });

  test('is there', async () => {
    expect(await forgedVerdict(forgeries, '6000000')).toBe('verified');
    const none: ForgeOptions = { job: (job) => ({ ...job, different: [] }) };
    expect(await forgedVerdict(forgeries, '6000000', none)).toBe('range_proof_malformed');
  });

  test('belongs to this presentation', async () => {
    const proof = proveDifferent({
      transcript: new Transcript('zk-income policy proof v2'),
      values: [1n, 2n],
      blindings: [new Uint8Array(32), new Uint8Array(32)],
    });
    expect(await forgedVerdict(forgeries, '6000000', replaced(proof))).toBe('range_proof_invalid');
  });

  test('can be decoded', async () => {
    expect(await forgedVerdict(forgeries, '6000000', replaced(new Uint8Array(96).fill(255)))).toBe(
      'range_proof_malformed',
    );
  });

  test('is about points', async () => {
    const payload = (honest: Json) => ({
      ...honest,
      commitments: { ...honest.commitments, contract: Buffer.alloc(32, 255).toString('base64url') },
    });
    expect(await forgedVerdict({ ...forgeries, b: { ...forgeries.b!, payload } }, '6000000')).toBe(
      'commitment_invalid',
    );
  });
});

describe('a credential of one contract', () => {
  const bounds = (attribute: string, bound: object, coefficient = 1) =>
    incomePolicy({
      credentials: ['a'],
      credential_ids: ['a'],
      predicates: [
        { label: 'Bound', terms: [policyTerm('a', attribute, coefficient)], per: 'year', ...bound },
      ],
    });
  const outcomes = async (policy: Json, issuer = environment.issuer) => {
    const held = await issued(issuer === totals ? undefined : '1', '1000000', issuer);
    const request = await environment.verifier.createRequest(OWNER, { policy });
    const holder = await outcomeAsync(() => environment.holder.generateProof(request, { a: held }));
    const forged = await forge(request, { a: forgeryOf(held, issuer) });
    return [holder, await verdictCode(environment.verifier, request, forged)];
  };

  test('has no upper bound of an income, because the person may have other contracts', async () => {
    for (const policy of [
      bounds('gross_income', { at_most: '1500000' }),
      bounds('gross_income', { at_least: '1000000', at_most: '1000000' }),
      bounds('gross_income', { at_least: '-1500000' }, -1),
    ]) {
      expect(await outcomes(policy)).toEqual(['credential_unsuitable', 'issuer_not_complete']);
    }
    const upper = bounds('gross_income', { at_most: '1500000' });
    expect(await outcomes(upper, totals)).toEqual(['accepted', 'verified']);
  });

  test('has an upper bound of debts, which are those of the person', async () => {
    expect(await outcomes(bounds('debt_payments', { at_most: '0' }))).toEqual(['accepted', 'verified']);
    const ofPerson = [...ATTRIBUTES.keys()].filter((name) => !isOfOneContract(name, new Set([CONTRACT])));
    expect(ofPerson.sort()).toEqual(['debt_payments', 'months_employed', 'rent_paid']);
  });
});

test('what is known of one contract is not applied to another', async () => {
  const [a, b] = [await issued('1', '3000000'), await issued('2', '4000000')];
  const holder = new CoreEngine({ clock: environment.clock });
  await holder.generateProof(await requestOf(['a'], '2000000'), { a });
  const request = await requestOf(['a'], '3500000');
  const amountsAfter = async (held: HeldCredential) => {
    const { knownAfterProof } = await holder.assessRequest(request, { a: held });
    return knownAfterProof.verifier.map(({ at_least }) => at_least);
  };
  expect(await amountsAfter(a)).toEqual(['3500000']);
  expect((await amountsAfter(b)).sort()).toEqual(['2000000', '3500000']);
});
