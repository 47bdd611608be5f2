import { strict as assert } from 'node:assert';
import { EXAMPLE_INCOME, ProtocolError } from '@zk-income/credential';
import type { CheckReport } from './check-report.js';
import type { CompletedFlow } from './flow-checks.js';
import type { Participants } from './participants.js';
import { expectProblem, expectVerdict } from './service-client.js';

/** Checks what a holder and the verifier must reject. */
export async function checkRejections(
  report: CheckReport,
  participants: Participants,
  { held, request, presentations }: CompletedFlow,
): Promise<void> {
  await report.check('the same presentation gets the same verdict again', async () => {
    const response = await participants.verify(request, presentations);
    assert.ok(response.isReplayed, 'without Idempotency-Replayed');
    return expectVerdict(response);
  });
  await report.check('another presentation for an answered request is rejected', async () => {
    const response = await participants.verify(request, await participants.prove(request, held));
    return `409 ${expectProblem(response, 409, 'request_already_answered')}`;
  });
  await report.check('one cent more than the income cannot be proved', async () => {
    const above = await participants.createRequest(String(BigInt(EXAMPLE_INCOME) + 1n));
    await assert.rejects(
      participants.prove(above, held),
      (error) => error instanceof ProtocolError && error.code === 'predicate_not_satisfied',
    );
    return 'predicate_not_satisfied, on the client side; nothing was sent';
  });
  await report.check('a proof for another request is rejected', async () => {
    const other = await participants.createRequest();
    const code = expectVerdict(await participants.verify(other, presentations));
    assert.equal(code, 'nonce_mismatch');
    return code;
  });
  await report.check(
    'a proof for another verifier is rejected and does not consume the request',
    async () => {
      const own = await participants.createRequest();
      const other = { ...own, audience: 'redirect_uri:https://verifier.example/verify' };
      const code = expectVerdict(await participants.verify(own, await participants.prove(other, held)));
      assert.equal(code, 'audience_mismatch');
      const retried = await participants.verify(own, await participants.prove(own, held));
      assert.equal(expectVerdict(retried), 'verified');
      return code;
    },
  );
}
