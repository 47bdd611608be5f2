import { beforeAll, describe, expect, test } from '@jest/globals';
import { CompactSign } from 'jose';
import { utf8 } from '../encoding/text.js';
import { ISSUER, issueCredential, makeIssuer, makeKey, trusted } from '../testing/environment.js';
import { encodePart, type Forgery } from '../testing/forge.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';

const OTHER = 'https://other.example';
const UNTRUSTED = 'https://untrusted.example';

let fixture: SalaryFixture;
let other: Awaited<ReturnType<typeof makeIssuer>>;

beforeAll(async () => {
  fixture = await makeSalaryFixture({ trust: [trusted(), trusted(OTHER)] });
  other = await makeIssuer(fixture.documents, fixture.clock, { iss: OTHER });
});

test('accepts an honest presentation', async () => {
  expect(await fixture.verifyForged()).toBe('verified');
});

describe('the type of the issuer-signed JWT', () => {
  test.each([
    undefined,
    'vc+sd-jwt',
    'DC+SD-JWT',
    'application/dc+sd-jwt',
    'dc+sd-jwt ',
    'JWT',
    ['dc+sd-jwt'],
  ])('is not %j', async (typ) => {
    expect(await fixture.verifyForged({ header: { typ } })).toBe('credential_type_wrong');
  });
});

describe('the issuer', () => {
  test('must be in the trust list before anything is fetched', async () => {
    const stranger = await makeIssuer(fixture.documents, fixture.clock, { iss: UNTRUSTED });
    const held = await issueCredential(stranger);
    const from = fixture.documents.fetched.length;
    expect(await fixture.verifyForged({ held })).toBe('issuer_untrusted');
    expect(fixture.documents.fetched.slice(from)).toEqual([]);
  });

  test.each([
    undefined,
    `${ISSUER}/`,
    ISSUER.toUpperCase(),
    'constructor',
    '__proto__',
    [ISSUER],
    'https://іssuer.example',
  ])('is not %j', async (iss) => {
    expect(await fixture.verifyForged({ payload: { iss } })).toBe('issuer_untrusted');
  });

  test('must be one that the policy names for this credential', async () => {
    expect(await fixture.verifyForged({}, { issuers: { salary: [OTHER] } })).toBe('issuer_untrusted');
    expect(await fixture.verifyForged({}, { issuers: { salary: [OTHER, ISSUER] } })).toBe('verified');
  });

  test('must be trusted by the verifier even if the policy names it', async () => {
    const stranger = await makeIssuer(fixture.documents, fixture.clock, { iss: UNTRUSTED });
    const held = await issueCredential(stranger);
    expect(await fixture.verifyForged({ held }, { issuers: { salary: [ISSUER, UNTRUSTED] } })).toBe(
      'issuer_untrusted',
    );
  });
});

describe('the key', () => {
  const signedByOther = (): Partial<Forgery> => ({
    issuerKey: other.key.privateJwk,
    header: { kid: other.keys.kid },
  });

  test('is looked up among the keys of this issuer only', async () => {
    expect(await fixture.verifyForged(signedByOther())).toBe('issuer_key_unknown');
  });

  test('belongs to the iss of the payload, so that no trusted issuer signs for another', async () => {
    expect(await fixture.verifyForged({ ...signedByOther(), payload: { iss: OTHER } })).toBe(
      'status_unknown',
    );
    expect(await fixture.verifyForged({ payload: { iss: OTHER } })).toBe('issuer_key_unknown');
  });

  test.each([undefined, 1, '', 'unknown', 'constructor', ['kid']])('is not found by kid %j', async (kid) => {
    expect(await fixture.verifyForged({ header: { kid } })).toBe('issuer_key_unknown');
  });

  test('is not available if the documents of the issuer are not', async () => {
    const away = await makeSalaryFixture();
    away.documents.sources.delete(`${ISSUER}/.well-known/jwt-vc-issuer`);
    expect(await away.verifyForged()).toBe('issuer_unavailable');
  });

  test('comes from the JWKS even if the header contains or references one', async () => {
    const stranger = await makeKey();
    const header = {
      jwk: stranger.publicJwk,
      jku: 'https://evil.example/jwks.json',
      x5u: 'https://evil.example/chain.pem',
      x5c: ['AAAA'],
    };
    const from = fixture.documents.fetched.length;
    expect(await fixture.verifyForged({ issuerKey: stranger.privateJwk, header })).toBe(
      'credential_signature_invalid',
    );
    expect(await fixture.verifyForged({ header })).toBe('verified');
    expect(fixture.documents.fetched.slice(from).filter((url) => !url.startsWith(ISSUER))).toEqual([]);
  });
});

