import { X509Certificate } from 'node:crypto';
import { type PublicJwk, publicJwkOf } from '@zk-income/credential';

/** Certificates that cannot be used. The message completes "expected …" and contains nothing of the certificates. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** A certificate over a signing key, and the certificates of the authorities between it and a trust anchor. */
export interface CertificateChain {
  /** The public key of the leaf. */
  readonly publicJwk: PublicJwk;
  /** As in the header `x5c` (RFC 7515, 4.1.6): DER in base64, the leaf first, without a trust anchor. */
  readonly x5c: readonly [string, ...string[]];
  /** DNS names of the leaf's Subject Alternative Name, in lower case. */
  readonly dnsNames: readonly string[];
  /** When all certificates are valid, in seconds since the epoch, both included. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** What a SubjectPublicKeyInfo of an uncompressed P-256 key has before its coordinates (RFC 5480). */
const P256_SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');
const P256_COORDINATE_BYTES = 32;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g;
/** Node quotes, as JSON, a name that contains a separator. */
const SUBJECT_ALTERNATIVE_NAME = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g;
const DNS_NAME = /^[a-z0-9*_-]+(\.[a-z0-9_-]+)*$/;

/**
 * Certificate chains over signing keys. Of several chains a service uses the one whose leaf has the key that signs now,
 * so that the certificate of the next key can be configured before a rotation.
 */
export class CertificateChains {
  static readonly none = new CertificateChains([]);

  private constructor(readonly chains: readonly CertificateChain[]) {}

  /**
   * Parses chains in PEM, one after the other: a leaf, the certificate that signed it, and so on. A certificate that did
   * not sign the one before it starts the next chain. A self-signed certificate at the end of a chain is dropped: the
   * recipient has the trust anchors.
   *
   * @throws CertificateError if the text is anything else
   */
  static parse(pem: string): CertificateChains {
    const chains: X509Certificate[][] = [];
    for (const [i, certificate] of parsePem(pem).entries()) {
      const chain = chains.at(-1);
      const subject = chain?.at(-1);
      if (chain && subject && isSignedBy(subject, certificate)) chain.push(certificate);
      else if (certificate.ca)
        throw new CertificateError(
          i === 0
            ? 'the certificate of the signing key first, not that of an authority'
            : `each certificate to have signed the one before it, but number ${i + 1} did not sign number ${i}`,
        );
      else chains.push([certificate]);
    }
    return new CertificateChains(chains.map(describe));
  }

  get isEmpty(): boolean {
    return this.chains.length === 0;
  }

  /**
   * The chain over a key that is valid now; of several, the one that is valid longest.
   *
   * @param now seconds since the epoch
   */
  chainOf(publicJwk: object, now: number): CertificateChain | undefined {
    return this.over(publicJwk).find(({ notBefore, notAfter }) => notBefore <= now && now <= notAfter);
  }

  /** `x5c` of `chainOf`. */
  x5cOf(publicJwk: object, now: number): readonly string[] | undefined {
    return this.chainOf(publicJwk, now)?.x5c;
  }

  /** All chains over a key, also those that are not valid, the one that ends last first. */
  over(publicJwk: object): readonly CertificateChain[] {
    const key = publicJwkOf(publicJwk);
    return this.chains
      .filter((chain) => key !== undefined && isSameKey(chain.publicJwk, key))
      .sort((a, b) => b.notAfter - a.notAfter);
  }
}

function parsePem(pem: string): readonly X509Certificate[] {
  const blocks = [...pem.matchAll(BLOCK)];
  // Not only because it is of no use here: certificates are public, and no log or console protects them.
  if (blocks.some(([, label]) => label?.includes('PRIVATE KEY')))
    throw new CertificateError('certificates only, without a private key');
  const isPem = blocks.length > 0 && pem.replace(BLOCK, '').trim() === '';
  if (!isPem || blocks.some(([, label]) => label !== 'CERTIFICATE'))
    throw new CertificateError('certificates in PEM and nothing else');
  return blocks.map(([block], i) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new CertificateError(`certificates in PEM, but number ${i + 1} is corrupt`);
    }
  });
}

const isSignedBy = (subject: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

function describe(certificates: readonly X509Certificate[]): CertificateChain {
  const [leaf, ...authorities] = certificates as [X509Certificate, ...X509Certificate[]];
  const publicJwk = p256KeyOf(leaf);
  if (!publicJwk) throw new CertificateError('certificates of P-256 keys, which are the keys that sign');
  const withoutAnchor = authorities.filter((certificate) => !isSignedBy(certificate, certificate));
  const used = [leaf, ...withoutAnchor];
  return {
    publicJwk,
    x5c: [base64(leaf), ...withoutAnchor.map(base64)],
    dnsNames: dnsNamesOf(leaf),
    notBefore: Math.max(...used.map(({ validFrom }) => Date.parse(validFrom) / 1000)),
    notAfter: Math.min(...used.map(({ validTo }) => Date.parse(validTo) / 1000)),
  };
}

/** The P-256 key of a certificate; undefined for any other key. (`KeyObject.export` as a JWK may never return.) */
function p256KeyOf({ publicKey }: X509Certificate): PublicJwk | undefined {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  if (!spki.subarray(0, P256_SPKI_PREFIX.length).equals(P256_SPKI_PREFIX)) return undefined;
  const point = spki.subarray(P256_SPKI_PREFIX.length);
  const coordinate = (start: number) =>
    point.subarray(start, start + P256_COORDINATE_BYTES).toString('base64url');
  return publicJwkOf({ kty: 'EC', crv: 'P-256', x: coordinate(0), y: coordinate(P256_COORDINATE_BYTES) });
}

const base64 = (certificate: X509Certificate): string => certificate.raw.toString('base64');

const dnsNamesOf = ({ subjectAltName = '' }: X509Certificate): readonly string[] =>
  [...subjectAltName.matchAll(SUBJECT_ALTERNATIVE_NAME)]
    .filter(([, kind]) => kind === 'DNS')
    .map(([, , name]) => name!.toLowerCase())
    .filter((name) => DNS_NAME.test(name));

const isSameKey = (a: PublicJwk, b: PublicJwk): boolean =>
  a.kty === 'EC' && b.kty === 'EC' && a.x === b.x && a.y === b.y;
