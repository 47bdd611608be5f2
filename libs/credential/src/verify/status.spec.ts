import { expect, test } from '@jest/globals';
import { CLIENT, ISSUER, OWNER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { makeSalaryFixture } from '../testing/salary-fixture.js';

test('a credential is rejected while suspended, accepted when valid again, and rejected when revoked', async () => {
  const fixture = await makeSalaryFixture();
  const set = async (status: 'valid' | 'suspended' | 'revoked') => {
    await fixture.issuer.engine.changeStatus(CLIENT.id, fixture.held.batch, status);
    fixture.clock.time += 300_000;
    return fixture.verifyForged();
  };
  expect(await fixture.verifyForged()).toBe('verified');
  expect(await set('suspended')).toBe('credential_suspended');
  expect(await set('valid')).toBe('verified');
  expect(await set('revoked')).toBe('credential_revoked');
});

test('a credential is rejected if its list is not available or has no such entry', async () => {
  const fixture = await makeSalaryFixture();
  const status = { status_list: { idx: 1_000_000, uri: `${ISSUER}/status-lists/0` } };
  expect(await fixture.verifyForged({ payload: { status } })).toBe('status_unknown');
  const away = await makeSalaryFixture();
  away.documents.sources.delete(`${ISSUER}/status-lists/0`);
  expect(await away.verifyForged()).toBe('status_unknown');
});

test('the status is checked before the proof, and a failure does not count as an attempt', async () => {
  const fixture = await makeSalaryFixture();
  await fixture.issuer.engine.changeStatus(CLIENT.id, fixture.held.batch, 'revoked');
  const request = await fixture.createRequest();
  const proof = (bytes: Uint8Array) => bytes.fill(0);
  expect(await fixture.verify(request, await forge(request, fixture.salary(), { proof }))).toBe(
    'credential_revoked',
  );
  expect((await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(0);
});
