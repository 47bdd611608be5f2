// An accepted presentation stays accepted when a replica or the store is killed.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { each } from '../harness/clients.mjs';
import { answers, until } from '../harness/network.mjs';
import { docker } from './stack.mjs';

const REQUESTS = 240;
const CONCURRENCY = 12;

/**
 * Anything else would be a statement about the presentation, and not a fault. Status 0: the connection broke. Without the
 * store, the issuer can't tell the verifier its keys and status lists either.
 */
const ALLOWED = ['accepted', '0', '502', '503', '200 issuer_unavailable', '200 status_unknown'];

const isAccepted = ({ status, json }) => status === 200 && json.verified;

export function faultTests(context) {
  let victim;
  let store;
  let bodies;
  let first;

  before(async () => {
    const { stack, clients } = context;
    [victim] = await stack.containers('verifier');
    store = await stack.container('dynamodb');
    const salary = await clients.issue();
    bodies = await each(new Array(REQUESTS).fill(salary), 4, (one) => clients.prepare(one));
  });

  test('a verifier and then the store are killed under load', async (t) => {
    const kills = new Map([
      [REQUESTS / 4, victim],
      [REQUESTS / 2, store],
    ]);
    const killed = [];
    let done = 0;
    first = await each(bodies, CONCURRENCY, async (body) => {
      const response = await context.clients.verify(body);
      const target = kills.get(++done);
      if (target) killed.push(docker('kill', target));
      return { ...response, afterKills: killed.length };
    });
    await Promise.all(killed);
    const tally = {};
    for (const response of first) {
      const { status, json } = response;
      const refusal = status === 200 ? ` ${json.code}` : '';
      const kind = isAccepted(response) ? 'accepted' : `${status}${refusal}`;
      tally[kind] = (tally[kind] ?? 0) + 1;
    }
    const summary = Object.entries(tally).map(([kind, count]) => `${count} ${kind}`);
    assert.deepEqual(
      Object.keys(tally).filter((kind) => !ALLOWED.includes(kind)),
      [],
      summary.join(', '),
    );
    assert.ok(
      first.some((response) => response.afterKills === 1 && isAccepted(response)),
      'the other verifier continues',
    );
    assert.ok(tally['503'] > 0, 'nothing is accepted without a store');
    t.diagnostic(summary.join(', '));
  });

  test('both recover', async () => {
    const { stack } = context;
    await docker('start', store, victim);
    await stack.untilHealthy([store, ...(await stack.containers('verifier'))]);
    await until('the verifiers are ready', () => answers(`${stack.urls.VERIFIER_URL}/health/ready`));
  });

  test('every accepted presentation has its receipt, and is accepted once', async (t) => {
    const { clients } = context;
    const keys = createLocalJWKSet(await clients.verifierKeys());
    const again = await each(bodies, CONCURRENCY, (body) => clients.verify(body));
    let lostResponses = 0;
    for (const [i, { request_id }] of bodies.entries()) {
      assert.ok(isAccepted(again[i]), `stuck: ${JSON.stringify(again[i])}`);
      const { isReplayed } = again[i];
      if (isAccepted(first[i])) assert.ok(isReplayed, `accepted twice, or lost: ${JSON.stringify(again[i])}`);
      if (isReplayed && !isAccepted(first[i])) lostResponses++;
      const { state, verdict, receipt } = await clients.view(request_id);
      assert.deepEqual([state, verdict.verified], ['answered', true]);
      const { payload } = await jwtVerify(receipt, keys, { typ: 'zk-income-receipt+jwt' });
      assert.equal(payload.request_id, request_id);
    }
    t.diagnostic(
      `${REQUESTS} receipts; ${lostResponses} presentations were accepted though the response was lost`,
    );
  });
}
