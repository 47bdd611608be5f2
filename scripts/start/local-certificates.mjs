// Certificates for `npm start` and Compose, in the data folder: of a local authority that is made for them and whose key
// does not outlive their making, so that it can never sign another one.
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const RENEW_MS = 30 * 86_400_000;
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** The paths of the certificates in a data folder. `chains` is by service. HAProxy expects the key under this name. */
function certificatePaths(dataFolder, services) {
  const folder = join(dataFolder, 'certificates');
  return {
    ca: join(dataFolder, 'ca.pem'),
    tls: { certificate: join(folder, 'tls.pem'), key: join(folder, 'tls.pem.key') },
    chains: Object.fromEntries(services.map((name) => [name, join(folder, `${name}.pem`)])),
  };
}

/** The public keys of a vault that sign now or next. A vault in a file gets its first key. */
export async function publicKeysOf(vault) {
  await vault.initialize?.();
  const versions = await vault.read();
  return versions
    .filter(({ stage }) => stage !== 'earlier')
    .map(({ privateJwk: { kty, crv, x, y } }) => ({ kty, crv, x, y }));
}

const certificatesIn = (path) =>
  (readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );

/** Whether the certificates in files are of one authority, fit hosts and keys, and last. */
function areUsable({ ca, tls, chains }, { hosts, keys }, now) {
  try {
    const [authority] = certificatesIn(ca);
    const isUsable = (certificate, key) =>
      certificate.publicKey.equals(key) &&
      certificate.verify(authority.publicKey) &&
      Date.parse(certificate.validTo) - now > RENEW_MS &&
      hosts.every((host) => certificate.checkHost(host) !== undefined);
    const isCertified = (path, key) => certificatesIn(path).some((certificate) => isUsable(certificate, key));
    return (
      isCertified(tls.certificate, createPublicKey(readFileSync(tls.key))) &&
      Object.entries(chains).every(([name, path]) =>
        keys[name].every((jwk) => isCertified(path, createPublicKey({ key: jwk, format: 'jwk' }))),
      )
    );
  } catch {
    // A file is missing or damaged.
    return false;
  }
}

async function makeCertificates({ ca, tls, chains }, { hosts, keys }) {
  // Not at the top: it takes a tenth of a second, at the first start only.
  const { createAuthority } = await import('../certificates.mjs');
  const addresses = LOOPBACK.filter((name) => !hosts.includes(name));
  const authority = await createAuthority([...hosts, ...addresses]);
  const server = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { format: 'jwk' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const files = {
    [tls.certificate]: await authority.tlsCertificate(server.publicKey, [...hosts, ...addresses]),
    [tls.key]: server.privateKey,
  };
  for (const [name, path] of Object.entries(chains)) {
    const leaves = keys[name].map((jwk) => authority.signingCertificate(jwk, hosts));
    files[path] = (await Promise.all(leaves)).join('');
  }
  for (const [path, content] of Object.entries({ ...files, [ca]: authority.certificate })) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // An existing file would keep its mode.
    rmSync(path, { force: true });
    writeFileSync(path, content, { mode: path === tls.key ? 0o600 : 0o644, flag: 'wx' });
  }
}

/**
 * The paths of certificates for services in a data folder. Makes an authority and all certificates anew unless those of an
 * earlier start fit.
 *
 * @param hosts the names of the services; the first is that of their URLs
 * @param keys by service, the public keys (JWK) that sign now or next
 */
export async function localCertificates(dataFolder, { hosts, keys, now = Date.now() }) {
  const paths = certificatePaths(dataFolder, Object.keys(keys));
  if (!areUsable(paths, { hosts, keys }, now)) await makeCertificates(paths, { hosts, keys });
  return paths;
}

/** The path of a file with the authority of local certificates, and those that the caller trusts in addition. */
export function trustedAuthorities({ ca, tls }, further) {
  if (further === undefined) return ca;
  const path = join(dirname(tls.certificate), 'trusted.pem');
  writeFileSync(path, `${readFileSync(further, 'utf8')}\n${readFileSync(ca, 'utf8')}`);
  return path;
}
