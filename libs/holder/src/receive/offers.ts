import { isPlainText } from '@zk-income/credential';
import {
  AUTHORIZATION_SERVER_DOCUMENT,
  CREDENTIAL_ISSUER_DOCUMENT,
  OpenidError,
  parseCredentialOffer,
  type ReceivedOffer,
  readCredentialOffer,
  readIssuerMetadata,
  readTokenEndpoint,
  wellKnownUrl,
} from '@zk-income/openid';
import { type Http, JSON_TYPE, jsonOf } from '../http.js';
import type { TrustList } from '../trust.js';
import type { OfferDescription } from '../types.js';
import { WalletError, type WalletErrorCode } from '../wallet-error.js';

const MAX_OFFER_BYTES = 16_384;
const MAX_METADATA_BYTES = 262_144;
const MAX_DESCRIPTION_CHARACTERS = 300;

/** Turns what is wrong with a message into an error of the wallet. */
export function reading<T>(code: WalletErrorCode, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof OpenidError) throw new WalletError(code, { detail: cause.description, cause });
    throw cause;
  }
}

/** Reads offers, and what their issuers publish. */
export class Offers {
  constructor(
    private readonly http: Http,
    private readonly trust: TrustList,
  ) {}

  /** @throws WalletError `offer_malformed`, `issuer_unsupported`, `offline`, `response_invalid` */
  async read(link: string): Promise<OfferDescription> {
    const offer = await this.offerOf(link.trim());
    const issuerUrl = wellKnownUrl(offer.issuer, CREDENTIAL_ISSUER_DOCUMENT);
    const metadata = await this.document(issuerUrl, MAX_METADATA_BYTES);
    const endpoints = reading('issuer_unsupported', () => readIssuerMetadata(metadata, offer));
    const server = endpoints.authorizationServer;
    const serverUrl = wellKnownUrl(server, AUTHORIZATION_SERVER_DOCUMENT);
    const serverMetadata = await this.document(serverUrl, MAX_METADATA_BYTES);
    const tokenEndpoint = reading('issuer_unsupported', () => readTokenEndpoint(serverMetadata, server));
    const needsCode = codeOf(offer);
    return {
      issuer: this.trust.issuer(offer.issuer),
      ...(needsCode && { needsCode }),
      offer,
      endpoints,
      tokenEndpoint,
    };
  }

  private async offerOf(link: string): Promise<ReceivedOffer> {
    const offer = reading('offer_malformed', () => parseCredentialOffer(link));
    if (!('offerUri' in offer)) return offer;
    const json = await this.document(offer.offerUri, MAX_OFFER_BYTES);
    return reading('offer_malformed', () => readCredentialOffer(json));
  }

  private async document(url: string, maxBytes: number): Promise<unknown> {
    const reply = await this.http.send({ url, accept: JSON_TYPE, maxBytes });
    const { host } = new URL(url);
    if (reply.status >= 500)
      throw new WalletError('offline', { detail: `${host} answered ${reply.status}.` });
    if (reply.status !== 200)
      throw new WalletError('issuer_unsupported', { detail: `${host} answered ${reply.status}.` });
    return jsonOf(reply);
  }
}

function codeOf({ txCode }: ReceivedOffer): OfferDescription['needsCode'] {
  if (!txCode) return undefined;
  const { length, input_mode: mode = 'numeric', description } = txCode;
  return {
    ...(length !== undefined && { length }),
    isNumeric: mode === 'numeric',
    ...(isPlainText(description, MAX_DESCRIPTION_CHARACTERS) && { description }),
  };
}
