import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import request from 'supertest';
import { incomePolicy, issueBody, makeHolderKey, Services, term } from './testing/services.js';

jest.setTimeout(120_000);

let services: Services;

beforeAll(async () => {
  services = await Services.start();
});

afterAll(() => services?.stop());

describe('a salary', () => {
  test('is issued, asked for, proved, verified and receipted', async () => {
    const salary = await services.issue();
    const asked = await services.ask(incomePolicy());
    expect(asked).toMatchObject({ audience: `redirect_uri:${services.verifierUrl}/verify` });
    expect((await services.view(asked.id).expect(200)).body).toMatchObject({ state: 'pending' });

    const presentations = await services.prove(asked, { salary });
    expect(JSON.stringify(presentations)).not.toContain('5400000');
    const verdict = await services.verify(asked.id, presentations).expect(200);
    expect(verdict.body).toMatchObject({
      verified: true,
      code: 'verified',
      predicates: [{ label: 'Income is at least three times the rent' }],
    });

    const { body: view } = await services.view(asked.id).expect(200);
    expect(view).toMatchObject({ state: 'answered', failed_attempts: 0, verdict: { verified: true } });
    const jwks = await request(services.verifier).get('/.well-known/jwks.json').expect(200);
    const { kid } = decodeProtectedHeader(view.receipt);
    const key = jwks.body.keys.find((one: { kid: string }) => one.kid === kid);
    const { payload } = await jwtVerify(view.receipt, await importJWK(key, 'ES256'), {
      typ: 'zk-income-receipt+jwt',
      issuer: services.verifierUrl,
      audience: 'landlord',
    });
    expect(payload).toMatchObject({ request_id: asked.id, verdict: 'verified' });
    expect(JSON.stringify(payload)).not.toMatch(/Erika|Mustermann/);
  });

  test('is believed once: the same presentation again is a conflict', async () => {
    const asked = await services.ask(incomePolicy());
    const presentations = await services.prove(asked, { salary: await services.issue() });
    await services.verify(asked.id, presentations).expect(200);
    expect((await services.verify(asked.id, presentations).expect(409)).body.code).toBe(
      'request_already_answered',
    );
  });

  test('cannot be proved to be one cent more', async () => {
    const salary = await services.issue({ attributes: { annual_income: '5399999', annual_debt: '0' } });
    const asked = await services.ask(incomePolicy());
    const response = await services.post(services.prover, '/prove', {
      request: asked,
      credentials: { salary: { credential: salary.credential, holder_key: salary.holder_key } },
    });
    expect(response.status).toBe(422);
    expect(response.body.code).toBe('predicate_not_satisfied');
    expect(response.text).not.toContain('5399999');
  });

  test('proved for one request is worthless for another, and uses up neither', async () => {
    const salary = await services.issue();
    const [asked, other] = [await services.ask(incomePolicy()), await services.ask(incomePolicy())];
    const presentations = await services.prove(asked, { salary });
    expect((await services.verify(other.id, presentations).expect(200)).body).toEqual({
      verified: false,
      code: 'nonce_mismatch',
    });
    expect((await services.verify(asked.id, presentations).expect(200)).body.verified).toBe(true);
    expect((await services.view(other.id)).body.state).toBe('pending');
  });

  test('is shown with the claims that were asked for', async () => {
    const salary = await services.issue();
    const asked = await services.ask(incomePolicy({ disclose: ['given_name', 'family_name'] }));
    await services.verify(asked.id, await services.prove(asked, { salary })).expect(200);
    const { disclosed } = decodeJwt((await services.view(asked.id)).body.receipt);
    expect(disclosed).toEqual({ salary: { given_name: 'Erika', family_name: 'Mustermann' } });
  });
});

