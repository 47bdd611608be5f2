import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CoreEngine, ProtocolError, type WalletRequest } from '@zk-income/credential';
import { type EncryptionJwk, requestObjectPayload, signRequestObject } from '@zk-income/openid';
import { CLOCK } from '@zk-income/service-kit';
import { parseLink, type RequestLink, sha256Base64url } from './request-link.js';
import { openResponseKey } from './response-key.js';
import { WalletChannels } from './wallet-channels.js';

/** Signs the request objects that wallets fetch. */
@Injectable()
export class RequestObjects {
  constructor(
    private readonly engine: CoreEngine,
    private readonly channels: WalletChannels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The signed request object of a link (OpenID4VP 1.0, section 5).
   *
   * @param walletNonce what the wallet sent, to be repeated
   * @throws ProtocolError that says why the request cannot be answered
   */
  async sign(text: string, walletNonce?: string): Promise<string> {
    const link = parseLink(text);
    const request = await this.engine.findOpenWalletRequest(link.id, sha256Base64url(link.secret));
    const signer = await this.channels.signer();
    const scheme = request.audience.startsWith('x509_hash:') ? 'x509_hash' : 'x509_san_dns';
    // The certificate expired or was replaced. A wallet would refuse the request.
    if (!signer || this.channels.clientId(scheme, signer) !== request.audience) {
      throw new ProtocolError(
        'request_expired',
        'The certificate of the request is not in use any more. Ask the verifier for a new request.',
      );
    }
    const { key, chain } = signer;
    return signRequestObject(this.payload(request, link, walletNonce), { key, x5c: chain.x5c });
  }

  private payload(request: WalletRequest, link: RequestLink, walletNonce: string | undefined) {
    const { audience, nonce, links, dcqlQuery, transactionData, expiresAt } = request;
    const encryptionKey = publicKeyOf(request, link);
    return requestObjectPayload({
      clientId: audience,
      responseUri: this.channels.urlOf('responses', link),
      responseMode: links.responseMode,
      nonce,
      state: links.state,
      dcqlQuery,
      transactionData,
      issuedAt: Math.floor(this.clock.now() / 1000),
      expiresAt,
      legacyFormats: links.formats === 'standard_and_legacy',
      ...(walletNonce !== undefined && { walletNonce }),
      ...(encryptionKey && { encryptionKey }),
    });
  }
}

const publicKeyOf = (
  { links: { sealedResponseKey } }: WalletRequest,
  link: RequestLink,
): EncryptionJwk | undefined => sealedResponseKey && openResponseKey(sealedResponseKey, link).publicJwk;
