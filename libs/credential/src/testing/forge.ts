import type { JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url, sha256Text } from '../encoding/hash.js';
import type { JsonObject } from '../encoding/json.js';
import { decodeUtf8, utf8 } from '../encoding/text.js';
import { importSigningKey } from '../keys.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { inequalitiesOf } from '../policy/inequalities.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy } from '../policy/transaction-data.js';
import { type Opening, type ProveJob, runProveJob } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import type { HeldCredential, PresentationRequest } from '../types.js';

/** A change of a JSON object: members to set; those set to undefined are left out. */
export type Change = Record<string, unknown> | ((object: Record<string, unknown>) => Record<string, unknown>);

const apply = (object: JsonObject, change: Change = {}): Record<string, unknown> =>
  typeof change === 'function' ? change(structuredClone(object)) : { ...object, ...change };

/** Encodes an object as a JWT part; members that are undefined are left out. */
export const encodePart = (value: object): string => encodeBase64url(utf8(JSON.stringify(value)));

export async function signJwtText(header: object, payload: object, privateJwk: JWK): Promise<string> {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${await (await importSigningKey(privateJwk)).sign(input)}`;
}

export const encodeDisclosure = (salt: string, name: string, value: unknown): string =>
  encodeBase64url(utf8(JSON.stringify([salt, name, value])));

/** What is wrong with one credential of a presentation; everything left out is as an honest holder has it. */
export interface Forgery {
  readonly held: HeldCredential;
  /** Who signs the issuer JWT when header or payload change. */
  readonly issuerKey: JWK;
  readonly header?: Change;
  readonly payload?: Change;
  /** Replaces the finished issuer JWT. */
  readonly issuerJwt?: (jwt: string) => string | Promise<string>;
  /** Chooses what is disclosed; by default what the policy asks for. */
  readonly disclosures?: (asked: string[], all: string[]) => string[];
  readonly keyBindingHeader?: Change;
  readonly keyBindingPayload?: Change;
  /** Signs the key binding in the holder's stead. */
  readonly keyBindingKey?: JWK;
  /** Replaces the finished key-binding JWT. */
  readonly keyBindingJwt?: (jwt: string) => string | Promise<string>;
  /** Replaces openings, as a dishonest holder might claim them. */
  readonly openings?: Record<string, Opening>;
}

export interface ForgeOptions {
  /** Changes what is proved. */
  readonly job?: (job: ProveJob) => ProveJob;
  /** Replaces the finished proof. */
  readonly proof?: (proof: Uint8Array) => Uint8Array;
  /** Stands in for the policy of the request, in what is disclosed and proved. */
  readonly policy?: Policy;
}

interface Part {
  readonly forgery: Forgery;
  readonly hashedText: string;
  readonly openings: ReadonlyMap<string, Opening>;
}

async function forgeIssuerPart(forgery: Forgery, policy: Policy): Promise<Part> {
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

  const asked = claimsToDisclose(policy);
  const honest = disclosures.filter(({ name }) => asked.includes(name)).map(({ text }) => text);
  const shown = forgery.disclosures?.(honest, [...parts.disclosures]) ?? honest;

  const openings = new Map<string, Opening>();
  for (const { name, value } of disclosures) {
    if (typeof value !== 'object') continue;
    const opening = value as { value: string; blinding: string };
    openings.set(name, { value: BigInt(opening.value), blinding: decodeBase64url(opening.blinding)! });
  }
  for (const [name, opening] of Object.entries(forgery.openings ?? {})) openings.set(name, opening);
  return { forgery, hashedText: [issuerJwt, ...shown].map((text) => `${text}~`).join(''), openings };
}

/**
 * Makes a presentation that is honest in all but what is said otherwise, with a proof that fits it: so only the
 * check in question stands between it and acceptance.
 */
export async function forge(
  request: PresentationRequest,
  forgeries: Readonly<Record<string, Forgery>>,
  options: ForgeOptions = {},
): Promise<Record<string, string>> {
  const transactionData = request.transaction_data[0]!;
  const policy = options.policy ?? decodePolicy(transactionData);
  const parts = new Map<string, Part>();
  for (const id of policy.credentials) parts.set(id, await forgeIssuerPart(forgeries[id]!, policy));

  const job: ProveJob = {
    binding: {
      audience: request.audience,
      nonce: request.nonce,
      policyHash: sha256Text(transactionData),
      sdHashes: policy.credentials.map((id) => sha256Text(parts.get(id)!.hashedText)),
    },
    inequalities: inequalitiesOf(policy).map(({ terms, constant }) => ({
      constant,
      terms: terms.map(({ credential, attribute, coefficient }) => ({
        coefficient,
        ...parts.get(credential)!.openings.get(attribute)!,
      })),
    })),
  };
  const honestProof = runProveJob(options.job?.(job) ?? job);
  const proof = options.proof?.(honestProof) ?? honestProof;

  const presentations: Record<string, string> = {};
  for (const [id, { forgery, hashedText }] of parts) {
    const { holder_key: holderKey } = forgery.held;
    const payload = {
      iat: Math.floor(Date.parse(request.expires_at!) / 1000) - 600,
      aud: request.audience,
      nonce: request.nonce,
      sd_hash: sha256Base64url(hashedText),
      transaction_data_hashes: [sha256Base64url(transactionData)],
      ...(id === policy.credentials[0] ? { range_proof: encodeBase64url(proof) } : {}),
    };
    const signer = forgery.keyBindingKey ?? holderKey;
    const { alg } = await importSigningKey(signer);
    const signed = await signJwtText(
      apply({ typ: 'kb+jwt', alg }, forgery.keyBindingHeader),
      apply(payload, forgery.keyBindingPayload),
      signer,
    );
    presentations[id] = hashedText + ((await forgery.keyBindingJwt?.(signed)) ?? signed);
  }
  return presentations;
}

/** The name of each disclosure of a text, for choosing among them. */
export const disclosureName = (text: string): string =>
  (JSON.parse(decodeUtf8(decodeBase64url(text)!)!) as [string, string])[1];
