import type { ParsedCertificate } from './certificate.js';

const EC_KEY = '1.2.840.10045.2.1';
const RSA_KEY = '1.2.840.113549.1.1.1';
const MIN_RSA_BITS = 2048;

/** Hash by signature algorithm. */
const ECDSA: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'SHA-256',
  '1.2.840.10045.4.3.3': 'SHA-384',
  '1.2.840.10045.4.3.4': 'SHA-512',
};
const RSA: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
};
/** By the DER of the object identifier, in hexadecimal. */
const CURVES: Readonly<Record<string, { readonly name: string; readonly bytes: number }>> = {
  '06082a8648ce3d030107': { name: 'P-256', bytes: 32 },
  '06052b81040022': { name: 'P-384', bytes: 48 },
  '06052b81040023': { name: 'P-521', bytes: 66 },
};

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * The two integers of an ECDSA signature in DER, as WebCrypto takes them: SEQUENCE { INTEGER, INTEGER }, both shorter than 128
 * bytes.
 */
function rawSignature(der: Uint8Array, size: number): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(2 * size);
  // A length of 128 and more is in the next byte.
  let at = der[1] === 0x81 ? 3 : 2;
  if (der[0] !== 0x30) return undefined;
  for (const end of [size, 2 * size]) {
    const length = der[at + 1];
    if (der[at] !== 0x02 || length === undefined) return undefined;
    let integer = der.subarray(at + 2, at + 2 + length);
    while (integer.length > size && integer[0] === 0) integer = integer.subarray(1);
    if (integer.length > size) return undefined;
    raw.set(integer, end - integer.length);
    at += 2 + length;
  }
  return at === der.length ? raw : undefined;
}

async function verifyEcdsa(
  { signature, signedBytes }: ParsedCertificate,
  { publicKey, keyParameters }: ParsedCertificate,
  hash: string,
): Promise<boolean> {
  const curve = keyParameters && CURVES[hexOf(new Uint8Array(keyParameters))];
  const raw = curve && rawSignature(new Uint8Array(signature), curve.bytes);
  if (!curve || !raw) return false;
  const algorithm = { name: 'ECDSA', namedCurve: curve.name };
  const key = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash }, key, raw, signedBytes);
}

async function verifyRsa(
  { signature, signedBytes }: ParsedCertificate,
  { publicKey }: ParsedCertificate,
  hash: string,
): Promise<boolean> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
  const key = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['verify']);
  if ((key.algorithm as RsaKeyAlgorithm).modulusLength < MIN_RSA_BITS) return false;
  return crypto.subtle.verify(algorithm.name, key, signature, signedBytes);
}

/** Whether the key of `issuer` signed `certificate`, with ECDSA or RSA (PKCS #1) and SHA-2. */
export async function isSignedBy(
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
): Promise<boolean> {
  const { signatureAlgorithm: algorithm } = certificate;
  try {
    const ecdsa = ECDSA[algorithm];
    if (ecdsa && issuer.keyAlgorithm === EC_KEY) return await verifyEcdsa(certificate, issuer, ecdsa);
    const rsa = RSA[algorithm];
    if (rsa && issuer.keyAlgorithm === RSA_KEY) return await verifyRsa(certificate, issuer, rsa);
    return false;
  } catch {
    // Not a key of its algorithm.
    return false;
  }
}
