import { type CreatedOffer, ProtocolError, TX_CODE } from '@zk-income/credential';
import { createOffer, isIssuerIdentifier, offerLink, offerUri } from '@zk-income/openid';

/** What a client hands out of an offer. The code is in `offer_uri` and `link` only. */
export interface HandedOutOffer {
  readonly id: string;
  /** Opens a wallet. */
  readonly offer_uri: string;
  /** A web page with the offer in its fragment, which is not sent to any server. */
  readonly link: string;
  readonly tx_code?: string;
  readonly expires_at: string;
}

const TX_CODE_DESCRIPTION = 'The code that you received separately from this offer';

/** @throws ProtocolError `offers_unsupported`, if wallets do not accept the URL as that of an issuer */
export function assertOffersSupported(publicUrl: string): void {
  if (!isIssuerIdentifier(publicUrl)) throw new ProtocolError('offers_unsupported');
}

/** An offer as links for wallets (OpenID4VCI, section 4.1): by value, so that no endpoint has the code. */
export function handOut({ id, code, tx_code, expires_at }: CreatedOffer, publicUrl: string): HandedOutOffer {
  const offer = createOffer({
    issuer: publicUrl,
    preAuthorizedCode: code,
    ...(tx_code !== undefined && {
      txCode: { length: TX_CODE.digits, input_mode: 'numeric', description: TX_CODE_DESCRIPTION } as const,
    }),
  });
  return {
    id,
    offer_uri: offerUri(offer),
    link: offerLink(`${publicUrl}/offer`, offer),
    ...(tx_code !== undefined && { tx_code }),
    expires_at,
  };
}
