// The flow with openapi-fetch, typed by what openapi-typescript generates.
import { readFileSync } from 'node:fs';
import createClient from 'openapi-fetch';
import type { components as Issuer, paths as IssuerPaths } from './generated/issuer.js';
import type { components as Prover, paths as ProverPaths } from './generated/prover.js';
import type { components as Verifier, paths as VerifierPaths } from './generated/verifier.js';

interface Input {
  ISSUER_URL: string;
  ISSUER_API_KEY: string;
  VERIFIER_URL: string;
  VERIFIER_API_KEY: string;
  PROVER_URL: string;
  issue: Issuer['schemas']['IssueRequest'];
  create: Verifier['schemas']['CreateRequest'];
  holderKey: Prover['schemas']['PrivateHolderKey'];
}

const input: Input = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const issuer = createClient<IssuerPaths>({
  baseUrl: input.ISSUER_URL,
  headers: bearer(input.ISSUER_API_KEY),
});
const verifier = createClient<VerifierPaths>({
  baseUrl: input.VERIFIER_URL,
  headers: bearer(input.VERIFIER_API_KEY),
});
const prover = createClient<ProverPaths>({ baseUrl: input.PROVER_URL });

function dataOf<T>({ data, error }: { data?: T; error?: { code: string } }): T {
  if (data === undefined) throw new Error(error?.code);
  return data;
}

// Without members that the services have a default for.
const { policy } = input.create;
const { holder_keys, attributes, currency, period, identity } = input.issue;
const issued = dataOf(
  await issuer.POST('/issue', { body: { holder_keys, attributes, currency, period, identity } }),
);
const request = dataOf(await verifier.POST('/requests', { body: { policy } }));
const held = { credential: issued.credentials[0]!, holder_key: input.holderKey };
const { presentations } = dataOf(
  await prover.POST('/prove', { body: { request, credentials: { salary: held } } }),
);
const verdict = dataOf(await verifier.POST('/verify', { body: { request_id: request.id, presentations } }));
if (verdict.verified && verdict.predicates.length === 1) console.log('verified');
const { state, receipt } = dataOf(
  await verifier.GET('/requests/{id}', { params: { path: { id: request.id } } }),
);
if (state === 'answered') console.log('answered');
if (receipt !== undefined) console.log('receipt');
const { response, error } = await issuer.POST('/credentials/{id}/status', {
  params: { path: { id: issued.id } },
  body: { status: 'revoked' },
});
// The type of `code` has the codes of the service.
const code: 'unauthorized' | Exclude<Issuer['schemas']['Problem']['code'], 'unauthorized'> | undefined =
  error?.code;
console.log(response.status === 204 ? 'revoked' : code);