test('an Ed25519 issuer signs with EdDSA, also by its name Ed25519 (RFC 9864), and with nothing else', async () => {
  const signed = await makeSalaryFixture({ issuer: { alg: 'EdDSA' } });
  expect(await signed.verifyForged()).toBe('verified');
  expect(await signed.verifyForged({ header: { alg: 'Ed25519' } })).toBe('verified');
  for (const alg of ['ES256', 'Ed448', 'ed25519', 'none']) {
    expect(await signed.verifyForged({ header: { alg } })).toBe('algorithm_not_allowed');
  }
});

describe('the header', () => {
  // With b64 true, jose supports this extension and verifies. Only our own check rejects it.
  test('requires no extension, not even one that jose supports', async () => {
    expect(await fixture.verifyForged({ header: { crit: ['b64'], b64: true } })).toBe('header_not_allowed');
  });

  test.each([[[]], [['exp']], [null], ['b64']])('crit is not %j', async (crit) => {
    expect(await fixture.verifyForged({ header: { crit } })).toBe('header_not_allowed');
  });

  // jose would reject these as well, as invalid signatures, because it gets the algorithm of the key.
  test.each(['EdDSA', 'Ed25519', 'ES384', 'ES256K', 'RS256', 'es256', ['ES256'], undefined])(
    'names the algorithm of the key, not %j',
    async (alg) => {
      expect(await fixture.verifyForged({ header: { alg } })).toBe('algorithm_not_allowed');
    },
  );

  test('cannot make an unsigned credential valid', async () => {
    const unsigned = (alg: string) => (jwt: string) => {
      const [header, payload] = jwt.split('.') as [string, string];
      const changed = { ...JSON.parse(atob(header)), alg };
      return `${encodePart(changed)}.${payload}.`;
    };
    expect(await fixture.verifyForged({ issuerJwt: unsigned('none') })).toBe('algorithm_not_allowed');
    expect(await fixture.verifyForged({ issuerJwt: unsigned('ES256') })).toBe('credential_signature_invalid');
  });

  test('cannot turn the public key into an HMAC secret', async () => {
    const symmetric = async (jwt: string) => {
      const payload = utf8(atob(jwt.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')));
      const header = { alg: 'HS256', kid: fixture.issuer.keys.kid, typ: 'dc+sd-jwt' };
      const secret = utf8(JSON.stringify(fixture.issuer.key.publicJwk));
      return new CompactSign(payload).setProtectedHeader(header).sign(secret);
    };
    expect(await fixture.verifyForged({ issuerJwt: symmetric })).toBe('algorithm_not_allowed');
  });
});

describe('the signature of the issuer', () => {
  test('is not one of another key', async () => {
    const stranger = await makeKey();
    expect(await fixture.verifyForged({ issuerKey: stranger.privateJwk, header: {} })).toBe(
      'credential_signature_invalid',
    );
  });

  test('covers the payload', async () => {
    const swapped = (jwt: string) => {
      const [header, payload, signature] = jwt.split('.') as [string, string, string];
      const raised = { ...JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))), exp: 4e9 };
      return `${header}.${encodePart(raised)}.${signature}`;
    };
    expect(await fixture.verifyForged({ issuerJwt: swapped })).toBe('credential_signature_invalid');
  });

  test('covers the header', async () => {
    const swapped = (jwt: string) => {
      const [header, payload, signature] = jwt.split('.') as [string, string, string];
      return `${encodePart({ ...JSON.parse(atob(header)), extra: 1 })}.${payload}.${signature}`;
    };
    expect(await fixture.verifyForged({ issuerJwt: swapped })).toBe('credential_signature_invalid');
  });
});
