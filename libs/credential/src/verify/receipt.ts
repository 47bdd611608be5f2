import { randomBase64url } from '../encoding/random.js';
import { DISCLOSURE_RECEIPT_TYP, RECEIPT_TYP } from '../format.js';
import { signJwt } from '../jwt.js';
import type { SigningKey } from '../ports/index.js';
import type { DisclosedClaims, VerifiedVerdict } from '../types.js';
import type { Words } from '../words/language.js';

interface CommonContent {
  readonly iss: string;
  /** The owner of the request. */
  readonly aud: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly requestId: string;
  readonly policyHash: string;
  readonly presentationHash: string;
  readonly status: Readonly<
    Record<string, { readonly uri: string; readonly idx: number; readonly status: 'valid' }>
  >;
  /** Requested claims, by credential. */
  readonly disclosed: DisclosedClaims;
}

export interface ReceiptContent extends CommonContent {
  readonly verdict: VerifiedVerdict['code'];
  /** The alternative that was shown, of a policy that has alternatives. */
  readonly alternative?: string;
  /** The credentials of each person, of a policy that has several. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** The proved statements, made from the terms of the policy. */
  readonly predicates: readonly Words[];
}

const commonClaims = (content: CommonContent) => ({
  iss: content.iss,
  aud: content.aud,
  iat: content.iat,
  jti: randomBase64url(16),
  request_id: content.requestId,
  policy_hash: content.policyHash,
  presentation_hash: content.presentationHash,
  status: content.status,
});

/** Signs a verdict. A receipt contains no income, no opening and no claim that the policy does not request. */
export function signReceipt(content: ReceiptContent, key: SigningKey): Promise<string> {
  return signJwt(key, RECEIPT_TYP, {
    ...commonClaims(content),
    verdict: content.verdict,
    ...(content.alternative !== undefined && { alternative: content.alternative }),
    ...(content.people !== undefined && { people: content.people }),
    predicates: content.predicates,
    ...(Object.values(content.disclosed).some((claims) => Object.keys(claims).length > 0)
      ? { disclosed: content.disclosed }
      : {}),
  });
}

const NO_INCOME_CHECKED: Words = {
  en: 'No income was checked. The wallet disclosed claims of a valid credential, and proved nothing else.',
  de: 'Es wurde kein Einkommen geprüft. Die Wallet hat Angaben eines gültigen Nachweises offengelegt und sonst nichts bewiesen.',
};

/**
 * Signs what a wallet disclosed. The receipt has a type of its own and says that no income was checked, so that no reader
 * takes it for the receipt of a proof.
 */
export function signDisclosureReceipt(content: CommonContent, key: SigningKey): Promise<string> {
  return signJwt(key, DISCLOSURE_RECEIPT_TYP, {
    ...commonClaims(content),
    verdict: 'disclosed',
    income_checked: false,
    notice: NO_INCOME_CHECKED,
    disclosed: content.disclosed,
  });
}
