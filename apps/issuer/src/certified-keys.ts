import { Logger } from '@nestjs/common';
import type { Clock, SigningKey, SigningKeys } from '@zk-income/credential';
import type { CertificateChain } from '@zk-income/service-kit';
import type { IssuerConfig } from './issuer.config.js';

type Certificates = Pick<IssuerConfig, 'ISSUER_CERTIFICATE_CHAIN' | 'publicUrl'>;

/** Whether a certificate names the host of a URL: itself, or by a wildcard for its first label (RFC 9525, section 6.3). */
export function namesHost({ dnsNames }: Pick<CertificateChain, 'dnsNames'>, url: string): boolean {
  const { hostname } = new URL(url);
  const wildcard = hostname.replace(/^[^.]+/, '*');
  return dnsNames.includes(hostname) || dnsNames.includes(wildcard);
}

/** Signing keys with the certificate chain that is configured for them, if it names the issuer. Logs a warning otherwise. */
export class CertifiedKeys implements SigningKeys {
  private readonly logger = new Logger('Certificates');
  private readonly warned = new Set<string>();

  constructor(
    private readonly keys: SigningKeys,
    private readonly config: Certificates,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<SigningKey> {
    const key = await this.keys.current();
    const chain = await this.chainOf(key);
    return chain ? { ...key, certificates: chain.x5c, sign: (data) => key.sign(data) } : key;
  }

  published(): ReturnType<SigningKeys['published']> {
    return this.keys.published();
  }

  private async chainOf({ kid }: SigningKey): Promise<CertificateChain | undefined> {
    const { ISSUER_CERTIFICATE_CHAIN: chains, publicUrl } = this.config;
    if (chains.chains.length === 0) return undefined;
    const jwk = (await this.keys.published()).find((published) => published.kid === kid);
    const chain = jwk && chains.chainOf(jwk, Math.floor(this.clock.now() / 1000));
    if (!chain) return this.warn(kid, 'has no valid chain in ISSUER_CERTIFICATE_CHAIN');
    if (namesHost(chain, publicUrl)) return chain;
    return this.warn(
      kid,
      `has a chain whose first certificate does not name the host of PUBLIC_URL, ${publicUrl}`,
    );
  }

  private warn(kid: string, fault: string): undefined {
    if (this.warned.has(`${kid} ${fault}`)) return;
    this.warned.add(`${kid} ${fault}`);
    this.logger.warn(`The signing key ${kid} ${fault}. Credentials are signed without x5c.`);
  }
}
