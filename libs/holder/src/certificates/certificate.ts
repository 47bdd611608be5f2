import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';

/** The extensions that are understood. A critical one that is not makes a certificate invalid. */
const KNOWN_EXTENSIONS: readonly string[] = [
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
];
const VERSION_3 = 2;

/** What chain validation needs of a certificate. */
export interface ParsedCertificate {
  /** DER in base64. */
  readonly text: string;
  readonly signedBytes: ArrayBuffer;
  readonly signature: ArrayBuffer;
  readonly signatureAlgorithm: string;
  /** DER of the names, in hexadecimal. */
  readonly subject: string;
  readonly issuer: string;
  /** DER. */
  readonly publicKey: ArrayBuffer;
  readonly keyAlgorithm: string;
  readonly keyParameters: ArrayBuffer | null;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isAuthority: boolean;
  /** The most intermediate certificates below this one. */
  readonly pathLength: number;
  /** Whether the key may do it; both where the certificate does not limit its use. */
  readonly maySign: boolean;
  readonly mayCertify: boolean;
  /** Object identifiers; undefined where the certificate does not limit its purposes. */
  readonly purposes: readonly string[] | undefined;
  readonly dnsNames: readonly string[];
  readonly permittedDnsNames: readonly string[] | undefined;
  readonly excludedDnsNames: readonly string[];
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));

/** The base64 of a certificate in PEM. */
export const base64OfPem = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');

const dnsNamesOf = (subtrees: NameConstraints['permittedSubtrees']): string[] =>
  Array.from(subtrees ?? [], ({ base }) => base.dNSName).filter((name) => name !== undefined);

/**
 * Parses a certificate.
 *
 * @param text DER in base64
 * @throws Error for anything but a certificate of version 3 whose critical extensions are understood
 */
export function parseCertificate(text: string): ParsedCertificate {
  const { tbsCertificate: tbs, tbsCertificateRaw, ...rest } = AsnConvert.parse(bytesOf(text), Certificate);
  if (tbs.version !== VERSION_3) throw new Error('expected a certificate of version 3');
  const { algorithm } = rest.signatureAlgorithm;
  if (tbs.signature.algorithm !== algorithm) throw new Error('two signature algorithms');
  const extensions = new Map<string, ArrayBuffer>();
  for (const { extnID, critical, extnValue } of tbs.extensions ?? []) {
    if (extensions.has(extnID)) throw new Error(`two extensions ${extnID}`);
    if (critical && !KNOWN_EXTENSIONS.includes(extnID))
      throw new Error(`unknown critical extension ${extnID}`);
    extensions.set(extnID, extnValue.buffer);
  }
  const read = <T>(id: string, type: new () => T): T | undefined => {
    const value = extensions.get(id);
    return value && AsnConvert.parse(value, type);
  };
  const basic = read(id_ce_basicConstraints, BasicConstraints);
  const usage = read(id_ce_keyUsage, KeyUsage)?.toNumber();
  const names = read(id_ce_subjectAltName, SubjectAlternativeName) ?? [];
  const constraints = read(id_ce_nameConstraints, NameConstraints);
  const permitted = dnsNamesOf(constraints?.permittedSubtrees);
  const may = (flag: number) => usage === undefined || (usage & flag) !== 0;
  const { subjectPublicKeyInfo: key, validity } = tbs;
  return {
    text,
    signedBytes: tbsCertificateRaw!,
    signature: rest.signatureValue,
    signatureAlgorithm: algorithm,
    subject: hex(AsnConvert.serialize(tbs.subject)),
    issuer: hex(AsnConvert.serialize(tbs.issuer)),
    publicKey: AsnConvert.serialize(key),
    keyAlgorithm: key.algorithm.algorithm,
    keyParameters: key.algorithm.parameters ?? null,
    notBefore: validity.notBefore.getTime().getTime(),
    notAfter: validity.notAfter.getTime().getTime(),
    isAuthority: basic?.cA === true,
    pathLength: basic?.pathLenConstraint ?? Number.POSITIVE_INFINITY,
    maySign: may(KeyUsageFlags.digitalSignature),
    mayCertify: may(KeyUsageFlags.keyCertSign),
    purposes: read(id_ce_extKeyUsage, ExtendedKeyUsage)?.map(String),
    dnsNames: Array.from(names, ({ dNSName }) => dNSName?.toLowerCase()).filter((name) => name !== undefined),
    permittedDnsNames: permitted.length > 0 ? permitted : undefined,
    excludedDnsNames: dnsNamesOf(constraints?.excludedSubtrees),
  };
}
