// The life of an instance: it starts once, is frozen between invocations, and has a deadline for each.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { generateKey } from '../../../dist/libs/signing-keys/src/index.js';
import { Gateway } from './gateway.mjs';
import { Instance } from './instance.mjs';

const VERIFIER = 'verifier/lambda.handler';

/** Longer than KEY_REFRESH_SECONDS and the keep-alive of connections. */
const FROZEN_MS = 1_500;

function warmTests(deployment) {
  test('one instance serves successive requests, and logs each before it is frozen', async () => {
    const { issuer } = deployment;
    const [instance] = issuer.instances;
    const before = instance.api.invocations;
    for (let i = 0; i < 20; i++) {
      const { status, id } = await issuer.request('GET', '/.well-known/jwks.json');
      assert.equal(status, 200);
      const line = instance.log.findLast(({ context }) => context === 'Request');
      assert.deepEqual([line?.message.requestId, line?.message.status], [id, 200]);
    }
    assert.equal(instance.api.invocations, before + 20);
    assert.equal(issuer.instances.length, 1);
  });
}

function frozenTests(deployment) {
  const published = async () =>
    (await deployment.issuer.request('GET', '/.well-known/jwks.json')).json.keys.map(({ kid }) => kid);

  test('the first response after a freeze has the keys that were rotated meanwhile', async () => {
    const [before] = await published();
    const vault = deployment.vault('issuer');
    const key = await generateKey();
    await vault.add(key);
    await vault.promote(Math.floor(Date.now() / 1000) + 3600);
    await wait(FROZEN_MS);
    assert.deepEqual((await published()).sort(), [before, key.kid].sort());
  });

  test('connections that were closed during a freeze are replaced', async (t) => {
    const { issuer, link } = deployment;
    assert.equal((await issuer.request('GET', '/health/ready')).status, 200);
    assert.ok(link.cut() > 0);
    await wait(FROZEN_MS);
    const { status, ms } = await issuer.request('GET', '/health/ready');
    assert.equal(status, 200);
    t.diagnostic(`${ms.toFixed(0)} ms`);
  });
}

function deadlineTests(deployment) {
  test('a request that would miss the deadline gets a response before it', async (t) => {
    const { issuer, link, keys } = deployment;
    const [instance] = issuer.instances;
    link.hold();
    const headers = { authorization: `Bearer ${keys.ISSUER_API_KEY}`, 'content-type': 'application/json' };
    const options = { headers, body: '{}', timeoutMs: 2_000 };
    const { status, json, headers: received, ms, id } = await issuer.request('POST', '/issue', options);
    link.release();
    assert.equal(status, 503, JSON.stringify(json));
    assert.deepEqual([json.code, json.instance], ['unavailable', `urn:uuid:${id}`]);
    assert.match(json.detail, /Idempotency-Key/);
    assert.equal(received['retry-after'], '5');
    assert.ok(instance.log.some(({ level, message }) => level === 'error' && message.requestId === id));
    assert.ok(ms > 1_000 && ms < 1_900, `${ms} ms`);
    t.diagnostic(`${ms.toFixed(0)} of 2000 ms`);
    const { status: next } = await issuer.request('GET', '/health/ready');
    assert.deepEqual([next, issuer.instances[0] === instance], [200, true], 'the same instance continues');
  });
}

function addressTests(deployment) {
  describe('clients are throttled by the address that API Gateway reports', () => {
    let gateway;
    before(async () => {
      gateway = await Gateway.listen();
    });
    for (const [trust, name] of [
      ['', 'no proxy is trusted'],
      ['1', 'one proxy is trusted'],
    ]) {
      test(`if ${name}`, async () => {
        const env = deployment.environment('verifier', {
          MAX_UNKNOWN_REQUESTS_PER_MINUTE: '3',
          TRUST_PROXY: trust,
        });
        await gateway.serve(deployment.launch(VERIFIER), env);
        const reject = (sourceIp, forged) =>
          gateway.request('POST', '/verify', {
            sourceIp,
            headers: { 'content-type': 'application/json', 'x-forwarded-for': forged },
            // Well-formed, so that the request is looked up.
            body: JSON.stringify({ request_id: 'a'.repeat(22), presentations: { salary: 'e30.e30.~' } }),
          });
        const codes = [];
        for (let i = 0; i < 4; i++) codes.push((await reject('198.51.100.1', `192.0.2.${i}`)).json.code);
        assert.equal(codes.filter((code) => code === 'rate_limited').length, 1, codes.join());
        assert.notEqual((await reject('198.51.100.2', '198.51.100.1')).json.code, 'rate_limited');
        await gateway.withdraw();
      });
    }
  });
}

function initErrorTests(deployment) {
  const start = (own) => Instance.start(deployment.launch(VERIFIER), deployment.environment('verifier', own));

  test('an invalid configuration is reported to Lambda: every variable, but no value', async () => {
    const instance = await start({ LOG_LEVEL: 'hunter2', PROOF_THREADS: '-7', TRUSTED_ISSUERS: '' });
    const { errorType, errorMessage } = instance.initError;
    assert.equal(errorType, 'StartError');
    for (const name of ['LOG_LEVEL', 'PROOF_THREADS', 'TRUSTED_ISSUERS'])
      assert.ok(errorMessage.includes(`${name}: expected`));
    assert.doesNotMatch(JSON.stringify(instance.initError) + instance.output, /hunter2/);
    assert.notEqual(await instance.exited, 0);
  });

  test('a secret that cannot be used is reported to Lambda', async () => {
    const instance = await start({ KEY_SECRET_ID: 'zk-income-test/nowhere' });
    assert.match(instance.initError.errorMessage, /Could not access the secret zk-income-test\/nowhere: /);
  });

  test('a key file that cannot be created is reported to Lambda', async () => {
    const instance = await start({ KEY_PROVIDER: 'file', DATA_DIR: '/dev/null' });
    assert.match(instance.initError.errorMessage, /Could not (read|write) the key file /);
  });
}

export function instanceTests(deployment) {
  warmTests(deployment);
  frozenTests(deployment);
  deadlineTests(deployment);
  addressTests(deployment);
  initErrorTests(deployment);
}
