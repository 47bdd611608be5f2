import { strict as assert } from 'node:assert';
import { setTimeout as wait } from 'node:timers/promises';
import type { HeldCredential } from '@zk-income/credential';
import { decodeJwt, jwtVerify } from 'jose';
import type { CheckReport } from './check-report.js';
import { type CompletedFlow, fetchKeySet } from './flow-checks.js';
import type { Participants } from './participants.js';
import { call, expectStatus, expectVerdict } from './service-client.js';

/** The `ttl` in seconds of a credential's status list, fetched by the URL under which this process reaches the issuer. */
async function statusListTtl(issuerUrl: string, { credential }: HeldCredential): Promise<number> {
  const { iss, status } = decodeJwt<{ iss: string; status: { status_list: { uri: string } } }>(
    credential.split('~')[0]!,
  );
  const { uri } = status.status_list;
  assert.ok(uri.startsWith(`${iss}/`), uri);
  const response = await call('GET', issuerUrl + uri.slice(iss.length));
  expectStatus(response, 200);
  const { payload } = await jwtVerify<{ ttl: number }>(response.text, await fetchKeySet(issuerUrl), {
    typ: 'statuslist+jwt',
    subject: uri,
  });
  return payload.ttl;
}

/** The verifier may cache the list for its ttl, and the issuer for a tenth of it. */
const maxDelaySeconds = (ttl: number): number => ttl * 1.1 + 30;

export async function checkRevocation(
  report: CheckReport,
  participants: Participants,
  { batch, held }: CompletedFlow,
): Promise<void> {
  await report.check('a revoked credential is rejected once the cached status list expires', async () => {
    const ttl = await statusListTtl(participants.issuerUrl, held);
    assert.ok(ttl > 0, `ttl: ${ttl}`);
    await participants.revoke(batch);
    const revokedAt = Date.now();
    const elapsed = () => (Date.now() - revokedAt) / 1000;
    const limit = maxDelaySeconds(ttl);
    if (ttl > 10)
      report.info(`waiting for at most ${Math.ceil(limit)} s: the status list may be cached for ${ttl} s`);
    for (;;) {
      const request = await participants.createRequest();
      const code = expectVerdict(await participants.verify(request, await participants.prove(request, held)));
      if (code === 'credential_revoked') return `${code} after ${elapsed().toFixed(1)} s`;
      assert.equal(code, 'verified');
      assert.ok(elapsed() < limit, `still accepted after ${elapsed().toFixed(0)} s`);
      await wait(Math.max(250, (ttl * 1000) / 30));
    }
  });
}
