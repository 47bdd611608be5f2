import { Logger } from '@nestjs/common';
import {
  type Clock,
  type PublicJwk,
  publicJwkOf,
  type SigningKey,
  type SigningKeys,
} from '@zk-income/credential';
import type { CertificateChain, CertificateChains } from './certificate-chains.js';

/** Ends in the time in which an operator can get another certificate. */
const WARN_SECONDS = 14 * 86_400;
/** A warning that lasts is repeated. */
const REPEAT_SECONDS = 86_400;

/**
 * Whether the configured certificates fit the key that signs now. `other_key`: no certificate has the key. `other_host`: no
 * certificate of the key has the host of `PUBLIC_URL`.
 */
export const SIGNING_CERTIFICATE_STATES = [
  'not_configured',
  'valid',
  'expires_soon',
  'expired',
  'not_yet_valid',
  'other_key',
  'other_host',
] as const;
export type SigningCertificateState = (typeof SIGNING_CERTIFICATE_STATES)[number];

interface Assessment {
  readonly state: SigningCertificateState;
  readonly key: SigningKey;
  readonly chain?: CertificateChain | undefined;
  /** The chain that the state is about; it may not be usable. */
  readonly closest?: CertificateChain | undefined;
}

const NO_CERTIFICATE = 'Wallets that find keys by certificates only cannot be served.';
const RENEW = 'Get a certificate for the key, add it to the variable and restart the service.';

const WARNINGS: Readonly<Record<Exclude<SigningCertificateState, 'not_configured' | 'valid'>, string>> = {
  expires_soon: `expires soon. ${RENEW}`,
  expired: `has expired. ${NO_CERTIFICATE} ${RENEW}`,
  not_yet_valid: `is not valid yet. ${NO_CERTIFICATE}`,
  other_key: `is for another key than the one that signs. ${NO_CERTIFICATE} ${RENEW}`,
  other_host: `does not have the host of PUBLIC_URL as a DNS name. ${NO_CERTIFICATE} ${RENEW}`,
};

/** The certificate chain over the key that signs now, of those that are configured. */
export class SigningCertificate {
  private readonly logger = new Logger('Certificates');
  private reported: { readonly state: SigningCertificateState; readonly at: number } | undefined;

  /**
   * @param variable the name of the variable that configures the chains
   * @param publicUrl the leaf must have its host as a DNS name
   */
  constructor(
    private readonly variable: string,
    private readonly chains: CertificateChains,
    private readonly publicUrl: string,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  /** The key that signs now, and its chain if one is valid and has the host of `PUBLIC_URL`. */
  async current(): Promise<{ readonly key: SigningKey; readonly chain?: CertificateChain | undefined }> {
    const { key, chain } = await this.assess();
    return { key, chain };
  }

  /** Logs a warning if the certificate does not fit or expires soon: at a change, and once a day. */
  async state(): Promise<SigningCertificateState> {
    const { state, key, closest } = await this.assess();
    const now = Math.floor(this.clock.now() / 1000);
    const isNews = this.reported?.state !== state || now - this.reported.at >= REPEAT_SECONDS;
    if (isNews && state !== 'not_configured' && state !== 'valid') {
      const end = closest
        ? ` Its last day is ${new Date(closest.notAfter * 1000).toISOString().slice(0, 10)}.`
        : '';
      this.logger.warn(`The certificate in ${this.variable} ${WARNINGS[state]} The key is ${key.kid}.${end}`);
    }
    if (isNews) this.reported = { state, at: now };
    return state;
  }

  private async assess(): Promise<Assessment> {
    const key = await this.keys.current();
    if (this.chains.isEmpty) return { state: 'not_configured', key };
    const now = Math.floor(this.clock.now() / 1000);
    const ofKey = this.chains.over(await this.publicJwkOf(key));
    const ofHost = ofKey.filter(({ dnsNames }) => dnsNames.includes(new URL(this.publicUrl).hostname));
    const chain = ofHost.find(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter);
    if (chain)
      return {
        state: chain.notAfter - now < WARN_SECONDS ? 'expires_soon' : 'valid',
        key,
        chain,
        closest: chain,
      };
    const [closest = ofKey[0]] = ofHost;
    if (ofKey.length === 0) return { state: 'other_key', key };
    if (ofHost.length === 0) return { state: 'other_host', key, closest };
    return { state: closest!.notAfter < now ? 'expired' : 'not_yet_valid', key, closest };
  }

  private async publicJwkOf({ kid }: SigningKey): Promise<PublicJwk | object> {
    const published = await this.keys.published();
    return publicJwkOf(published.find((jwk) => jwk.kid === kid)) ?? {};
  }
}
