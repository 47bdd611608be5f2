import { describe, expect, test } from '@jest/globals';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { sha256Base64url } from '../encoding/hash.js';
import { canonicalJson } from '../encoding/json.js';
import { decodeUtf8 } from '../encoding/text.js';
import { exampleRequest } from '../examples.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import { NOW, OWNER, VERIFIER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { makeSalaryFixture } from '../testing/salary-fixture.js';

async function receiptOf(policyChanges: object) {
  const fixture = await makeSalaryFixture();
  const request = await fixture.createRequest(policyChanges);
  const presentations = await forge(request, fixture.salary());
  expect(await fixture.verify(request, presentations)).toBe('verified');
  const { receipt } = await fixture.verifier.findRequest(OWNER, request.id);
  const key = await importJWK(fixture.receiptKey.publicJwk as never, 'ES256');
  const { payload } = await compactVerify(receipt!, key);
  return { fixture, request, presentations, receipt: receipt!, content: JSON.parse(decodeUtf8(payload)!) };
}

test('states the verifier, the verdict, the time and the presentation, and nothing else', async () => {
  const { fixture, request, presentations, receipt, content } = await receiptOf({});
  const { payload } = parseSdJwt(fixture.held.credential)!.issuerJwt;
  expect(content).toEqual({
    iss: VERIFIER,
    aud: OWNER,
    iat: NOW / 1000,
    jti: expect.stringMatching(/^[\w-]{22}$/),
    request_id: request.id,
    policy_hash: sha256Base64url(request.transaction_data[0]!),
    presentation_hash: sha256Base64url(canonicalJson(presentations)),
    verdict: 'verified',
    predicates: exampleRequest.statements,
    status: { salary: { ...(payload.status as { status_list: object }).status_list, status: 'valid' } },
  });
  expect(decodeProtectedHeader(receipt)).toEqual({
    typ: 'zk-income-receipt+jwt',
    alg: 'ES256',
    kid: expect.any(String),
  });
});

test('contains the requested claims and no others', async () => {
  const { content } = await receiptOf({ disclose: ['family_name'] });
  expect(content.disclosed).toEqual({ salary: { family_name: 'Mustermann' } });
});

test('contains no income and no opening', async () => {
  const { fixture, receipt, content } = await receiptOf({});
  const text = JSON.stringify(content) + receipt;
  for (const { value } of openingsOf(fixture.held.credential)) {
    const { value: amount, blinding } = value as { value: string; blinding: string };
    // The threshold equals the income here. It appears only as formatted money.
    expect(text).not.toContain(amount);
    expect(text).not.toContain(blinding);
  }
});

function openingsOf(credential: string) {
  const all = parseSdJwt(credential)!.disclosures.map((text) => JSON.parse(atobUrl(text)));
  const openings = all.map(([, , value]) => ({ value })).filter(({ value }) => typeof value === 'object');
  expect(openings).toHaveLength(3);
  return openings;
}

const atobUrl = (text: string): string => atob(text.replaceAll('-', '+').replaceAll('_', '/'));

test('is stored for ninety days by default', async () => {
  const fixture = await makeSalaryFixture();
  expect(await fixture.verifyForged()).toBe('verified');
  expect([...fixture.requests.retained.values()]).toEqual([NOW / 1000 + 90 * 86_400]);
});

describe('a receipt with disclosed claims', () => {
  test('is stored for seven days by default, and for the owner it is gone after that', async () => {
    const fixture = await makeSalaryFixture();
    const request = await fixture.createRequest({ disclose: ['given_name'] });
    expect(await fixture.verify(request, await forge(request, fixture.salary()))).toBe('verified');
    expect([...fixture.requests.retained.values()]).toEqual([NOW / 1000 + 7 * 86_400]);
    const find = () => outcomeAsync(() => fixture.verifier.findRequest(OWNER, request.id));
    fixture.clock.time += 7 * 86_400_000 - 1;
    expect(await find()).toBe('accepted');
    fixture.clock.time += 1;
    expect(await find()).toBe('request_unknown');
  });

  test('is never stored longer than others', async () => {
    const fixture = await makeSalaryFixture({ receiptRetentionSeconds: 86_400 });
    expect(await fixture.verifyForged({}, { disclose: ['given_name'] })).toBe('verified');
    expect([...fixture.requests.retained.values()]).toEqual([NOW / 1000 + 86_400]);
  });
});
