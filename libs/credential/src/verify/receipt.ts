import { randomBase64url } from '../encoding/random.js';
import { RECEIPT_TYP } from '../format.js';
import { signJwt } from '../jwt.js';
import type { SigningKey } from '../ports/index.js';
import type { VerifiedVerdict } from '../types.js';
import type { Words } from '../words/language.js';

export interface ReceiptContent {
  readonly iss: string;
  /** The owner of the request. */
  readonly aud: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly requestId: string;
  readonly policyHash: string;
  readonly presentationHash: string;
  readonly verdict: VerifiedVerdict['code'];
  /** The alternative that was shown, of a policy that has alternatives. */
  readonly alternative?: string;
  /** The credentials of each person, of a policy that has several. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** The proved statements, made from the terms of the policy. */
  readonly predicates: readonly Words[];
  readonly status: Readonly<
    Record<string, { readonly uri: string; readonly idx: number; readonly status: 'valid' }>
  >;
  /** Requested claims, by credential. */
  readonly disclosed: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Signs a verdict. A receipt contains no income, no opening and no claim that the policy does not request. */
export function signReceipt(content: ReceiptContent, key: SigningKey): Promise<string> {
  return signJwt(key, RECEIPT_TYP, {
    iss: content.iss,
    aud: content.aud,
    iat: content.iat,
    jti: randomBase64url(16),
    request_id: content.requestId,
    policy_hash: content.policyHash,
    presentation_hash: content.presentationHash,
    verdict: content.verdict,
    ...(content.alternative !== undefined && { alternative: content.alternative }),
    ...(content.people !== undefined && { people: content.people }),
    predicates: content.predicates,
    status: content.status,
    ...(Object.values(content.disclosed).some((claims) => Object.keys(claims).length > 0)
      ? { disclosed: content.disclosed }
      : {}),
  });
}
