import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ERRORS,
  EXAMPLE_INCOME,
  exampleCouplePolicy,
  exampleIssueInput,
  examplePolicy,
  exampleRequest,
  exampleTemplateInput,
  type HeldCredential,
  incomePolicy,
  MAX_HOLDER_KEYS,
  policyTerm,
  salaryInput,
} from '@zk-income/credential';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import pLimit from 'p-limit';
import request from 'supertest';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import { Services } from './testing/services.js';

let services: Services;

beforeAll(async () => {
  services = await Services.start();
});

afterAll(() => services?.stop());

const { given_name, family_name } = exampleIssueInput.claims!;

describe('a salary', () => {
  test('is issued, requested, proved and verified, and the owner of the request gets a receipt', async () => {
    const { held: salary } = await services.issue();
    const presentationRequest = await services.createRequest(incomePolicy());
    expect(presentationRequest).toMatchObject({
      audience: `redirect_uri:${services.verifierUrl}/verify`,
    });
    const pending = await services.getRequest(presentationRequest.id).expect(200);
    expect(pending.body).toMatchObject({ state: 'pending' });

    const presentations = await services.present(presentationRequest, { salary });
    expect(JSON.stringify(presentations)).not.toContain(EXAMPLE_INCOME);
    const verdict = await services.verify(presentationRequest.id, presentations).expect(200);
    expect(verdict.body).toMatchObject({
      verified: true,
      code: 'verified',
      predicates: [{ label: examplePolicy.predicates[0]!.label }],
    });

    const { body: view } = await services.getRequest(presentationRequest.id).expect(200);
    expect(view).toMatchObject({ state: 'answered', failed_attempts: 0, verdict: { verified: true } });
    const jwks = await request(services.verifier).get('/.well-known/jwks.json').expect(200);
    const { kid } = decodeProtectedHeader(view.receipt);
    const key = jwks.body.keys.find((candidate: { kid: string }) => candidate.kid === kid);
    const { payload } = await jwtVerify(view.receipt, await importJWK(key, 'ES256'), {
      typ: 'zk-income-receipt+jwt',
      issuer: services.verifierUrl,
      audience: 'landlord',
    });
    expect(payload).toMatchObject({ request_id: presentationRequest.id, verdict: 'verified' });
    for (const name of [given_name, family_name]) expect(JSON.stringify(payload)).not.toContain(name);
  });

  test('is accepted once: the same presentation gets the same verdict, another one is a conflict', async () => {
    const { held: salary } = await services.issue();
    const open = await services.createRequest(incomePolicy());
    const presentations = await services.present(open, { salary });
    const first = await services.verify(open.id, presentations).expect(200);
    const again = await services.verify(open.id, presentations).expect(200);
    expect(again.body).toEqual(first.body);
    const replayed = [first, again].map(({ headers }) => headers['idempotency-replayed']);
    expect(replayed).toEqual([undefined, 'true']);
    const other = await services.present(open, { salary });
    expect((await services.verify(open.id, other).expect(409)).body.code).toBe('request_already_answered');
  });

  test('cannot prove one cent more', async () => {
    const { held: salary } = await services.issue({
      attributes: { gross_income: '5399999', debt_payments: '0' },
    });
    const presentationRequest = await services.createRequest(incomePolicy('5400000'));
    const response = await services.prove(presentationRequest, { salary });
    expect(response.status).toBe(422);
    expect(response.body.code).toBe('predicate_not_satisfied');
    expect(response.text).not.toContain('5399999');
  });

  test('presented for one request is refused for another, and consumes neither', async () => {
    const { held: salary } = await services.issue();
    const other = await services.createRequest(incomePolicy());
    const { id, presentations } = await presentExample(salary);
    expect((await services.verify(other.id, presentations).expect(200)).body).toEqual({
      verified: false,
      code: 'nonce_mismatch',
      detail: ERRORS.nonce_mismatch.title,
    });
    expect((await services.verify(id, presentations).expect(200)).body.verified).toBe(true);
    expect((await services.getRequest(other.id)).body.state).toBe('pending');
  });

  test('discloses the claims that the policy requires', async () => {
    const { held: salary } = await services.issue();
    const policy = { ...incomePolicy(), disclose: ['given_name', 'family_name'] };
    const { id, presentations } = await presentExample(salary, policy);
    await services.verify(id, presentations).expect(200);
    const { disclosed } = decodeJwt((await services.getRequest(id)).body.receipt);
    expect(disclosed).toEqual({ salary: { given_name, family_name } });
  });
});

