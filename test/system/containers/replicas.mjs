// Two verifiers behave like one.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { each } from '../harness/clients.mjs';
import { until } from '../harness/network.mjs';
import { docker } from './stack.mjs';

const PRESENTATIONS = 1000;
const CONCURRENCY = 50;

/** The number of requests to a route that each replica has answered, according to its access log. */
async function served(ids, route) {
  const logs = await Promise.all(ids.map((id) => docker('logs', id)));
  return logs.map((log) => log.split('\n').filter((line) => line.includes(`"route":"${route}"`)).length);
}

export function replicaTests(context) {
  let ids;

  before(async () => {
    const { stack } = context;
    await stack.compose('up', '--detach', '--no-build', '--scale', 'verifier=2');
    ids = await stack.containers('verifier');
    await stack.untilHealthy(ids);
    const route = '/.well-known/jwks.json';
    const start = await served(ids, route);
    await until('the load balancer uses both replicas', async () => {
      await context.clients.verifierKeys();
      return (await served(ids, route)).every((total, i) => total > start[i]);
    });
  });

  test(`two verifiers accept one of ${PRESENTATIONS} identical presentations`, async (t) => {
    const { clients } = context;
    const start = await served(ids, '/verify');
    const body = await clients.prepare(await clients.issue());
    const responses = await each(new Array(PRESENTATIONS).fill(body), CONCURRENCY, (one) =>
      clients.verify(one),
    );
    const kinds = responses.map(
      ({ status, json, isReplayed }) => `${status} ${json?.code}${isReplayed ? ' repeated' : ''}`,
    );
    const count = (kind) => kinds.filter((one) => one === kind).length;
    assert.equal(count('200 verified'), 1);
    assert.equal(count('200 verified repeated'), PRESENTATIONS - 1, [...new Set(kinds)].join());
    assert.equal((await clients.view(body.request_id)).state, 'answered');
    const shares = (await served(ids, '/verify')).map((total, i) => total - start[i]);
    assert.ok(Math.min(...shares) > PRESENTATIONS / 4, `shares of the replicas: ${shares.join(' and ')}`);
    t.diagnostic(`shares of the replicas: ${shares.join(' and ')}`);
  });
}
