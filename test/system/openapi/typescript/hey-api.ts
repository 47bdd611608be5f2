// The flow with clients from @hey-api/openapi-ts.
import { readFileSync } from 'node:fs';
import { createClient as createIssuerClient } from './generated/issuer/client/index.js';
import { changeStatus, type IssueRequest, issueCredential } from './generated/issuer/index.js';
import { createClient as createProverClient } from './generated/prover/client/index.js';
import { generateProof, type PrivateHolderKey } from './generated/prover/index.js';
import { createClient as createVerifierClient } from './generated/verifier/client/index.js';
import { type CreateRequest, createRequest, getRequest, verifyProof } from './generated/verifier/index.js';

interface Input {
  ISSUER_URL: string;
  ISSUER_API_KEY: string;
  VERIFIER_URL: string;
  VERIFIER_API_KEY: string;
  PROVER_URL: string;
  issue: IssueRequest;
  create: CreateRequest;
  holderKey: PrivateHolderKey;
}

const input: Input = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const issuer = createIssuerClient({ baseUrl: input.ISSUER_URL, auth: input.ISSUER_API_KEY });
const verifier = createVerifierClient({ baseUrl: input.VERIFIER_URL, auth: input.VERIFIER_API_KEY });
const prover = createProverClient({ baseUrl: input.PROVER_URL });
const throwOnError = true;

const { data: issued } = await issueCredential({ client: issuer, body: input.issue, throwOnError });
const { data: request } = await createRequest({ client: verifier, body: input.create, throwOnError });
const held = { credential: issued.credentials[0]!, holder_key: input.holderKey };
const { data: proved } = await generateProof({
  client: prover,
  body: { request, credentials: { salary: held } },
  throwOnError,
});
const { data: verdict } = await verifyProof({
  client: verifier,
  body: { request_id: request.id, presentations: proved.presentations },
  throwOnError,
});
if (verdict.verified && verdict.predicates.length === 1) console.log('verified');
const { data: view } = await getRequest({ client: verifier, path: { id: request.id }, throwOnError });
if (view.state === 'answered') console.log('answered');
if (view.receipt !== undefined) console.log('receipt');
const { response } = await changeStatus({
  client: issuer,
  path: { id: issued.id },
  body: { status: 'revoked' },
  throwOnError,
});
if (response.status === 204) console.log('revoked');
