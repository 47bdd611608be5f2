import { rootCertificates } from 'node:tls';
import type { CertificateValidator } from '@zk-income/openid';
import { chainValidator } from '../certificates/validate-chain.js';

export interface NodeCertificateOptions {
  /** The PEM of each trusted certificate authority; by default those of Node. */
  readonly anchors?: readonly string[];
}

/** Node has some roots of version 1, and some whose extensions are unknown. No chain needs them. */
function validatorOf(anchors: readonly string[]): CertificateValidator {
  const usable = anchors.filter((pem) => {
    try {
      chainValidator([pem]);
      return true;
    } catch {
      return !rootCertificates.includes(pem);
    }
  });
  return chainValidator(usable);
}

/** Validates certificate chains as browsers do, by default with the roots that Node trusts. */
export function nodeCertificates({
  anchors = rootCertificates,
}: NodeCertificateOptions = {}): CertificateValidator {
  return validatorOf(anchors);
}
