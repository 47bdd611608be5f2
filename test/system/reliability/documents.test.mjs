// Faulty documents of an issuer: nothing is verified without them, every call is answered, and the next one after the
// fault is verified.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { suiteOptions } from '../harness/options.mjs';
import { persist } from './client.mjs';
import { DOCUMENT_FAULTS, DOCUMENTS } from './document-proxy.mjs';
import { record } from './figures.mjs';
import { Participants } from './flows.mjs';
import { ServicesUnderTest } from './services.mjs';

const { quick } = suiteOptions({ quick: { type: 'boolean' }, flow: { type: 'string' } });

/** Status lists have a ttl of one second here. */
const LIST_TTL_MS = 1_000;
const MEGABYTE = 2 ** 20;
const MAX_GROWTH = 256 * MEGABYTE;

let services;
let participants;

before(async () => {
  services = await ServicesUnderTest.start();
  participants = new Participants(services);
});

/** The resident memory of the verifier; 0 where the operating system does not show it. */
async function residentBytes() {
  const { pid } = services.running.get('verifier').child;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

for (const [document, path] of Object.entries(DOCUMENTS)) {
  describe(`the ${document}`, () => {
    for (const [description, fault] of Object.entries(DOCUMENT_FAULTS)) {
      if (quick && document === 'metadata') continue;
      test(description, async (t) => {
        const { json: request } = await persist(() => participants.createRequest());
        const presentations = await participants.prove(request);
        // A new process has no document in its cache.
        await services.kill('verifier');
        await services.restart('verifier');
        await wait(LIST_TTL_MS);
        const memory = await residentBytes();
        services.documents.arm(path, fault);
        const started = performance.now();
        const { status, json } = await participants.verify(request, presentations);
        const ms = Math.round(performance.now() - started);
        assert.ok(status === 200 || status === 503, `status ${status}`);
        assert.notEqual(json.verified, true, 'verified without the document');
        const growth = (await residentBytes()) - memory;
        assert.ok(growth < MAX_GROWTH, `memory grew by ${growth} bytes`);
        services.documents.disarm();
        const recovered = performance.now();
        for (;;) {
          const { json: verdict } = await persist(() => participants.verify(request, presentations));
          if (verdict.verified) break;
          assert.ok(performance.now() - recovered < 60_000, `stuck: ${verdict.code}`);
          await wait(50);
        }
        const recovery = Math.round(performance.now() - recovered);
        t.diagnostic(`${json.code} after ${ms} ms; verified ${recovery} ms after the fault`);
        record({ kind: 'documents', document, fault: description, code: json.code, ms, recovery });
      });
    }
  });
}
