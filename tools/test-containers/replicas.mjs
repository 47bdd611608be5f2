// Two verifiers are one verifier to whoever presents.
import assert from 'node:assert/strict';
import { each } from './clients.mjs';
import { docker } from './stack.mjs';

const COPIES = 1000;
const AT_ONCE = 50;

/** How many presentations each replica has answered, by its access log. */
async function answered(ids) {
  const logs = await Promise.all(ids.map((id) => docker('logs', id)));
  return logs.map((log) => log.split('\n').filter((line) => line.includes('"route":"/verify"')).length);
}

export async function checkReplicas(report, stack, clients) {
  await stack.compose('up', '--detach', '--no-build', '--scale', 'verifier=2');
  const ids = await stack.containers('verifier');
  await stack.untilHealthy(ids);
  await report.check(`of ${COPIES} identical presentations over two verifiers one is accepted`, async () => {
    const before = await answered(ids);
    const body = await clients.prepare(await clients.issue());
    const answers = await each(new Array(COPIES).fill(body), AT_ONCE, (one) => clients.verify(one));
    const kinds = answers.map(({ status, json }) => `${status} ${json?.code}`);
    const count = (kind) => kinds.filter((one) => one === kind).length;
    assert.equal(count('200 verified'), 1);
    assert.equal(count('409 request_already_answered'), COPIES - 1, [...new Set(kinds)].join());
    assert.equal((await clients.view(body.request_id)).state, 'answered');
    const shares = (await answered(ids)).map((total, i) => total - before[i]);
    assert.ok(Math.min(...shares) > COPIES / 4, `they took ${shares.join(' and ')}`);
    return `they took ${shares.join(' and ')}`;
  });
}
