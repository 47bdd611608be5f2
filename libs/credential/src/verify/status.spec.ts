import { expect, test } from '@jest/globals';
import { forge } from '../testing/forge.js';
import { makeSalaryScene } from '../testing/scene.js';
import { CLIENT, ISSUER, OWNER } from '../testing/world.js';

test('a credential is refused while it is suspended, accepted again, and refused for good when revoked', async () => {
  const scene = await makeSalaryScene();
  const set = async (status: 'valid' | 'suspended' | 'revoked') => {
    await scene.issuer.engine.changeStatus(CLIENT.id, scene.held.batch, status);
    scene.clock.time += 300_000;
    return scene.attempt();
  };
  expect(await scene.attempt()).toBe('verified');
  expect(await set('suspended')).toBe('credential_suspended');
  expect(await set('valid')).toBe('verified');
  expect(await set('revoked')).toBe('credential_revoked');
});

test('a credential whose list cannot be had, or has no such entry, is not verified', async () => {
  const scene = await makeSalaryScene();
  const status = { status_list: { idx: 1_000_000, uri: `${ISSUER}/status-lists/0` } };
  expect(await scene.attempt({ payload: { status } })).toBe('status_unknown');
  const away = await makeSalaryScene();
  away.documents.sources.delete(`${ISSUER}/status-lists/0`);
  expect(await away.attempt()).toBe('status_unknown');
});

test('the status is looked at before the proof, and costs no attempt', async () => {
  const scene = await makeSalaryScene();
  await scene.issuer.engine.changeStatus(CLIENT.id, scene.held.batch, 'revoked');
  const request = await scene.ask();
  const proof = (bytes: Uint8Array) => bytes.fill(0);
  expect(await scene.answer(request, await forge(request, scene.salary(), { proof }))).toBe(
    'credential_revoked',
  );
  expect((await scene.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(0);
});
