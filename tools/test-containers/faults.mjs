// What was accepted stays accepted, whatever dies.
import assert from 'node:assert/strict';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { each } from './clients.mjs';
import { answers, docker, until } from './stack.mjs';

const REQUESTS = 240;
const AT_ONCE = 12;

const isAccepted = ({ status, json }) => status === 200 && json.verified;

export async function checkFaults(report, stack, clients) {
  const [victim] = await stack.containers('verifier');
  const store = await stack.container('dynamodb');
  const salary = await clients.issue();
  let bodies;
  let first;

  await report.check('a verifier and then the store are killed under load', async () => {
    bodies = await each(new Array(REQUESTS).fill(salary), 4, (one) => clients.prepare(one));
    const kills = new Map([
      [REQUESTS / 4, victim],
      [REQUESTS / 2, store],
    ]);
    const killed = [];
    let done = 0;
    first = await each(bodies, AT_ONCE, async (body) => {
      const answer = await clients.verify(body);
      const target = kills.get(++done);
      if (target) killed.push(docker('kill', target));
      return { ...answer, afterKills: killed.length };
    });
    await Promise.all(killed);
    const kinds = first.map(({ status, json }) =>
      isAccepted({ status, json }) ? 'accepted' : String(status),
    );
    const tally = {};
    for (const kind of kinds) tally[kind] = (tally[kind] ?? 0) + 1;
    const said = Object.entries(tally).map(([kind, count]) => `${count} ${kind}`);
    // Refused or believed replayed would be an answer about the presentation; a fault is none.
    const allowed = new Set(['accepted', '0', '502', '503']);
    assert.deepEqual(
      Object.keys(tally).filter((kind) => !allowed.has(kind)),
      [],
      said.join(', '),
    );
    assert.ok(
      first.some((answer) => answer.afterKills === 1 && isAccepted(answer)),
      'the other verifier goes on',
    );
    assert.ok(tally['503'] > 0, 'without a store nothing is accepted');
    return said.join(', ');
  });

  await report.check('both come back and work again', async () => {
    await docker('start', store, victim);
    await stack.untilHealthy([store, ...(await stack.containers('verifier'))]);
    await until('the verifiers answer', () => answers(`${stack.urls.VERIFIER_URL}/health/ready`));
  });

  await report.check('everything that was accepted has its receipt, and is accepted once', async () => {
    const keys = createLocalJWKSet(await clients.verifierKeys());
    const again = await each(bodies, AT_ONCE, (body) => clients.verify(body));
    let lostAnswers = 0;
    for (const [i, { request_id }] of bodies.entries()) {
      const replayed = again[i].status === 409 && again[i].json.code === 'request_already_answered';
      if (isAccepted(first[i])) assert.ok(replayed, `accepted twice, or lost: ${JSON.stringify(again[i])}`);
      else assert.ok(replayed || isAccepted(again[i]), `stuck: ${JSON.stringify(again[i])}`);
      if (replayed && !isAccepted(first[i])) lostAnswers++;
      const { state, verdict, receipt } = await clients.view(request_id);
      assert.deepEqual([state, verdict.verified], ['answered', true]);
      const { payload } = await jwtVerify(receipt, keys, { typ: 'zk-income-receipt+jwt' });
      assert.equal(payload.request_id, request_id);
    }
    return `${REQUESTS} receipts; ${lostAnswers} were accepted though the answer got lost`;
  });
}
