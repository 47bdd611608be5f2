// The calls whose writes are interrupted, and what must hold afterwards.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { CoreEngine, incomePolicy, salaryInput } from '../../../dist/libs/credential/src/index.js';
import { generateHolderKey } from '../../../scripts/generate-jwk.mjs';
import { until } from '../harness/network.mjs';
import { persist, send } from './client.mjs';

const payloadOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

/** The two bits of a credential in the issuer's published status list. */
async function publishedStatus({ idx, uri }) {
  const { text } = await persist(() => send('GET', uri));
  const bytes = inflateSync(Buffer.from(payloadOf(text).status_list.lst, 'base64url'));
  return (bytes[idx >> 2] >> ((idx & 3) * 2)) & 3;
}

const REVOKED = 1;

/** The clients of services under test, which the flows share. */
export class Participants {
  constructor(services) {
    this.services = services;
    this.store = services.storeClient();
  }

  async count(table) {
    const page = await this.store.dynamo.send(
      new ScanCommand({ TableName: table, Select: 'COUNT', ConsistentRead: true }),
    );
    return page.Count;
  }

  issue(idempotencyKey, keys = generateHolderKey()) {
    const body = salaryInput([keys.publicJwk]);
    const { acme: key } = this.services.keys;
    return send('POST', `${this.services.url('issuer')}/issue`, { key, body, idempotencyKey });
  }

  setStatus(batch, status) {
    const url = `${this.services.url('issuer')}/credentials/${batch}/status`;
    return send('POST', url, { key: this.services.keys.acme, body: { status } });
  }

  createRequest(idempotencyKey, verifier = 'verifier') {
    const { landlord: key } = this.services.keys;
    const body = { policy: incomePolicy() };
    return send('POST', `${this.services.url(verifier)}/requests`, { key, body, idempotencyKey });
  }

  onRequest(method, id, verifier = 'verifier') {
    const url = `${this.services.url(verifier)}/requests/${id}`;
    return send(method, url, { key: this.services.keys.landlord });
  }

  verify(request, presentations, verifier = 'verifier') {
    const body = { request_id: request.id, presentations };
    return send('POST', `${this.services.url(verifier)}/verify`, { body });
  }

  async prove(request) {
    this.salary ??= await this.newSalary();
    // A new engine has no record of earlier presentations: these requests share one credential instance.
    return new CoreEngine().generateProof(request, { salary: this.salary });
  }

  async newSalary() {
    const keys = generateHolderKey();
    const { json } = await persist(() => this.issue(undefined, keys));
    return { credential: json.credentials[0], holder_key: keys.privateJwk, batch: json.id };
  }
}

/** Asserts that a call with an Idempotency-Key created one thing, and has one answer. */
async function assertCreatedOnce(participants, { table, before }, first, call) {
  const settled = await persist(call);
  assert.equal(settled.status, 201, settled.text);
  if (first.status === 201) assert.deepEqual(settled.json, first.json, 'another answer');
  const again = await persist(call);
  assert.deepEqual([again.json, again.isReplayed], [settled.json, true]);
  assert.equal(await participants.count(table), before + 1, 'created twice');
  return settled;
}

const issue = {
  server: 'issuer',
  async prepare(participants) {
    const table = 'IssuedCredentials';
    const keys = generateHolderKey();
    return { table, before: await participants.count(table), keys, idempotencyKey: randomUUID() };
  },
  call: (participants, { keys, idempotencyKey }) => participants.issue(idempotencyKey, keys),
  async check(participants, state, first) {
    const settled = await assertCreatedOnce(participants, state, first, () =>
      issue.call(participants, state),
    );
    const { status } = await persist(() => participants.setStatus(settled.json.id, 'revoked'));
    assert.equal(status, 204, 'its owner cannot revoke it');
    return settled.ms;
  },
};

const revoke = {
  server: 'issuer',
  prepare: (participants) => participants.newSalary(),
  call: (participants, { batch }) => participants.setStatus(batch, 'revoked'),
  async check(participants, { batch, credential }, first) {
    const place = payloadOf(credential).status.status_list;
    const isPublished = async () => (await publishedStatus(place)) === REVOKED;
    const started = performance.now();
    if (first.status === 204) await until('the list shows what was answered', isPublished);
    const { status } = await persist(() => participants.setStatus(batch, 'valid'));
    assert.ok([204, 409].includes(status), `valid: ${status}`);
    if (first.status === 204) assert.equal(status, 409, 'a revocation was lost');
    // No further call: what is revoked for its owner is revoked for verifiers.
    if (status === 409) await until('the list shows what is recorded', isPublished);
    const ms = performance.now() - started;
    assert.equal((await persist(() => participants.setStatus(batch, 'revoked'))).status, 204);
    await until('the list shows the revocation', isPublished);
    return ms;
  },
};

const request = {
  server: 'verifier',
  async prepare(participants) {
    return { table: 'Nonces', before: await participants.count('Nonces'), idempotencyKey: randomUUID() };
  },
  call: (participants, { idempotencyKey }) => participants.createRequest(idempotencyKey),
  async check(participants, state, first) {
    return (await assertCreatedOnce(participants, state, first, () => request.call(participants, state))).ms;
  },
};

const verify = {
  server: 'verifier',
  async prepare(participants) {
    const { json } = await persist(() => participants.createRequest());
    return { request: json, presentations: await participants.prove(json) };
  },
  call: (participants, state) => participants.verify(state.request, state.presentations),
  async check(participants, state, first) {
    const settled = await persist(() => verify.call(participants, state));
    assert.deepEqual([settled.status, settled.json.verified], [200, true], settled.text);
    if (first.status === 200) assert.deepEqual([settled.json, settled.isReplayed], [first.json, true]);
    const view = () => persist(() => participants.onRequest('GET', state.request.id));
    const { json: before } = await view();
    assert.equal(before.state, 'answered');
    assert.equal((await persist(() => verify.call(participants, state))).isReplayed, true);
    const other = await participants.prove(state.request);
    const second = await persist(() => participants.verify(state.request, other));
    assert.deepEqual([second.status, second.json.code], [409, 'request_already_answered']);
    assert.equal((await view()).json.receipt, before.receipt, 'accepted twice');
    return settled.ms;
  },
};

const remove = {
  server: 'verifier',
  async prepare(participants) {
    return (await persist(() => participants.createRequest())).json;
  },
  call: (participants, { id }) => participants.onRequest('DELETE', id),
  async check(participants, { id }, first) {
    assert.notEqual(first.status, 404, 'a request that existed was reported as unknown');
    const settled = await persist(() => participants.onRequest('DELETE', id));
    assert.ok([204, 404].includes(settled.status), settled.text);
    assert.equal((await persist(() => participants.onRequest('GET', id))).status, 404, 'answered and lost');
    return settled.ms;
  },
};

export const FLOWS = {
  'POST /issue': issue,
  'POST /credentials/{id}/status': revoke,
  'POST /requests': request,
  'POST /verify': verify,
  'DELETE /requests/{id}': remove,
};
