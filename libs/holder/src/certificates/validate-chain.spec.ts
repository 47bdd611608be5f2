import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { browserCertificates } from '../index.js';
import { nodeCertificates } from '../node/index.js';
import { isWithin } from './validate-chain.js';

const NOW = Date.UTC(2026, 10, 24);
const HOST = 'verifier.example';
const DAY = 86_400_000;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: Uint8Array.from([1, 0, 1]),
  modulusLength: 2048,
};

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

interface Signer {
  readonly name: string;
  readonly keys: CryptoKeyPair;
  readonly algorithm: typeof P256 | typeof RSA;
  readonly certificate: x509.X509Certificate;
}

interface CertificateOptions {
  readonly issuer?: Signer;
  readonly algorithm?: typeof P256 | typeof RSA;
  readonly isAuthority?: boolean;
  readonly extensions?: readonly x509.Extension[];
  readonly notBefore?: number;
  readonly notAfter?: number;
}

let serial = 0;

/** A certificate that is right, except for what a test changes. */
async function make(
  name: string,
  { issuer, algorithm = P256, isAuthority = true, extensions, notBefore, notAfter }: CertificateOptions = {},
): Promise<Signer> {
  const usage = isAuthority ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature;
  const keys = (await webcrypto.subtle.generateKey(algorithm as never, true, [
    'sign',
    'verify',
  ])) as unknown as CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (++serial).toString(16).padStart(4, '0'),
    subject: `CN=${name}`,
    issuer: `CN=${issuer?.name ?? name}`,
    notBefore: new Date(notBefore ?? NOW - DAY),
    notAfter: new Date(notAfter ?? NOW + DAY),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: issuer?.algorithm ?? algorithm,
    extensions: [
      ...(extensions ?? [
        new x509.BasicConstraintsExtension(isAuthority, undefined, true),
        new x509.KeyUsagesExtension(usage, true),
      ]),
      ...(isAuthority ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])]),
    ],
  });
  return { name, keys, algorithm, certificate };
}

const der = ({ certificate }: Signer) => Buffer.from(certificate.rawData).toString('base64');
const pem = ({ certificate }: Signer) => certificate.toString('pem');

let root: Signer;
let intermediate: Signer;
let leaf: Signer;

beforeAll(async () => {
  root = await make('root');
  intermediate = await make('intermediate', { issuer: root });
  leaf = await make(HOST, { issuer: intermediate, isAuthority: false });
});

const validate = (chain: readonly Signer[], anchor = root, now = NOW) =>
  browserCertificates({ anchors: [pem(anchor)] }).validate(chain.map(der), now);
const valid = { dnsNames: [HOST] };

describe('a chain is valid', () => {
  test('up to its anchor, which may be part of it', async () => {
    expect(await validate([leaf, intermediate])).toEqual(valid);
    expect(await validate([leaf, intermediate, root])).toEqual(valid);
    expect(await validate([leaf], intermediate)).toEqual(valid);
  });

  test('in Node too', async () => {
    const x5c = [leaf, intermediate].map(der);
    expect(await nodeCertificates({ anchors: [pem(root)] }).validate(x5c, NOW)).toEqual(valid);
    const all = nodeCertificates({ anchors: [...rootCertificates, pem(root)] });
    expect(await all.validate(x5c, NOW)).toEqual(valid);
    expect(await nodeCertificates().validate(x5c, NOW)).toBeUndefined();
  });

  test('with RSA', async () => {
    const authority = await make('rsa', { algorithm: RSA });
    const issued = await make(HOST, { issuer: authority, isAuthority: false });
    expect(await validate([issued], authority)).toEqual(valid);
  });

  test('for the purpose of a web server, or any', async () => {
    for (const purpose of ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']) {
      const extensions = [new x509.ExtendedKeyUsageExtension([purpose])];
      const issued = await make(HOST, { issuer: root, isAuthority: false, extensions });
      expect(await validate([issued])).toEqual(valid);
    }
  });

  test('of the authority of npm start', async () => {
    const authority = await createAuthority(['example'], { now: NOW });
    const inner = await createAuthority(['verifier.example'], { now: NOW, parent: authority });
    const { publicJwk } = generateHolderKey();
    const certificates = browserCertificates({ anchors: [authority.certificate] });
    const chainFor = async (name: string) =>
      [await inner.signingCertificate(publicJwk, [name]), inner.certificate].map((text) =>
        text.replace(/-----[A-Z ]+-----|\s/g, ''),
      );
    expect(await certificates.validate(await chainFor(HOST), NOW)).toEqual(valid);
    expect(await certificates.validate(await chainFor('other.example'), NOW)).toBeUndefined();
  });
});

