// A local certificate authority for tests and `npm start`: its private key never leaves this process, and no system store
// ever contains its certificate.
import 'reflect-metadata';
import { createPublicKey, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert } from '@peculiar/asn1-schema';
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';

/** The longest validity that browsers accept of a TLS certificate. */
const VALID_DAYS = 397;
const DAY_MS = 86_400_000;
/** Clocks of phones in the same network differ. */
const SKEW_MS = 3_600_000;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const NAME_CONSTRAINTS = '2.5.29.30';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** By version of the Internet Protocol. */
const ADDRESS_BITS = { 4: 32, 6: 128 };
const EVERY_ADDRESS = { 4: '0.0.0.0/0', 6: '::/0' };

x509.cryptoProvider.set(webcrypto);

const subtrees = (names) =>
  new GeneralSubtrees(names.map((name) => new GeneralSubtree({ base: new GeneralName(name) })));

/** Permits the hosts, the names below them, and no other name or address. */
function nameConstraints(hosts) {
  const permitted = hosts.map((host) =>
    isIP(host) === 0 ? { dNSName: host } : { iPAddress: `${host}/${ADDRESS_BITS[isIP(host)]}` },
  );
  // A kind of address without a permitted one would be unconstrained.
  const excluded = Object.entries(EVERY_ADDRESS).filter(
    ([kind]) => !hosts.some((host) => isIP(host) === Number(kind)),
  );
  const constraints = new NameConstraints({
    permittedSubtrees: subtrees(permitted),
    ...(excluded.length > 0 && {
      excludedSubtrees: subtrees(excluded.map(([, iPAddress]) => ({ iPAddress }))),
    }),
  });
  return new x509.Extension(NAME_CONSTRAINTS, true, AsnConvert.serialize(constraints));
}

/**
 * Creates a certificate authority for the given host names and addresses, and for no others. The result signs until it is
 * no longer referenced.
 *
 * @param {readonly string[]} hosts
 * @param {{ now?: number, validDays?: number, parent?: object }} options `now` in milliseconds since the epoch; `parent`:
 * the authority that signs this one, otherwise it signs itself
 */
export async function createAuthority(hosts, { now = Date.now(), validDays = VALID_DAYS, parent } = {}) {
  const keys = await webcrypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const validity = { notBefore: new Date(now - SKEW_MS), notAfter: new Date(now + validDays * DAY_MS) };
  const name = parent ? 'CN=zk-income local intermediate CA' : 'CN=zk-income local CA';
  const sign = async (publicKey, subject, extensions, signer) => {
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity,
      subject,
      issuer: signer.name,
      publicKey,
      signingKey: signer.key,
      signingAlgorithm: ECDSA,
      extensions: [
        ...extensions,
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
      ],
    });
    return `${certificate.toString('pem')}\n`;
  };
  const own = { name, key: keys.privateKey, publicKey: keys.publicKey };
  const usage = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const certificate = await sign(
    keys.publicKey,
    name,
    [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
      nameConstraints(hosts),
    ],
    parent?.signer ?? own,
  );
  const leaf = (publicJwk, names, extensions) => {
    const spki = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
    const alternatives = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
    const common = [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.SubjectAlternativeNameExtension(alternatives),
    ];
    return sign(spki, `CN=${names[0]}`, [...common, ...extensions], own);
  };
  return {
    /** PEM. */
    certificate,
    signer: own,
    /** The PEM of a certificate over a key that signs credentials or requests. */
    signingCertificate: (publicJwk, names) => leaf(publicJwk, names, []),
    /** The PEM of a certificate for a TLS server. */
    tlsCertificate: (publicJwk, names) =>
      leaf(publicJwk, names, [new x509.ExtendedKeyUsageExtension([SERVER_AUTH])]),
  };
}
