import { strict as assert } from 'node:assert';
import { EXAMPLE_INCOME, type PresentationRequest, type Words } from '@zk-income/credential';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { CheckReport } from './check-report.js';
import type { IssuedCredential, Participants, Presentations } from './participants.js';
import { call, expectStatus, expectVerdict } from './service-client.js';

/** A completed run of the flow. */
export interface CompletedFlow extends IssuedCredential {
  readonly request: PresentationRequest;
  readonly presentations: Presentations;
  readonly receipt: string;
}

export async function fetchKeySet(serviceUrl: string) {
  return createLocalJWKSet(expectStatus(await call('GET', `${serviceUrl}/.well-known/jwks.json`), 200));
}

/** Issues a credential, requests, creates and verifies a proof, and reads the receipt. */
async function runFlow(participants: Participants): Promise<CompletedFlow> {
  const { batch, held } = await participants.issue();
  const request = await participants.createRequest();
  const presentations = await participants.prove(request, held);
  assert.equal(expectVerdict(await participants.verify(request, presentations)), 'verified');
  const { state, receipt } = await participants.readRequest(request);
  assert.equal(state, 'answered');
  return { batch, held, request, presentations, receipt };
}

/** Runs the flow several times and checks the results of the last run. Returns it, or undefined if a run failed. */
export async function checkFlow(
  report: CheckReport,
  participants: Participants,
  runs: number,
): Promise<CompletedFlow | undefined> {
  let completed: CompletedFlow | undefined;
  const hasPassed = await report.check(
    `issue, request, prove, verify and read the receipt: ${runs} times`,
    async () => {
      for (let run = 0; run < runs; run++) completed = await runFlow(participants);
    },
  );
  if (!hasPassed || completed === undefined) return undefined;
  await checkCredential(report, participants, completed);
  await checkPresentation(report, completed);
  await checkReceipt(report, participants, completed);
  return completed;
}

async function checkCredential(report: CheckReport, { issuerUrl }: Participants, { held }: CompletedFlow) {
  await report.check('the issuer named in the metadata signed the credential', async () => {
    const { issuer } = expectStatus(await call('GET', `${issuerUrl}/.well-known/jwt-vc-issuer`), 200);
    const [jwt] = held.credential.split('~');
    await jwtVerify(jwt!, await fetchKeySet(issuerUrl), { typ: 'dc+sd-jwt', issuer });
    return issuer;
  });
}

async function checkPresentation(report: CheckReport, { presentations }: CompletedFlow) {
  await report.check('the presentation does not contain the income', () => {
    const text = presentations.salary!;
    const parts = text.split(/[~.]/).map((part) => Buffer.from(part, 'base64url').toString());
    for (const part of [text, ...parts]) assert.ok(!part.includes(EXAMPLE_INCOME));
    return `${text.length.toLocaleString('en')} bytes`;
  });
}

async function checkReceipt(
  report: CheckReport,
  { verifierUrl }: Participants,
  { request, receipt }: CompletedFlow,
) {
  await report.check('the verifier signed the receipt of this request', async () => {
    const issuer = /^redirect_uri:(.+)\/verify$/.exec(request.audience)?.[1];
    assert.ok(issuer, request.audience);
    const { payload } = await jwtVerify(receipt, await fetchKeySet(verifierUrl), {
      typ: 'zk-income-receipt+jwt',
      issuer,
    });
    assert.deepEqual([payload.request_id, payload.verdict], [request.id, 'verified']);
    assert.doesNotMatch(JSON.stringify(payload), /Erika|Mustermann/);
    return (payload.predicates as Words[]).map(({ en }) => en).join('; ');
  });
}