test('a thousand identical presentations at once are accepted exactly once', async () => {
  const asked = await services.ask(incomePolicy());
  const presentations = await services.prove(asked, { salary: await services.issue() });
  const responses = await Promise.all(
    Array.from({ length: 1000 }, () => services.verify(asked.id, presentations).then((response) => response)),
  );
  expect(responses.filter(({ status }) => status === 200).map(({ body }) => body.verified)).toEqual([true]);
  const others = responses.filter(({ status }) => status !== 200);
  expect(new Set(others.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
    new Set(['409 request_already_answered']),
  );
});

describe('two incomes', () => {
  const policy = incomePolicy({
    credentials: ['salary', 'pension'],
    predicates: [
      {
        label: 'Both together',
        terms: [term('salary', 'annual_income'), term('pension', 'annual_income')],
        at_least: '5400000',
      },
      {
        label: 'Debt is at most 40 % of income',
        terms: [term('salary', 'annual_income', 40), term('salary', 'annual_debt', -100)],
        at_least: '0',
      },
    ],
  });
  const half = { attributes: { annual_income: '2700000', annual_debt: '600000' } };

  test('of one person from two payers add up', async () => {
    const held = {
      salary: await services.issue(half),
      pension: await services.issue(half, services.keys.bolt),
    };
    const asked = await services.ask(policy);
    const verdict = await services.verify(asked.id, await services.prove(asked, held)).expect(200);
    expect(verdict.body).toMatchObject({ verified: true, predicates: [{}, {}] });
  });

  test.each([
    ['one payer', {}, 'acme'],
    ['two people', { identity: { country: 'DE', id_type: 'tax_id', id: '99999999999' } }, 'bolt'],
  ] as const)('of %s do not', async (_, change, payer) => {
    const held = {
      salary: await services.issue(half),
      pension: await services.issue({ ...half, ...change }, services.keys[payer]),
    };
    const asked = await services.ask(policy);
    const credentials = Object.fromEntries(
      Object.entries(held).map(([id, { credential, holder_key }]) => [id, { credential, holder_key }]),
    );
    const response = await services.post(services.prover, '/prove', { request: asked, credentials });
    expect(response.body.code).toBe('credential_unsuitable');
  });
});

describe('a status', () => {
  const change = (batch: string, status: string, key = services.keys.acme) =>
    services.post(services.issuer, `/credentials/${batch}/status`, { status }, key);

  /** What a verifier says once the list that it keeps for a second has run out. */
  async function verdictOn(
    salary: Awaited<ReturnType<Services['issue']>>,
    expected: string,
  ): Promise<string> {
    let code = '';
    for (const deadline = Date.now() + 10_000; Date.now() < deadline && code !== expected; ) {
      const asked = await services.ask(incomePolicy());
      const verdict = await services.verify(asked.id, await services.prove(asked, { salary })).expect(200);
      code = verdict.body.code;
    }
    return code;
  }

  test('of suspended is lifted again, of revoked is final', async () => {
    const salary = await services.issue();
    await change(salary.batch, 'suspended').expect(204);
    expect(await verdictOn(salary, 'credential_suspended')).toBe('credential_suspended');
    await change(salary.batch, 'valid').expect(204);
    expect(await verdictOn(salary, 'verified')).toBe('verified');
    await change(salary.batch, 'revoked').expect(204);
    expect(await verdictOn(salary, 'credential_revoked')).toBe('credential_revoked');
    expect((await change(salary.batch, 'valid').expect(409)).body.code).toBe('revocation_final');
    await change(salary.batch, 'revoked').expect(204);
  });

  test('is changed by the client that issued, and unknown to others', async () => {
    const { batch } = await services.issue();
    expect((await change(batch, 'revoked', services.keys.bolt).expect(404)).body.code).toBe(
      'credential_unknown',
    );
    expect((await change('AAAAAAAAAAAAAAAAAAAAAA', 'revoked').expect(404)).body.code).toBe(
      'credential_unknown',
    );
  });
});

describe('a request', () => {
  test('is unknown to all but its owner', async () => {
    const asked = await services.ask(incomePolicy());
    expect((await services.view(asked.id, services.keys.bank).expect(404)).body.code).toBe('request_unknown');
    await request(services.verifier)
      .delete(`/requests/${asked.id}`)
      .set('authorization', `Bearer ${services.keys.bank}`)
      .expect(404);
    await services.view(asked.id).expect(200);
  });

  test('is gone when its owner deletes it', async () => {
    const asked = await services.ask(incomePolicy());
    const presentations = await services.prove(asked, { salary: await services.issue() });
    await request(services.verifier)
      .delete(`/requests/${asked.id}`)
      .set('authorization', `Bearer ${services.keys.landlord}`)
      .expect(204);
    await services.view(asked.id).expect(404);
    expect((await services.verify(asked.id, presentations).expect(404)).body.code).toBe('request_unknown');
  });

  test('can be repeated safely', async () => {
    const send = (policy: object) =>
      services
        .post(services.verifier, '/requests', { policy }, services.keys.landlord)
        .set('idempotency-key', 'one-lease');
    const first = await send(incomePolicy()).expect(201);
    const again = await send(incomePolicy()).expect(201);
    expect(again.body).toEqual(first.body);
    expect((await send(incomePolicy({ max_age_days: 61 })).expect(409)).body.code).toBe(
      'idempotency_key_reused',
    );
  });
});

test('an issuance can be repeated safely, and large answers are kept whole', async () => {
  const body = issueBody(Array.from({ length: 50 }, () => makeHolderKey().publicJwk));
  const send = () =>
    services.post(services.issuer, '/issue', body, services.keys.acme).set('idempotency-key', 'fifty-copies');
  const first = await send().expect(201);
  const again = await send().expect(201);
  expect(first.body.credentials).toHaveLength(50);
  expect(new Set(first.body.credentials).size).toBe(50);
  expect(again.body).toEqual(first.body);
  expect(again.headers['idempotency-replayed']).toBe('true');
});

test('a call that was refused can be corrected under its key', async () => {
  const { publicJwk } = makeHolderKey();
  const issue = (body: object) =>
    services
      .post(services.issuer, '/issue', body, services.keys.acme)
      .set('idempotency-key', 'corrected-income');
  await issue(issueBody([publicJwk], { currency: 'euros' })).expect(400);
  await issue(issueBody([publicJwk])).expect(201);

  const ask = (policy: object) =>
    services
      .post(services.verifier, '/requests', { policy }, services.keys.landlord)
      .set('idempotency-key', 'corrected-lease');
  await ask(incomePolicy({ currency: 'euros' })).expect(400);
  await ask(incomePolicy()).expect(201);
});

test('a client that is registered for no payer cannot issue', async () => {
  const body = issueBody([makeHolderKey().publicJwk]);
  const response = await services.post(services.issuer, '/issue', body, services.keys.payerless).expect(403);
  expect(response.body.code).toBe('source_missing');
});
