import type { Words } from '@zk-income/credential';
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet } from 'jose';

/** What a receipt says: its fields, and nothing else. */
export interface Receipt {
  readonly kind: 'verified' | 'disclosed';
  readonly iss: string;
  readonly aud: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly requestId: string;
  readonly policyHash: string;
  readonly presentationHash: string;
  readonly receiptId: string;
  readonly statements: readonly Words[];
  readonly alternative?: string;
  /** The credentials of each person. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Claims by credential. */
  readonly disclosed: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The ids of credentials that were not revoked then. */
  readonly notRevoked: readonly string[];
  /** What the verifier adds to a disclosure. */
  readonly notice?: Words;
}

/**
 * - `not_a_receipt`: no JWT of the type of a receipt
 * - `unknown_key`: signed with no key that this verifier publishes now
 * - `changed`: the signature does not fit the content
 */
export type Fault = 'not_a_receipt' | 'unknown_key' | 'changed';

export type Checked =
  | { readonly genuine: true; readonly receipt: Receipt; readonly kid: string }
  | { readonly genuine: false; readonly fault: Fault };

const KINDS: ReadonlyMap<unknown, Receipt['kind']> = new Map([
  ['zk-income-receipt+jwt', 'verified'],
  ['zk-income-disclosure+jwt', 'disclosed'],
]);
export const MAX_CHARACTERS = 262_144;

/** The JWT in a text: the text itself, or the member `receipt` of the JSON of a request. */
export function findJwt(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  try {
    const { receipt } = JSON.parse(trimmed) as { receipt?: unknown };
    return typeof receipt === 'string' ? receipt : '';
  } catch {
    return '';
  }
}

const wrong = (fault: Fault): Checked => ({ genuine: false, fault });

function faultOf(error: unknown): Fault {
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown_key';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'changed';
  return 'not_a_receipt';
}

/**
 * Verifies a receipt with the keys of a verifier, on this device.
 *
 * @param iss the URL of the verifier: a key signs for no other
 */
export async function checkReceipt(text: string, keys: JSONWebKeySet, iss: string): Promise<Checked> {
  if (text.length > MAX_CHARACTERS) return wrong('not_a_receipt');
  try {
    const { payload, protectedHeader } = await compactVerify(findJwt(text), createLocalJWKSet(keys));
    const kind = KINDS.get(protectedHeader.typ);
    if (kind === undefined) return wrong('not_a_receipt');
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    if (claims.iss !== iss) return wrong('unknown_key');
    return { genuine: true, receipt: receiptOf(kind, claims), kid: protectedHeader.kid ?? '' };
  } catch (error) {
    return wrong(faultOf(error));
  }
}

/** The claims of a receipt that this verifier has signed. */
function receiptOf(kind: Receipt['kind'], claims: Record<string, unknown>): Receipt {
  const text = (name: string) => String(claims[name] ?? '');
  return {
    kind,
    iss: text('iss'),
    aud: text('aud'),
    issuedAt: Number(claims.iat) * 1_000,
    requestId: text('request_id'),
    policyHash: text('policy_hash'),
    presentationHash: text('presentation_hash'),
    receiptId: text('jti'),
    statements: (claims.predicates ?? []) as readonly Words[],
    ...(claims.alternative !== undefined && { alternative: text('alternative') }),
    people: (claims.people ?? {}) as Receipt['people'],
    disclosed: (claims.disclosed ?? {}) as Receipt['disclosed'],
    notRevoked: Object.keys((claims.status ?? {}) as object),
    ...(claims.notice !== undefined && { notice: claims.notice as Words }),
  };
}
