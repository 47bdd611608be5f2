import type { CertificateValidator } from '@zk-income/openid';
import { base64OfPem, type ParsedCertificate, parseCertificate } from './certificate.js';
import { isSignedBy } from './signature.js';

/** Purposes of verifiers: the certificate of their web server, or any. */
const ADMITTED_PURPOSES = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];

/** Whether a name is that of a constraint, or below it (RFC 5280, section 4.2.1.10). */
export function isWithin(name: string, constraint: string): boolean {
  const base = constraint.toLowerCase();
  if (base === '') return true;
  return base.startsWith('.') ? name.endsWith(base) : name === base || name.endsWith(`.${base}`);
}

const isPermitted = (names: readonly string[], authority: ParsedCertificate): boolean =>
  names.every(
    (name) =>
      (authority.permittedDnsNames?.some((constraint) => isWithin(name, constraint)) ?? true) &&
      !authority.excludedDnsNames.some((constraint) => isWithin(name, constraint)),
  );

const isLeaf = ({ isAuthority, maySign, purposes }: ParsedCertificate): boolean =>
  !isAuthority && maySign && (purposes?.some((purpose) => ADMITTED_PURPOSES.includes(purpose)) ?? true);

/** @param below intermediate certificates below this one that do not issue themselves */
const isAuthorityOver = (below: number, names: readonly string[], certificate: ParsedCertificate): boolean =>
  certificate.isAuthority &&
  certificate.mayCertify &&
  below <= certificate.pathLength &&
  isPermitted(names, certificate);

/** Parses a certificate that another party sent. */
function parsed(text: string): ParsedCertificate | undefined {
  try {
    return parseCertificate(text);
  } catch {
    return undefined;
  }
}

/** The anchor that is the last certificate of a chain, or issued it. */
async function findAnchor(
  last: ParsedCertificate,
  anchors: readonly ParsedCertificate[],
): Promise<ParsedCertificate | undefined> {
  for (const anchor of anchors) {
    if (anchor.text === last.text) return anchor;
    if (anchor.subject === last.issuer && (await isSignedBy(last, anchor))) return anchor;
  }
  return undefined;
}

/**
 * Validates a chain as a verifier sends it: the leaf first, then each certificate's issuer, up to one that an anchor issued or
 * that is an anchor. Checked of each certificate: signature, names, validity, critical extensions; of authorities also: basic
 * constraints, path length, key usage and constraints of DNS names, those of the anchor included; of the leaf: that it is no
 * authority, key usage and extended key usage. Names other than DNS names are not used, and revocation is not checked.
 *
 * @param pems of the anchors
 * @throws Error where an anchor is not a certificate
 */
export function chainValidator(pems: readonly string[]): CertificateValidator {
  const anchors = pems.map((pem) => parseCertificate(base64OfPem(pem)));
  return {
    async validate(x5c, now) {
      const chain = x5c.map(parsed);
      const [leaf] = chain;
      if (!leaf || !chain.every((one) => one !== undefined)) return undefined;
      const anchor = await findAnchor(chain.at(-1)!, anchors);
      if (!anchor) return undefined;
      const path = anchor.text === chain.at(-1)!.text ? chain : [...chain, anchor];
      const isValid =
        path.length > 1 &&
        isLeaf(leaf) &&
        path.every(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter);
      if (!isValid) return undefined;
      let below = 0;
      for (const [i, authority] of path.slice(1).entries()) {
        const issued = path[i]!;
        if (issued.issuer !== authority.subject || !isAuthorityOver(below, leaf.dnsNames, authority))
          return undefined;
        if (!(await isSignedBy(issued, authority))) return undefined;
        if (authority.issuer !== authority.subject) below++;
      }
      return { dnsNames: leaf.dnsNames };
    },
  };
}
