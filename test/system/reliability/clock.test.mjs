// Verifiers whose clocks are ten minutes ahead and behind share a store: they answer like one.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { persist } from './client.mjs';
import { record } from './figures.mjs';
import { Participants } from './flows.mjs';
import { ServicesUnderTest } from './services.mjs';

const TEN_MINUTES = 600_000;
const PAIRS = [
  ['ahead', 'behind'],
  ['behind', 'ahead'],
  ['exact', 'behind'],
  ['ahead', 'exact'],
];

let services;
let participants;

before(async () => {
  services = await ServicesUnderTest.start({ exact: 0, ahead: TEN_MINUTES, behind: -TEN_MINUTES });
  participants = new Participants(services);
});

for (const [first, second] of PAIRS) {
  test(`a retry at the verifier that is ${second} gets the answer of the one that is ${first}`, async () => {
    const key = randomUUID();
    const created = await persist(() => participants.createRequest(key, first));
    const again = await persist(() => participants.createRequest(key, second));
    assert.deepEqual([again.json, again.isReplayed], [created.json, true]);
  });

  test(`an operation of a killed verifier that is ${first} is continued by the one that is ${second}`, async (t) => {
    const key = randomUUID();
    const requests = await participants.count('Nonces');
    // The third write stores the request.
    services.proxy.arm(3, { forwards: 1, kills: 'service' }, () => services.kill(first));
    await participants.createRequest(key, first);
    services.proxy.disarm();
    const created = await persist(() => participants.createRequest(key, second));
    assert.equal(created.status, 201, created.text);
    assert.equal(await participants.count('Nonces'), requests + 1, 'created twice');
    await services.restart(first);
    assert.deepEqual((await persist(() => participants.createRequest(key, first))).json, created.json);
    t.diagnostic(`continued after ${Math.round(created.ms)} ms`);
    record({ kind: 'clock', first, second, ms: Math.round(created.ms) });
  });
}

test('of concurrent presentations at all of them, exactly one is accepted', async () => {
  const { json: request } = await persist(() => participants.createRequest(undefined, 'exact'));
  const presentations = await participants.prove(request);
  const responses = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      participants.verify(request, presentations, ['exact', 'ahead', 'behind'][i % 3]),
    ),
  );
  const accepted = responses.filter(({ json, isReplayed }) => json?.verified && !isReplayed);
  assert.equal(accepted.length, 1, JSON.stringify(responses.map(({ status, json }) => [status, json?.code])));
  const { json } = await persist(() => participants.onRequest('GET', request.id, 'exact'));
  assert.equal(json.state, 'answered');
});
