// Walks a salary through the whole protocol, for a person to read: issue, request, prove, verify, receipt; then
// what must not work. Speaks to the services of `npm start` where they run, else starts its own for the time.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { call, expectStatus, holderKey, INCOME, incomePolicy, salary } from './api.mjs';
import { readDemoEnvironment } from './demo-environment.mjs';
import { startDemoServices } from './demo-services.mjs';

const root = join(import.meta.dirname, '..');
const { CoreEngine, decodeBase64url, describePolicy, formatAmount, ProtocolError } = await import(
  '../dist/libs/credential/src/index.js'
);

const answers = (url) =>
  fetch(`${url}/health/ready`).then(
    (response) => response.ok,
    () => false,
  );

/** The environment of running services, and how to stop them if they are ours. */
async function services() {
  const running = readDemoEnvironment(process.env.DATA_DIR ?? join(root, '.data'));
  if (running && (await answers(running.ISSUER_URL)) && (await answers(running.VERIFIER_URL))) {
    return { env: running, stop: async () => {} };
  }
  console.log('No services answer, so this demo starts its own and stops them at the end.\n');
  return startDemoServices();
}

const measure = ({ ms, bytes }) => `${ms.toFixed(0)} ms, ${bytes.toLocaleString('en')} bytes`;
const step = (number, title) => console.log(`\n${number}. ${title}`);
const line = (text) => console.log(`   ${text}`);

async function walk(env) {
  const holder = new CoreEngine();
  const { privateJwk, publicJwk } = holderKey();

  step(1, `The payroll bureau attests a salary of ${formatAmount(INCOME, 'EUR')}`);
  const issued = await call('POST', `${env.ISSUER_URL}/issue`, {
    key: env.ISSUER_API_KEY,
    body: salary(publicJwk),
  });
  const { id: batch, credentials } = expectStatus(issued, 201);
  line(`POST /issue → a credential for the tenant alone (${measure(issued)})`);

  step(2, 'The landlord asks');
  const ask = async (threshold) => {
    const answer = await call('POST', `${env.VERIFIER_URL}/requests`, {
      key: env.VERIFIER_API_KEY,
      body: { policy: incomePolicy(threshold) },
    });
    return { request: expectStatus(answer, 201), answer };
  };
  const { request, answer: asked } = await ask(INCOME);
  line(`POST /requests → nonce and policy (${measure(asked)})`);
  line('What the tenant is shown, made from the terms:');
  for (const statement of describePolicy(request.policy)) line(`  “${statement}”`);

  step(3, 'The tenant proves it on their own device');
  const held = { salary: { credential: credentials[0], holder_key: privateJwk } };
  const started = performance.now();
  const presentations = await holder.generateProof(request, held);
  const ms = performance.now() - started;
  const text = presentations.salary;
  const keyBinding = JSON.parse(
    new TextDecoder().decode(decodeBase64url(text.split('~').at(-1).split('.')[1])),
  );
  const proof = decodeBase64url(keyBinding.range_proof);
  line(
    `a proof of ${proof.length} bytes in a presentation of ${text.length.toLocaleString('en')} bytes (${ms.toFixed(0)} ms)`,
  );
  line(`the income appears in it: ${text.includes(INCOME) ? 'yes' : 'no'}`);

  step(4, 'The landlord checks');
  const body = { request_id: request.id, presentations };
  const checked = await call('POST', `${env.VERIFIER_URL}/verify`, { body });
  const verdict = expectStatus(checked, 200);
  if (!verdict.verified) throw new Error(`refused: ${verdict.code}`);
  line(`POST /verify → verified: ${verdict.verified} (${measure(checked)})`);

  step(5, 'The landlord keeps a signed receipt');
  const seen = await call('GET', `${env.VERIFIER_URL}/requests/${request.id}`, { key: env.VERIFIER_API_KEY });
  const { receipt } = expectStatus(seen, 200);
  line(
    `GET /requests/{id} → a receipt of ${receipt.length.toLocaleString('en')} bytes, signed by the verifier (${measure(seen)})`,
  );

  console.log('\nAnd what must not work:');
  step(6, 'One cent more than the tenant earns');
  const above = (await ask(String(BigInt(INCOME) + 1n))).request;
  try {
    await holder.generateProof(above, held);
    throw new Error('a false statement was proved');
  } catch (error) {
    if (!(error instanceof ProtocolError && error.code === 'predicate_not_satisfied')) throw error;
    line(`no proof: ${error.code}. Only the tenant learns it: nothing was sent.`);
  }

  step(7, 'The same presentation once more');
  const replayed = expectStatus(await call('POST', `${env.VERIFIER_URL}/verify`, { body }), 409);
  line(`POST /verify → 409 ${replayed.code}`);

  step(8, 'The same proof for another request');
  const other = (await ask(INCOME)).request;
  const elsewhere = expectStatus(
    await call('POST', `${env.VERIFIER_URL}/verify`, { body: { request_id: other.id, presentations } }),
    200,
  );
  if (elsewhere.verified) throw new Error('a presentation was accepted for another request');
  line(`POST /verify → verified: false, ${elsewhere.code}`);

  step(9, 'The credential is revoked, and shown to a third request');
  const revoked = await call('POST', `${env.ISSUER_URL}/credentials/${batch}/status`, {
    key: env.ISSUER_API_KEY,
    body: { status: 'revoked' },
  });
  if (revoked.status >= 300) throw new Error(`could not revoke: ${JSON.stringify(revoked.json)}`);
  line(`POST /credentials/{id}/status → ${revoked.status}`);
  // The verifier may use a status list for as long as the issuer's ttl says: a second, under npm start.
  for (let tries = 0; ; tries++) {
    const again = (await ask(INCOME)).request;
    const late = await holder.generateProof(again, held);
    const refused = expectStatus(
      await call('POST', `${env.VERIFIER_URL}/verify`, {
        body: { request_id: again.id, presentations: late },
      }),
      200,
    );
    if (refused.verified && tries < 20) {
      await wait(250);
      continue;
    }
    if (refused.verified) throw new Error('a revoked credential was accepted');
    line(`POST /verify → verified: false, ${refused.code}`);
    break;
  }
  console.log('\nDone: everything went as it should.');
}

const { env, stop } = await services();
try {
  await walk(env);
} catch (error) {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stop();
}