test('two people prove their incomes together, each with a credential and a key of their own', async () => {
  const salaryOf = async (gross_income: string, identity: string, birthdate: string) => {
    const { held } = await services.issue({
      attributes: { gross_income, debt_payments: '0' },
      identity: { country: 'DE', id_type: 'tax_id', id: identity },
      claims: { given_name, family_name, birthdate },
    });
    return held;
  };
  const salary = await salaryOf('3000000', 'ANNA1234', '1988-03-05');
  const present = async (partner_salary: HeldCredential) => {
    const created = await services.createRequest(exampleCouplePolicy);
    const presentations = await services.present(created, { salary, partner_salary });
    return { id: created.id, verdict: (await services.verify(created.id, presentations).expect(200)).body };
  };
  const { id, verdict } = await present(await salaryOf('2400000', 'BEN12345', '1986-11-30'));
  expect(verdict).toMatchObject({ verified: true });
  const { people } = decodeJwt((await services.getRequest(id)).body.receipt);
  expect(people).toEqual(exampleCouplePolicy.people);
  const alone = await present(await salaryOf('2400000', 'BEN12345', '1988-03-05'));
  expect(alone.verdict).toMatchObject({ verified: false, code: 'people_not_distinct' });
});

test('a template of GET /policy-templates becomes a request that is proved and verified', async () => {
  const { body } = await request(services.verifier).get('/policy-templates').expect(200);
  expect(body.templates.map(({ id }: { id: string }) => id)).toContain(exampleTemplateInput.template);
  const created = await services.createRequest(undefined, exampleTemplateInput);
  const { held: salary } = await services.issue();
  const presentations = await services.present(created, { salary });
  const verdict = await services.verify(created.id, presentations).expect(200);
  expect(verdict.body).toMatchObject({
    verified: true,
    predicates: [{ statement: exampleRequest.statements[0] }],
  });
});

/** Creates a request and presents a salary for it. */
async function presentExample(salary: HeldCredential, policy: object = incomePolicy()) {
  const presentationRequest = await services.createRequest(policy);
  return {
    id: presentationRequest.id,
    presentations: await services.present(presentationRequest, { salary }),
  };
}

test('of a thousand concurrent identical presentations, exactly one is accepted, and its verdict repeated', async () => {
  const { held: salary } = await services.issue();
  const { id, presentations } = await presentExample(salary);
  // Below the backlog of new connections, beyond which the operating system resets them.
  const inFlight = pLimit(400);
  const responses = await Promise.all(
    Array.from({ length: 1000 }, () => inFlight(async () => services.verify(id, presentations))),
  );
  const kinds = responses.map(({ status, body, headers }) =>
    JSON.stringify([status, body, headers['idempotency-replayed']]),
  );
  const [accepted] = responses.filter(({ headers }) => headers['idempotency-replayed'] === undefined);
  expect(accepted!.body.verified).toBe(true);
  const repeated = JSON.stringify([200, accepted!.body, 'true']);
  expect(kinds.filter((kind) => kind !== repeated)).toEqual([
    JSON.stringify([200, accepted!.body, undefined]),
  ]);
});

