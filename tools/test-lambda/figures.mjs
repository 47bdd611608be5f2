// How long a start takes, and the first proof that is verified after it: for a person to read, nothing is asserted.
import { Parties } from '../e2e/parties.mjs';
import { Gateway } from './gateway.mjs';

const STARTS = 5;
const VERIFICATIONS = 30;
const JSON_TYPE = { 'content-type': 'application/json' };

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/** A new instance, its first verification, and what one takes when it is warm. */
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

export async function printFigures(deployment) {
  const { issuer, verifier, keys } = deployment;
  const parties = new Parties(issuer.url, verifier.url, {
    issuer: keys.ISSUER_API_KEY,
    verifier: keys.VERIFIER_API_KEY,
  });
  const { held } = await parties.issue();
  const prepare = async () => {
    const request = await parties.ask();
    return JSON.stringify({ request_id: request.id, presentations: await parties.prove(request, held) });
  };
  for (const [name, own] of [
    ['proofs checked by the process itself', {}],
    ['proofs checked by one thread more', { PROOF_THREADS: '1' }],
  ]) {
    const starts = [];
    for (let i = 0; i < STARTS; i++) {
      const bodies = [];
      for (let j = 0; j < VERIFICATIONS; j++) bodies.push(await prepare());
      starts.push(await oneStart(deployment, bodies, own));
    }
    const of = (key) => {
      const values = starts.map((start) => start[key]);
      return `${median(values).toFixed(0)} ms (at best ${Math.min(...values).toFixed(0)})`;
    };
    console.log(`  ${name}: init ${of('initMs')}, first verified ${of('first')}, warm ${of('warm')}`);
  }
}
