import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ProtocolError,
  type SigningKey,
  type WalletChannel,
  type WalletOptions,
} from '@zk-income/credential';
import { hashClientId, isSecureUrl, requestPageLink, sanDnsClientId, walletLink } from '@zk-income/openid';
import { type CertificateChain, SigningCertificate } from '@zk-income/service-kit';
import { VerifierConfig } from '../verifier.config.js';
import { newSecret, type RequestLink, sha256Base64url, textOfLink } from './request-link.js';
import { newSealedResponseKey } from './response-key.js';

const ID_BYTES = 16;

/** What a retry of the call that makes a request has in common with the first call. */
export interface RequestOperation {
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

/** The links of a request, for the response of the call that makes it: the store cannot give them again. */
export interface RequestUrls {
  /** Opens a wallet, also as a QR code. */
  readonly wallet_link: string;
  /** A page that opens a wallet and shows the state. The secrets are in the fragment, which browsers send to no server. */
  readonly link: string;
}

export interface OpenedChannel {
  readonly link: RequestLink;
  readonly channel: WalletChannel;
  /** @param statusId that of the stored request: a retry finds the one of the first call */
  readonly urls: (statusId: string) => RequestUrls;
}

/** The key that signs now, with the certificates over it. */
export interface CertifiedKey {
  readonly key: SigningKey;
  readonly chain: CertificateChain;
}

/** Makes the links by which OpenID wallets answer requests. */
@Injectable()
export class WalletChannels {
  constructor(
    private readonly config: VerifierConfig,
    private readonly certificate: SigningCertificate,
  ) {}

  /**
   * The key that signs requests for wallets now. Undefined without a valid certificate over it for the host of an https
   * `PUBLIC_URL`: a wallet demands that the certificate and the URLs of a request have the same host.
   */
  async signer(): Promise<CertifiedKey | undefined> {
    const { key, chain } = await this.certificate.current();
    return chain && isSecureUrl(this.config.publicUrl) ? { key, chain } : undefined;
  }

  /**
   * A channel for a new request; undefined where there is no key for it.
   *
   * @throws ProtocolError `invalid_wallet_options`
   */
  async open(options: WalletOptions, operation: RequestOperation): Promise<OpenedChannel | undefined> {
    const redirectUri = redirectUriOf(options);
    const certified = await this.signer();
    if (certified === undefined) return undefined;
    const link = {
      id: operation.id ?? randomBytes(ID_BYTES).toString('base64url'),
      secret: operation.secret ?? newSecret(),
    };
    const responseMode = options.response_mode ?? 'direct_post';
    const clientId = this.clientId(options.client_id_scheme ?? 'x509_san_dns', certified);
    const channel: WalletChannel = {
      audience: clientId,
      mode: options.mode ?? 'proof',
      links: {
        secretHash: sha256Base64url(link.secret),
        statusId: newSecret(),
        state: newSecret(),
        responseMode,
        ...(responseMode === 'direct_post.jwt' && { sealedResponseKey: await newSealedResponseKey(link) }),
        ...(options.legacy_formats === true && { formats: 'standard_and_legacy' }),
        ...(redirectUri !== undefined && { redirectUri }),
      },
    };
    const reference = {
      clientId,
      requestUri: this.urlOf('requests', link),
      requestUriMethod: options.request_uri_method ?? 'post',
    } as const;
    const page = `${this.config.publicUrl}/request`;
    return {
      link,
      channel,
      urls: (statusId) => ({
        wallet_link: walletLink(reference),
        link: requestPageLink(page, reference, statusId),
      }),
    };
  }

  /** The `client_id` of the verifier with this certificate. */
  clientId(scheme: NonNullable<WalletOptions['client_id_scheme']>, { chain }: CertifiedKey): string {
    return scheme === 'x509_hash'
      ? hashClientId(chain.x5c[0])
      : sanDnsClientId(new URL(this.config.publicUrl).hostname);
  }

  /** Where a wallet gets the request object of a link, or sends the response. */
  urlOf(endpoint: 'requests' | 'responses', link: RequestLink): string {
    return `${this.config.publicUrl}/openid/${endpoint}/${textOfLink(link)}`;
  }
}

function redirectUriOf({ redirect_uri }: WalletOptions): string | undefined {
  if (redirect_uri === undefined || redirect_uri === null) return undefined;
  if (isSecureUrl(redirect_uri)) return redirect_uri;
  const fault = {
    pointer: '#/wallet/redirect_uri',
    detail: 'Expected an https URL without user, password and fragment.',
  };
  throw new ProtocolError('invalid_wallet_options', fault.detail, { errors: [fault] });
}
