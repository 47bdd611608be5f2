import { createHash } from 'node:crypto';
import type { VerifierSchemas } from '@zk-income/client';
import type { Words } from '@zk-income/credential';
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { PortalError } from './problems.js';

/** What a receipt says. */
export interface ReceiptContent {
  readonly iss: string;
  readonly aud: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly jti: string;
  readonly request_id: string;
  readonly policy_hash: string;
  readonly verdict: string;
  readonly predicates?: readonly Words[];
  readonly notice?: Words;
  readonly disclosed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Receipt {
  readonly jwt: string;
  readonly kid: string;
  readonly content: ReceiptContent;
}

const TYPES = ['zk-income-receipt+jwt', 'zk-income-disclosure+jwt'];

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/**
 * Verifies the signature of a receipt, and that it is about the policy of the request.
 *
 * @throws PortalError `receipt_invalid`
 */
export async function readReceipt(
  jwt: string,
  keys: VerifierSchemas['KeySet']['keys'],
  transactionData: readonly string[],
): Promise<Receipt> {
  try {
    const { typ, kid = '' } = decodeProtectedHeader(jwt);
    if (!TYPES.includes(typ ?? '')) throw new TypeError('type');
    const { payload } = await compactVerify(jwt, createLocalJWKSet({ keys } as unknown as JSONWebKeySet));
    const content = JSON.parse(new TextDecoder().decode(payload)) as ReceiptContent;
    const [policy] = transactionData;
    if (policy !== undefined && content.policy_hash !== sha256(policy)) throw new TypeError('policy');
    return { jwt, kid, content };
  } catch {
    throw new PortalError('receipt_invalid');
  }
}

/** A short mark of the receipt, to compare a print with the file. */
export const fingerprintOf = (jwt: string): string => {
  const digest = createHash('sha256').update(jwt).digest('hex').slice(0, 32).toUpperCase();
  return digest.match(/.{4}/g)!.join(' ');
};
