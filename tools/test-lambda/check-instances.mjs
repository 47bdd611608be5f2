// How an instance lives: it starts once, is frozen between invocations, and has a deadline for each.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { generateKey } from '../../dist/libs/signing-keys/src/index.js';
import { Gateway } from './gateway.mjs';
import { Instance } from './instance.mjs';

const HANDLER = { issuer: 'issuer/lambda.handler', verifier: 'verifier/lambda.handler' };

/** Nothing of its time passes for who is frozen. */
const FROZEN_MS = 1_500;

async function checkWarm(report, { issuer }) {
  const [instance] = issuer.instances;
  await report.check(
    'one instance answers one request after the other, and logs each before it is frozen',
    async () => {
      const before = instance.api.invocations;
      for (let i = 0; i < 20; i++) {
        const { status, id } = await issuer.request('GET', '/.well-known/jwks.json');
        assert.equal(status, 200);
        const line = instance.log.findLast(({ context }) => context === 'Request');
        assert.deepEqual([line?.message.requestId, line?.message.status], [id, 200]);
      }
      assert.equal(instance.api.invocations, before + 20);
      assert.equal(issuer.instances.length, 1);
    },
  );
}

async function checkFrozen(report, deployment) {
  const { issuer, link } = deployment;
  const published = async () =>
    (await issuer.request('GET', '/.well-known/jwks.json')).json.keys.map(({ kid }) => kid);
  await report.check(
    'keys that were rotated while an instance was frozen are there with its next answer',
    async () => {
      const [before] = await published();
      const vault = deployment.vault('issuer');
      const key = await generateKey();
      await vault.add(key);
      await vault.promote(Math.floor(Date.now() / 1000) + 3600);
      await wait(FROZEN_MS);
      assert.deepEqual((await published()).sort(), [before, key.kid].sort());
    },
  );
  await report.check('connections that ended meanwhile are made anew', async () => {
    assert.equal((await issuer.request('GET', '/health/ready')).status, 200);
    assert.ok(link.cut() > 0);
    await wait(FROZEN_MS);
    const { status, ms } = await issuer.request('GET', '/health/ready');
    assert.equal(status, 200);
    return `${ms.toFixed(0)} ms`;
  });
}

async function checkDeadline(report, { issuer, link, keys }) {
  const [instance] = issuer.instances;
  await report.check('a request that would miss the deadline gets its answer before', async () => {
    link.hold();
    const headers = { authorization: `Bearer ${keys.ISSUER_API_KEY}`, 'content-type': 'application/json' };
    const options = { headers, body: '{}', timeoutMs: 2_000 };
    const { status, json, headers: answered, ms, id } = await issuer.request('POST', '/issue', options);
    link.release();
    assert.equal(status, 503, JSON.stringify(json));
    assert.deepEqual([json.code, json.instance], ['unavailable', `urn:uuid:${id}`]);
    assert.match(json.detail, /Idempotency-Key/);
    assert.equal(answered['retry-after'], '5');
    assert.ok(instance.log.some(({ level, message }) => level === 'error' && message.requestId === id));
    assert.ok(ms > 1_000 && ms < 1_900, `${ms} ms`);
    return `${ms.toFixed(0)} of 2000 ms`;
  });
  await report.check('and the same instance answers the next one', async () => {
    const { status } = await issuer.request('GET', '/health/ready');
    assert.deepEqual([status, issuer.instances[0] === instance], [200, true]);
  });
}

async function checkAddress(report, deployment) {
  const gateway = await Gateway.listen();
  const own = { MAX_REFUSED_PER_MINUTE: '3' };
  const env = deployment.environment('verifier', own);
  for (const [trust, name] of [
    ['', 'nobody'],
    ['1', 'one proxy'],
  ]) {
    await report.check(`who is throttled is whom API Gateway saw, where ${name} is trusted`, async () => {
      await gateway.serve(deployment.launch(HANDLER.verifier), { ...env, TRUST_PROXY: trust });
      const refused = (sourceIp, forged) =>
        gateway.request('POST', '/verify', {
          sourceIp,
          headers: { 'content-type': 'application/json', 'x-forwarded-for': forged },
          body: JSON.stringify({ request_id: 'a'.repeat(22), presentations: { salary: 'x' } }),
        });
      const codes = [];
      for (let i = 0; i < 4; i++) codes.push((await refused('198.51.100.1', `192.0.2.${i}`)).json.code);
      assert.equal(codes.filter((code) => code === 'rate_limited').length, 1, codes.join());
      assert.notEqual((await refused('198.51.100.2', '198.51.100.1')).json.code, 'rate_limited');
    });
    await gateway.withdraw();
  }
  await gateway.stop();
}

async function checkInitErrors(report, deployment) {
  const start = (own) =>
    Instance.start(deployment.launch(HANDLER.verifier), deployment.environment('verifier', own));
  await report.check('a wrong configuration is reported to Lambda, all of it, without a value', async () => {
    const instance = await start({ LOG_LEVEL: 'hunter2', PROOF_THREADS: '-7', TRUSTED_ISSUERS: '' });
    const { errorType, errorMessage } = instance.initError;
    assert.equal(errorType, 'StartError');
    for (const name of ['LOG_LEVEL', 'PROOF_THREADS', 'TRUSTED_ISSUERS'])
      assert.ok(errorMessage.includes(`${name}: expected`));
    assert.doesNotMatch(JSON.stringify(instance.initError) + instance.output, /hunter2/);
    assert.notEqual(await instance.exited, 0);
    await instance.stop();
  });
  await report.check('so are keys that cannot be had', async () => {
    const instance = await start({ KEY_SECRET_ID: 'zk-income-test/nowhere' });
    assert.match(
      instance.initError.errorMessage,
      /The verifier does not start\. The secret zk-income-test\/nowhere cannot be used: /,
    );
    await instance.stop();
  });
  await report.check('and a folder that there cannot be, for keys in a file', async () => {
    const instance = await start({ KEY_PROVIDER: 'file', DATA_DIR: '/dev/null' });
    assert.match(instance.initError.errorMessage, /The key file .* cannot be (read|written)/);
    await instance.stop();
  });
}

export async function checkInstances(report, deployment) {
  await checkWarm(report, deployment);
  await checkFrozen(report, deployment);
  await checkDeadline(report, deployment);
  await checkAddress(report, deployment);
  await checkInitErrors(report, deployment);
}
