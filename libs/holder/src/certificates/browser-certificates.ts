import type { CertificateValidator } from '@zk-income/openid';

export interface CertificateOptions {
  /** The PEM of each certificate authority that the wallet trusts. Browsers do not tell which ones they trust. */
  readonly anchors: readonly string[];
}

/** Validates certificate chains with WebCrypto. The code for it is loaded when the first request arrives. */
export function browserCertificates({ anchors }: CertificateOptions): CertificateValidator {
  let validator: Promise<CertificateValidator> | undefined;
  return {
    async validate(x5c, now) {
      validator ??= import('./validate-chain.js').then(({ chainValidator }) => chainValidator(anchors));
      return (await validator).validate(x5c, now);
    },
  };
}
