// Every write of every flow, with every fault: nothing is done twice, lost, or answered differently.
import { before, describe, test } from 'node:test';
import { suiteOptions } from '../harness/options.mjs';
import { record } from './figures.mjs';
import { FLOWS, Participants } from './flows.mjs';
import { ServicesUnderTest } from './services.mjs';
import { FAULTS } from './store-proxy.mjs';

const { quick, flow: only } = suiteOptions({ quick: { type: 'boolean' }, flow: { type: 'string' } });

/** The faults of the short form. The others need more time and find less. */
const QUICK = [
  'the request is lost, and the store stays unreachable',
  'the answer is lost, and the store stays unreachable',
  'the answer is lost once',
  'the request arrives twice',
  'the service is killed before the write',
  'the service is killed between write and answer',
  'the store is killed between write and answer',
];

let services;
let participants;

before(async () => {
  services = await ServicesUnderTest.start();
  participants = new Participants(services);
  await participants.prove((await participants.createRequest()).json);
});

/** The writes of one undisturbed call. */
async function countWrites(flow) {
  const state = await flow.prepare(participants);
  services.proxy.arm();
  const first = await flow.call(participants, state);
  const { writes } = services.proxy;
  services.proxy.disarm();
  await flow.check(participants, state, first);
  return writes;
}

/** Runs a flow with a fault at its n-th write. Returns the milliseconds until a retry had its answer. */
async function interrupt(flow, fault, n) {
  const state = await flow.prepare(participants);
  let killed;
  services.proxy.arm(n, fault, (what) => {
    killed = what === 'service' ? flow.server : what;
    return services.kill(killed);
  });
  const first = await flow.call(participants, state);
  if (killed === 'store') await services.restart('store');
  services.proxy.disarm();
  if (killed) await services.restart(killed);
  return flow.check(participants, state, first);
}

for (const [name, flow] of Object.entries(FLOWS)) {
  if (only !== undefined && !name.includes(only)) continue;
  describe(name, () => {
    let writes;

    before(async () => {
      writes = await countWrites(flow);
    });

    for (const [description, fault] of Object.entries(FAULTS)) {
      if (quick && !QUICK.includes(description)) continue;
      test(`at each of its writes, ${description}`, async (t) => {
        let longest = 0;
        for (let n = 1; n <= writes; n++) {
          const ms = await interrupt(flow, fault, n).catch((error) => {
            error.message = `write ${n} of ${writes}: ${error.message}`;
            throw error;
          });
          longest = Math.max(longest, ms);
        }
        t.diagnostic(`${writes} writes; a retry had its answer after ${Math.round(longest)} ms at most`);
        record({ kind: 'writes', flow: name, fault: description, writes, longest: Math.round(longest) });
      });
    }
  });
}
