import type { SigningKey, SigningKeys } from '@zk-income/credential';
import type { SigningCertificate } from '@zk-income/service-kit';

/** Signing keys with the certificate chain that is configured for them, if one is valid and names the issuer. */
export class CertifiedKeys implements SigningKeys {
  constructor(
    private readonly keys: SigningKeys,
    private readonly certificate: Pick<SigningCertificate, 'current'>,
  ) {}

  async current(): Promise<SigningKey> {
    const { key, chain } = await this.certificate.current();
    return chain ? { ...key, certificates: chain.x5c, sign: (data) => key.sign(data) } : key;
  }

  published(): ReturnType<SigningKeys['published']> {
    return this.keys.published();
  }
}