describe('two incomes', () => {
  const policy = {
    ...incomePolicy(),
    credentials: ['salary', 'pension'],
    predicates: [
      {
        label: 'Both incomes together',
        terms: [policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income')],
        per: 'year',
        at_least: '5400000',
      },
      {
        label: 'Debt is at most 40 % of income',
        terms: [policyTerm('salary', 'gross_income', 40), policyTerm('salary', 'debt_payments', -100)],
        per: 'year',
        at_least: '0',
      },
    ],
  };
  const half = { attributes: { gross_income: '2700000', debt_payments: '600000' } };

  test('of one person from two payers are added', async () => {
    const { held: salary } = await services.issue(half);
    const { held: pension } = await services.issue(half, services.keys.bolt);
    const presentationRequest = await services.createRequest(policy);
    const presentations = await services.present(presentationRequest, { salary, pension });
    const verdict = await services.verify(presentationRequest.id, presentations).expect(200);
    expect(verdict.body).toMatchObject({ verified: true, predicates: [{}, {}] });
  });

  test.each([
    ['one payer', {}, 'acme'],
    ['two people', { identity: { country: 'DE', id_type: 'tax_id', id: '99999999999' } }, 'bolt'],
  ] as const)('of %s cannot be added', async (_, change, payer) => {
    const { held: salary } = await services.issue(half);
    const { held: pension } = await services.issue({ ...half, ...change }, services.keys[payer]);
    const presentationRequest = await services.createRequest(policy);
    const response = await services.prove(presentationRequest, { salary, pension });
    expect(response.body.code).toBe('credential_unsuitable');
  });
});

describe('the status of a batch', () => {
  const changeStatus = (batch: string, status: string, key = services.keys.acme) =>
    services.post(services.issuer, `/credentials/${batch}/status`, { status }, key);

  /** Verifies a salary after all cached status lists, whose ttl is one second, have expired. */
  async function verifyWithFreshStatus(salary: HeldCredential): Promise<string> {
    await services.passTime(2);
    const { id, presentations } = await presentExample(salary);
    return (await services.verify(id, presentations).expect(200)).body.code;
  }

  test('changes from suspended back to valid, but revoked is final', async () => {
    const { held: salary, batch } = await services.issue();
    await changeStatus(batch, 'suspended').expect(204);
    expect(await verifyWithFreshStatus(salary)).toBe('credential_suspended');
    await changeStatus(batch, 'valid').expect(204);
    expect(await verifyWithFreshStatus(salary)).toBe('verified');
    await changeStatus(batch, 'revoked').expect(204);
    expect(await verifyWithFreshStatus(salary)).toBe('credential_revoked');
    expect((await changeStatus(batch, 'valid').expect(409)).body.code).toBe('revocation_final');
    await changeStatus(batch, 'revoked').expect(204);
  });

  test('can only be changed by the client that issued it', async () => {
    const { batch } = await services.issue();
    for (const response of [
      await changeStatus(batch, 'revoked', services.keys.bolt).expect(404),
      await changeStatus('AAAAAAAAAAAAAAAAAAAAAA', 'revoked').expect(404),
    ]) {
      expect(response.body.code).toBe('credential_unknown');
    }
  });
});

describe('a request', () => {
  test('is visible only to its owner', async () => {
    const { id } = await services.createRequest(incomePolicy());
    const response = await services.getRequest(id, services.keys.bank).expect(404);
    expect(response.body.code).toBe('request_unknown');
    await services.deleteRequest(id, services.keys.bank).expect(404);
    await services.getRequest(id).expect(200);
  });

  test('can be deleted by its owner', async () => {
    const { held: salary } = await services.issue();
    const { id, presentations } = await presentExample(salary);
    await services.deleteRequest(id).expect(204);
    await services.getRequest(id).expect(404);
    expect((await services.verify(id, presentations).expect(404)).body.code).toBe('request_unknown');
  });

  test('can be created safely again with the same Idempotency-Key', async () => {
    const send = (policy: object) =>
      services
        .post(services.verifier, '/requests', { policy }, services.keys.landlord)
        .set('idempotency-key', 'one-lease');
    const first = await send(incomePolicy()).expect(201);
    const retry = await send(incomePolicy()).expect(201);
    expect(retry.body).toEqual(first.body);
    const reuse = await send({ ...incomePolicy(), max_age_days: 61 }).expect(409);
    expect(reuse.body.code).toBe('idempotency_key_reused');
  });
});

test('a retry of the largest issuance returns the complete first response', async () => {
  const body = salaryInput(Array.from({ length: MAX_HOLDER_KEYS }, () => generateHolderKey().publicJwk));
  const send = () =>
    services
      .post(services.issuer, '/issue', body, services.keys.acme)
      .set('idempotency-key', 'largest-issuance');
  const first = await send().expect(201);
  const retry = await send().expect(201);
  expect(first.body.credentials).toHaveLength(MAX_HOLDER_KEYS);
  expect(new Set(first.body.credentials).size).toBe(MAX_HOLDER_KEYS);
  expect(retry.body).toEqual(first.body);
  expect(retry.headers['idempotency-replayed']).toBe('true');
});

test('a rejected request can be corrected with the same Idempotency-Key', async () => {
  const { publicJwk } = generateHolderKey();
  const issue = (changes: object) =>
    services
      .post(services.issuer, '/issue', { ...salaryInput([publicJwk]), ...changes }, services.keys.acme)
      .set('idempotency-key', 'corrected-income');
  await issue({ currency: 'euros' }).expect(400);
  await issue({}).expect(201);

  const createRequest = (changes: object) =>
    services
      .post(
        services.verifier,
        '/requests',
        { policy: { ...incomePolicy(), ...changes } },
        services.keys.landlord,
      )
      .set('idempotency-key', 'corrected-lease');
  await createRequest({ currency: 'euros' }).expect(400);
  await createRequest({}).expect(201);
});

test('a client without a registered source cannot issue', async () => {
  const body = salaryInput([generateHolderKey().publicJwk]);
  const response = await services
    .post(services.issuer, '/issue', body, services.keys.withoutSource)
    .expect(403);
  expect(response.body.code).toBe('source_missing');
});
