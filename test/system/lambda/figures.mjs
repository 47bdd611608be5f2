// Duration of a start, of the first verification after it, and of later ones. For information: nothing is asserted.
import { Clients } from '../harness/clients.mjs';
import { Gateway } from './gateway.mjs';

const STARTS = 5;
const VERIFICATIONS = 30;
const JSON_TYPE = { 'content-type': 'application/json' };

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/** Starts a new instance and measures its verifications. */
async function oneStart(deployment, bodies, own) {
  const gateway = await Gateway.listen();
  const env = deployment.environment('verifier', own);
  const { initMs } = await gateway.serve(deployment.launch('verifier/lambda.handler'), env);
  const times = [];
  for (const body of bodies) {
    const { json, ms } = await gateway.request('POST', '/verify', { headers: JSON_TYPE, body });
    if (!json?.verified) throw new Error(JSON.stringify(json));
    times.push(ms);
  }
  await gateway.stop();
  return { initMs, first: times[0], warm: median(times.slice(-VERIFICATIONS / 2)) };
}

export async function figures(t, deployment) {
  const { issuer, verifier, keys } = deployment;
  const clients = new Clients({ ISSUER_URL: issuer.url, VERIFIER_URL: verifier.url, ...keys });
  const salary = await clients.issue();
  for (const [name, own] of [
    ['proofs checked in the main thread', {}],
    ['proofs checked in one worker thread', { PROOF_THREADS: '1' }],
  ]) {
    const starts = [];
    for (let i = 0; i < STARTS; i++) {
      const bodies = [];
      for (let j = 0; j < VERIFICATIONS; j++) bodies.push(JSON.stringify(await clients.prepare(salary)));
      starts.push(await oneStart(deployment, bodies, own));
    }
    const of = (key) => {
      const values = starts.map((start) => start[key]);
      return `${median(values).toFixed(0)} ms (minimum ${Math.min(...values).toFixed(0)})`;
    };
    t.diagnostic(`${name}: init ${of('initMs')}, first verified ${of('first')}, warm ${of('warm')}`);
  }
}
