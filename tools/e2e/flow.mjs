// The flow as it should go, and what must not work.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { call, expectStatus, INCOME } from '../api.mjs';
import { expectProblem } from './endpoints.mjs';

const { ProtocolError } = await import('../../dist/libs/credential/src/index.js');

/** The verdict of an answer, as one text. */
function verdict(answer) {
  const { verified, code } = expectStatus(answer, 200);
  assert.equal(verified, code === 'verified', JSON.stringify(answer.json));
  return code;
}

async function jwks(url) {
  return createLocalJWKSet(expectStatus(await call('GET', `${url}/.well-known/jwks.json`), 200));
}

/** Issue, request, prove, verify and fetch the receipt, once. */
async function walk(parties) {
  const { batch, held } = await parties.issue();
  const request = await parties.ask();
  const presentations = await parties.prove(request, held);
  const code = verdict(await parties.verify(request, presentations));
  return { batch, held, request, presentations, code, view: await parties.view(request) };
}

/** Walks so often, and checks what the last walk left. Returns that, or undefined where it did not work. */
export async function checkFlow(report, parties, runs) {
  let walked;
  const issuerKeys = await jwks(parties.issuerUrl);
  const verifierKeys = await jwks(parties.verifierUrl);
  const works = await report.check(`issue, request, prove, verify, receipt: ${runs} times`, async () => {
    for (let run = 0; run < runs; run++) {
      walked = await walk(parties);
      assert.equal(walked.code, 'verified');
    }
  });
  if (!works) return undefined;

  await report.check('the credential is signed by the issuer that its metadata names', async () => {
    const { issuer } = expectStatus(await call('GET', `${parties.issuerUrl}/.well-known/jwt-vc-issuer`), 200);
    await jwtVerify(walked.held.credential.split('~')[0], issuerKeys, { typ: 'dc+sd-jwt', issuer });
    return issuer;
  });
  await report.check('the presentation does not have the income in it', () => {
    const text = walked.presentations.salary;
    const bodies = text.split(/[~.]/).map((part) => Buffer.from(part, 'base64url').toString());
    for (const one of [text, ...bodies]) assert.ok(!one.includes(INCOME));
    return `${text.length.toLocaleString('en')} bytes`;
  });
  await report.check('the receipt is signed by the verifier, for this request', async () => {
    const { state, receipt } = walked.view;
    assert.equal(state, 'answered');
    const issuer = /^redirect_uri:(.+)\/verify$/.exec(walked.request.audience)?.[1];
    assert.ok(issuer, walked.request.audience);
    const { payload } = await jwtVerify(receipt, verifierKeys, { typ: 'zk-income-receipt+jwt', issuer });
    assert.deepEqual([payload.request_id, payload.verdict], [walked.request.id, 'verified']);
    assert.doesNotMatch(JSON.stringify(payload), /Erika|Mustermann/);
    return payload.predicates.join('; ');
  });
  return walked;
}

export async function checkRefusals(report, parties, { held, request, presentations }) {
  await report.check('the same presentation once more is a conflict', async () => {
    const again = await parties.verify(request, presentations);
    return `409 ${expectProblem(again, 409, 'request_already_answered')}`;
  });
  await report.check('one cent more than the income cannot be proved', async () => {
    const above = await parties.ask(String(BigInt(INCOME) + 1n));
    await assert.rejects(parties.prove(above, held), (error) => {
      return error instanceof ProtocolError && error.code === 'predicate_not_satisfied';
    });
    return 'predicate_not_satisfied, on this side; nothing was sent';
  });
  await report.check('a proof for another request is refused', async () => {
    const code = verdict(await parties.verify(await parties.ask(), presentations));
    assert.equal(code, 'nonce_mismatch');
    return code;
  });
  await report.check('a proof for another verifier is refused, and uses nothing up', async () => {
    const asked = await parties.ask();
    const elsewhere = { ...asked, audience: 'redirect_uri:https://verifier.example/verify' };
    const code = verdict(await parties.verify(asked, await parties.prove(elsewhere, held)));
    assert.equal(code, 'audience_mismatch');
    assert.equal(verdict(await parties.verify(asked, await parties.prove(asked, held))), 'verified');
    return code;
  });
}

/** The status list of a credential, fetched from where the issuer is reached from here. */
async function statusList(parties, { credential }) {
  const { iss, status } = decodeJwt(credential.split('~')[0]);
  const { uri } = status.status_list;
  assert.ok(uri.startsWith(`${iss}/`), uri);
  const answer = await call('GET', parties.issuerUrl + uri.slice(iss.length));
  expectStatus(answer, 200);
  return (
    await jwtVerify(answer.text, await jwks(parties.issuerUrl), { typ: 'statuslist+jwt', subject: uri })
  ).payload;
}

/** A verifier may go on with its copy of the list for the list's ttl, and the issuer with its own for a tenth of it. */
export const patienceSeconds = (ttl) => ttl * 1.1 + 30;

export async function checkRevocation(report, parties, { batch, held }, say) {
  await report.check('a revoked credential is refused as soon as its status list has run out', async () => {
    const { ttl } = await statusList(parties, held);
    assert.ok(ttl > 0, `ttl: ${ttl}`);
    await parties.revoke(batch);
    const revoked = Date.now();
    const seconds = () => (Date.now() - revoked) / 1000;
    const patience = patienceSeconds(ttl);
    if (ttl > 10) say(`waiting for at most ${Math.ceil(patience)} s: the list may be kept for ${ttl} s`);
    for (;;) {
      const asked = await parties.ask();
      const code = verdict(await parties.verify(asked, await parties.prove(asked, held)));
      if (code === 'credential_revoked') return `${code} after ${seconds().toFixed(1)} s`;
      assert.equal(code, 'verified');
      assert.ok(seconds() < patience, `still accepted after ${seconds().toFixed(0)} s`);
      await wait(Math.max(250, (ttl * 1000) / 30));
    }
  });
}
