import type { JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import type { Period } from '../encoding/calendar.js';
import { sha256Base64url, sha256Text } from '../encoding/hash.js';
import { isObject, type JsonObject } from '../encoding/json.js';
import { decodeUtf8, utf8 } from '../encoding/text.js';
import { importSigningKey, publicJwkOf } from '../keys.js';
import { chosenPolicy } from '../policy/alternatives.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { type PaidCredential, pairsOfContracts } from '../policy/different-contracts.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { Policy } from '../policy/policy.js';
import { proofStatement, statementsOf } from '../policy/statement.js';
import { decodePolicy } from '../policy/transaction-data.js';
import { type Opening, type ProveJob, runProveJob } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import type { HeldCredential, PresentationRequest } from '../types.js';
import { thumbprintsOf } from '../verify/people.js';
import { parseWindow, type Window } from '../windows/window.js';

/** A change of a JSON object: members to set. A member that is set to undefined is removed. */
export type Change = Record<string, unknown> | ((object: Record<string, unknown>) => Record<string, unknown>);

const apply = (object: JsonObject, change: Change = {}): Record<string, unknown> =>
  typeof change === 'function' ? change(structuredClone(object)) : { ...object, ...change };

/** Encodes an object as a JWT part, without members that are undefined. */
export const encodePart = (value: object): string => encodeBase64url(utf8(JSON.stringify(value)));

export async function signJwtText(header: object, payload: object, privateJwk: JWK): Promise<string> {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${await (await importSigningKey(privateJwk)).sign(input)}`;
}

export const encodeDisclosure = (salt: string, name: string, value: unknown): string =>
  encodeBase64url(utf8(JSON.stringify([salt, name, value])));

/** The changes to one credential of a presentation. Everything else is as an honest holder has it. */
export interface Forgery {
  readonly held: HeldCredential;
  /** Signs the issuer-signed JWT if header or payload change. */
  readonly issuerKey: JWK;
  readonly header?: Change;
  readonly payload?: Change;
  /** Replaces the finished issuer-signed JWT. */
  readonly issuerJwt?: (jwt: string) => string | Promise<string>;
  /** Chooses the disclosures; by default the requested ones. */
  readonly disclosures?: (requested: string[], all: string[]) => string[];
  readonly keyBindingHeader?: Change;
  readonly keyBindingPayload?: Change;
  /** Signs the key-binding JWT instead of the holder's key. */
  readonly keyBindingKey?: JWK;
  /** Replaces the finished key-binding JWT. */
  readonly keyBindingJwt?: (jwt: string) => string | Promise<string>;
  /** Replaces openings by those of a dishonest holder. */
  readonly openings?: Record<string, Opening>;
}

export interface ForgeOptions {
  /** Changes the statement of the proof. */
  readonly job?: (job: ProveJob, person: string | undefined) => ProveJob;
  /** Replaces the finished proof. */
  readonly proof?: (proof: Uint8Array, person: string | undefined) => Uint8Array;
  /** Replaces the policy of the request, in the disclosures and the proof. */
  readonly policy?: Policy;
  /** The alternative that is shown, of a policy that has alternatives. */
  readonly alternative?: string;
}

/** A held credential whose issuer-signed payload the issuer signed with changes. */
export async function reissued(
  held: HeldCredential,
  issuerKey: JWK,
  payload: Change,
): Promise<HeldCredential> {
  const { issuerJwt } = parseSdJwt(held.credential)!;
  const signed = await signJwtText(issuerJwt.header, apply(issuerJwt.payload, payload), issuerKey);
  return { ...held, credential: held.credential.replace(issuerJwt.text, signed) };
}

interface Part {
  readonly forgery: Forgery;
  readonly hashedText: string;
  readonly openings: ReadonlyMap<string, Opening>;
  /** Of the changed credential. One that has none is refused before the proof is verified. */
  readonly window: Window;
}

const ANY_WINDOW = parseWindow({ start: '2025-11-01', end: '2026-10-31' })!;
const windowOf = (payload: JsonObject | undefined): Window | undefined =>
  isObject(payload?.period) ? parseWindow(payload.period as unknown as Period) : undefined;

async function forgeIssuerPart(id: string, forgery: Forgery, policy: Policy): Promise<Part> {
  const parts = parseSdJwt(forgery.held.credential)!;
  const disclosures = parts.disclosures.map((text) => parseDisclosure(text)!);
  const changed = forgery.header !== undefined || forgery.payload !== undefined;
  const signed = changed
    ? await signJwtText(
        apply(parts.issuerJwt.header, forgery.header),
        apply(parts.issuerJwt.payload, forgery.payload),
        forgery.issuerKey,
      )
    : parts.issuerJwt.text;
  const issuerJwt = (await forgery.issuerJwt?.(signed)) ?? signed;

  const requested: string[] = claimsToDisclose(policy, id);
  const honest = disclosures.filter(({ name }) => requested.includes(name!)).map(({ text }) => text);
  const disclosed = forgery.disclosures?.(honest, [...parts.disclosures]) ?? honest;

  const openings = new Map<string, Opening>();
  for (const { name, value } of disclosures) {
    if (name === undefined || typeof value !== 'object') continue;
    const opening = value as { value: string; blinding: string };
    openings.set(name, { value: BigInt(opening.value), blinding: decodeBase64url(opening.blinding)! });
  }
  for (const [name, opening] of Object.entries(forgery.openings ?? {})) openings.set(name, opening);
  const window = windowOf(parseSdJwt(`${issuerJwt}~`)?.issuerJwt.payload) ?? ANY_WINDOW;
  return {
    forgery,
    hashedText: [issuerJwt, ...disclosed].map((text) => `${text}~`).join(''),
    openings,
    window,
  };
}

/** The pairs of one payer, as the verifier will see them. None where it refuses the payers. */
function forgedPairs(
  policy: Policy,
  parts: ReadonlyMap<string, Part>,
): readonly (readonly [string, string])[] {
  const paid = [...parts].map(([id, { hashedText, openings }]): [string, PaidCredential] => {
    const { issuerJwt, disclosures } = parseSdJwt(hashedText) ?? {};
    const claims = (disclosures ?? []).map((text) => parseDisclosure(text)!);
    const sourceId = claims.find((claim) => claim?.name === 'source_id')?.value;
    return [id, { iss: String(issuerJwt?.payload.iss), sourceId: String(sourceId), attributes: openings }];
  });
  const pairs = pairsOfContracts(policy, new Map(paid));
  return typeof pairs === 'string' ? [] : pairs;
}

/**
 * Creates a presentation that is honest except for the given changes, with a proof that matches it. Only the check under
 * test can therefore reject it.
 */
export async function forge(
  request: PresentationRequest,
  forgeries: Readonly<Record<string, Forgery>>,
  options: ForgeOptions = {},
): Promise<Record<string, string>> {
  const transactionData = request.transaction_data[0]!;
  const { alternative } = options;
  const policy = options.policy ?? chosenPolicy(decodePolicy(transactionData), alternative)!;
  const parts = new Map<string, Part>();
  for (const id of policy.credentials) parts.set(id, await forgeIssuerPart(id, forgeries[id]!, policy));

  const windows = new Map([...parts].map(([id, { window }]) => [id, window]));
  const proofs = new Map<string, Uint8Array>();
  for (const statement of statementsOf(policy, windows, forgedPairs(policy, parts))) {
    const { id: person, credentials } = statement.person;
    const job: ProveJob = {
      binding: {
        audience: request.audience,
        nonce: request.nonce,
        policyHash: sha256Text(transactionData),
        ...(alternative !== undefined && { alternative }),
        ...(person !== undefined && { person }),
        sdHashes: credentials.map((id) => sha256Text(parts.get(id)!.hashedText)),
      },
      ...proofStatement(
        statement,
        (credential, attribute) => parts.get(credential)!.openings.get(attribute)!,
      ),
    };
    const honestProof = runProveJob(options.job?.(job, person) ?? job);
    proofs.set(credentials[0]!, options.proof?.(honestProof, person) ?? honestProof);
  }

  const keys = [...parts].map(([id, { forgery }]) => ({
    id,
    holderKey: publicJwkOf(forgery.held.holder_key)!,
  }));
  const partners = policy.people && (await thumbprintsOf(keys));
  const presentations: Record<string, string> = {};
  for (const [id, { forgery, hashedText }] of parts) {
    const payload = {
      iat: Math.floor(Date.parse(request.expires_at!) / 1000) - 600,
      aud: request.audience,
      nonce: request.nonce,
      sd_hash: sha256Base64url(hashedText),
      transaction_data_hashes: [sha256Base64url(transactionData)],
      ...(alternative !== undefined && { alternative }),
      credential_id: id,
      ...(partners && { with: partners }),
      ...(proofs.has(id) && { range_proof: encodeBase64url(proofs.get(id)!) }),
    };
    presentations[id] = hashedText + (await signKeyBinding(forgery, payload));
  }
  return presentations;
}

async function signKeyBinding(forgery: Forgery, payload: JsonObject): Promise<string> {
  const signer = forgery.keyBindingKey ?? forgery.held.holder_key;
  const { alg } = await importSigningKey(signer);
  const signed = await signJwtText(
    apply({ typ: 'kb+jwt', alg }, forgery.keyBindingHeader),
    apply(payload, forgery.keyBindingPayload),
    signer,
  );
  return (await forgery.keyBindingJwt?.(signed)) ?? signed;
}

/** Creates what a wallet that knows nothing of this protocol discloses, honest except for the given changes. */
export async function forgeDisclosure(
  request: PresentationRequest,
  forgery: Forgery,
): Promise<Record<string, string>> {
  const policy = parsePolicy(request.policy, 'disclosure');
  const [id] = policy.credentials as [string];
  const { hashedText } = await forgeIssuerPart(id, forgery, policy);
  const keyBinding = await signKeyBinding(forgery, {
    iat: Math.floor(Date.parse(request.expires_at!) / 1000) - 600,
    aud: request.audience,
    nonce: request.nonce,
    sd_hash: sha256Base64url(hashedText),
  });
  return { [id]: hashedText + keyBinding };
}

/** Changes the inequalities that are proved. */
export const changeInequalities = (
  change: (inequalities: ProveJob['inequalities']) => ProveJob['inequalities'],
): ForgeOptions => ({
  job: (honest) => ({ ...honest, inequalities: change(honest.inequalities) }),
});

/** The claim name of a disclosure. */
export const disclosureName = (text: string): string =>
  (JSON.parse(decodeUtf8(decodeBase64url(text)!)!) as [string, string])[1];