describe('a chain is not valid', () => {
  const rejected = async (chain: readonly Signer[], anchor?: Signer, now?: number) =>
    expect(await validate(chain, anchor, now)).toBeUndefined();

  test('up to another anchor, out of order, with a gap or empty', async () => {
    await rejected([leaf, intermediate], await make('root'));
    await rejected([intermediate, leaf]);
    await rejected([leaf, root]);
    await rejected([leaf]);
    await rejected([]);
  });

  test('with a certificate that is not one', async () => {
    const certificates = browserCertificates({ anchors: [pem(root)] });
    expect(await certificates.validate([der(leaf).slice(0, 400), der(intermediate)], NOW)).toBeUndefined();
  });

  test('with a signature of another key of the same name', async () => {
    const forger = await make('intermediate');
    await rejected([await make(HOST, { issuer: forger, isAuthority: false }), intermediate]);
    await rejected([await make(HOST, { issuer: await make('root'), isAuthority: false })]);
  });

  test('before or after its time', async () => {
    await rejected([leaf, intermediate], root, NOW + 2 * DAY);
    await rejected([leaf, intermediate], root, NOW - 2 * DAY);
    const expired = await make('expired', { issuer: root, notAfter: NOW - 1_000 });
    await rejected([await make(HOST, { issuer: expired, isAuthority: false }), expired]);
  });

  test('by a certificate that is no authority', async () => {
    const other = await make('other.example', { issuer: intermediate, isAuthority: false });
    await rejected([await make(HOST, { issuer: other, isAuthority: false }), other, intermediate]);
    const noSigner = await make('no-signer', {
      issuer: root,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true),
      ],
    });
    await rejected([await make(HOST, { issuer: noSigner, isAuthority: false }), noSigner]);
    const plain = await make('plain', { issuer: root, extensions: [] });
    await rejected([await make(HOST, { issuer: plain, isAuthority: false }), plain]);
  });

  test('of more authorities than one of them permits', async () => {
    const short = await make('short', {
      issuer: root,
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    });
    const below = await make('below', { issuer: short });
    expect(await validate([await make(HOST, { issuer: short, isAuthority: false }), short])).toEqual(valid);
    await rejected([await make(HOST, { issuer: below, isAuthority: false }), below, short]);
  });

  test('whose leaf is an authority, or is for something else', async () => {
    await rejected([intermediate]);
    for (const extensions of [
      [new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'])],
      [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyEncipherment, true)],
      [new x509.BasicConstraintsExtension(true, undefined, true)],
      [new x509.Extension('1.2.3.4', true, Uint8Array.from([5, 0]))],
    ])
      await rejected([await make(HOST, { issuer: root, isAuthority: false, extensions })]);
  });

  test('of the authority itself', async () => rejected([root]));
});

test('names are within a constraint if they are it or below it', () => {
  const cases: readonly [string, string, boolean][] = [
    ['a.example', 'example', true],
    ['example', 'example', true],
    ['a.example', '', true],
    ['a.example', '.example', true],
    ['example', '.example', false],
    ['badexample', 'example', false],
    ['a.example', 'A.Example', true],
  ];
  for (const [name, constraint, expected] of cases) expect(isWithin(name, constraint)).toBe(expected);
});

test('an anchor that is not a certificate is reported', async () => {
  await expect(browserCertificates({ anchors: ['no PEM'] }).validate([der(leaf)], NOW)).rejects.toThrow();
  expect(() => nodeCertificates({ anchors: ['no PEM'] })).toThrow();
});
