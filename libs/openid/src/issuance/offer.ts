import { isIssuerIdentifier, withoutUndefined } from '../messages/index.js';
import { CREDENTIAL_CONFIGURATION_ID, PRE_AUTHORIZED_CODE_GRANT } from './names.js';

/** What a wallet asks the person for, who received it by another channel than the offer (section 4.1.1). */
export interface TransactionCode {
  /** Characters. */
  readonly length?: number;
  readonly input_mode?: 'numeric' | 'text';
  /** Where the person finds the code; at most 300 characters. */
  readonly description?: string;
}

export interface PreAuthorizedCodeGrant {
  readonly 'pre-authorized_code': string;
  readonly tx_code?: TransactionCode;
}

/** A credential offer (section 4.1.1). */
export interface CredentialOffer {
  readonly credential_issuer: string;
  readonly credential_configuration_ids: readonly [string, ...string[]];
  readonly grants: { readonly [PRE_AUTHORIZED_CODE_GRANT]: PreAuthorizedCodeGrant };
}

export interface OfferInput {
  /** The issuer identifier: an https URL without query and fragment. */
  readonly issuer: string;
  readonly preAuthorizedCode: string;
  /** Present where the person must enter a code. */
  readonly txCode?: TransactionCode;
}

export const MAX_TX_CODE_DESCRIPTION = 300;

/**
 * An offer of an income credential.
 *
 * @throws TypeError for an issuer that is no issuer identifier, a description that is too long, and a `%`, which
 * wallets decode twice
 */
export function createOffer({ issuer, preAuthorizedCode, txCode }: OfferInput): CredentialOffer {
  if (!isIssuerIdentifier(issuer))
    throw new TypeError('issuer: expected an https URL without query and fragment');
  if ((txCode?.description?.length ?? 0) > MAX_TX_CODE_DESCRIPTION)
    throw new TypeError(`txCode.description: expected at most ${MAX_TX_CODE_DESCRIPTION} characters`);
  const offer: CredentialOffer = {
    credential_issuer: issuer,
    credential_configuration_ids: [CREDENTIAL_CONFIGURATION_ID],
    grants: {
      [PRE_AUTHORIZED_CODE_GRANT]: withoutUndefined({
        'pre-authorized_code': preAuthorizedCode,
        tx_code: txCode && withoutUndefined(txCode),
      }) as PreAuthorizedCodeGrant,
    },
  };
  if (JSON.stringify(offer).includes('%')) throw new TypeError('expected no % in an offer');
  return offer;
}

const parameterOf = (offer: CredentialOffer): string =>
  `credential_offer=${encodeURIComponent(JSON.stringify(offer))}`;

/** The URI that opens a wallet with the offer, for a link or a QR code. Holds the secret code. */
export const offerUri = (offer: CredentialOffer): string =>
  `openid-credential-offer://?${parameterOf(offer)}`;

/**
 * A link to a web page with the offer in its fragment, which browsers send to no server: neither logs nor previews of
 * messengers see the secret code.
 *
 * @param page the https URL of the page
 */
export const offerLink = (page: string, offer: CredentialOffer): string => `${page}#${parameterOf(offer)}`;
