import { describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { checkReceipt, findJwt, MAX_CHARACTERS } from './check-receipt.js';

const ISS = 'https://verifier.example';
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const other = await generateKeyPair('ES256', { extractable: true });
const jwkOf = async (key: CryptoKey, kid: string) => ({
  ...(await exportJWK(key)),
  kid,
  alg: 'ES256',
  use: 'sig',
});
const keys = { keys: [await jwkOf(publicKey, 'first'), await jwkOf(other.publicKey, 'second')] };

const CLAIMS = {
  iss: ISS,
  aud: 'landlord',
  iat: 1_795_000_000,
  jti: 'receipt',
  request_id: 'request',
  policy_hash: 'policy',
  presentation_hash: 'presentation',
  status: { salary: { uri: 'https://issuer.example/status-lists/0', idx: 1, status: 'valid' } },
  verdict: 'verified',
  predicates: [{ en: 'Gross income is at least 54,000.00 EUR per year', de: 'Das Bruttoeinkommen …' }],
};

const sign = (
  claims: object = CLAIMS,
  { key = privateKey, ...header }: { key?: CryptoKey } & Partial<JWTHeaderParameters> = {},
) =>
  new SignJWT(claims as never)
    .setProtectedHeader({ alg: 'ES256', kid: 'first', typ: 'zk-income-receipt+jwt', ...header })
    .sign(key);
const check = (text: string) => checkReceipt(text, keys, ISS);

describe('a genuine receipt', () => {
  test('of a proof says what was proved', async () => {
    expect(await check(await sign())).toEqual({
      genuine: true,
      kid: 'first',
      receipt: {
        kind: 'verified',
        iss: ISS,
        aud: 'landlord',
        issuedAt: 1_795_000_000_000,
        requestId: 'request',
        policyHash: 'policy',
        presentationHash: 'presentation',
        receiptId: 'receipt',
        statements: CLAIMS.predicates,
        people: {},
        disclosed: {},
        notRevoked: ['salary'],
      },
    });
  });

  test('of a disclosure says that no income was checked', async () => {
    const { predicates: _, ...rest } = CLAIMS;
    const notice = { en: 'No income was checked.', de: 'Es wurde kein Einkommen geprüft.' };
    const disclosed = { salary: { given_name: 'Erika' } };
    const jwt = await sign(
      { ...rest, verdict: 'disclosed', notice, disclosed },
      { typ: 'zk-income-disclosure+jwt' },
    );
    expect(await check(jwt)).toMatchObject({
      genuine: true,
      receipt: { kind: 'disclosed', statements: [], notice, disclosed },
    });
  });

  test('names the alternative and the people', async () => {
    const people = { tenant: ['salary'], guarantor: ['pension'] };
    expect(await check(await sign({ ...CLAIMS, alternative: 'alone', people }))).toMatchObject({
      receipt: { alternative: 'alone', people },
    });
  });

  test('may be part of the JSON of its request, and have spaces around it', async () => {
    const jwt = await sign();
    for (const text of [`\n ${jwt} \n`, JSON.stringify({ id: 'x', receipt: jwt, verdict: {} }, null, 2)])
      expect(await check(text)).toMatchObject({ genuine: true });
  });
});

describe('is not genuine:', () => {
  test('a receipt whose content was changed', async () => {
    const [header, payload, signature] = (await sign()).split('.');
    const forged = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    forged.predicates[0].en = 'Gross income is at least 90,000.00 EUR per year';
    const changed = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect(await check(`${header}.${changed}.${signature}`)).toEqual({ genuine: false, fault: 'changed' });
  });

  test('a receipt of another key with a known name', async () => {
    expect(await check(await sign(CLAIMS, { key: other.privateKey }))).toEqual({
      genuine: false,
      fault: 'changed',
    });
  });

  test('a receipt of an unknown key, also where the header brings the key', async () => {
    const jwk = await exportJWK(other.publicKey);
    for (const header of [{ kid: 'third' }, { kid: 'third', jwk }])
      expect(await check(await sign(CLAIMS, { key: other.privateKey, ...header }))).toEqual({
        genuine: false,
        fault: 'unknown_key',
      });
  });

  test('a receipt of another verifier with the same keys', async () => {
    expect(await check(await sign({ ...CLAIMS, iss: 'https://verifier.example.evil' }))).toEqual({
      genuine: false,
      fault: 'unknown_key',
    });
  });

  test('another JWT of the verifier: a signed request', async () => {
    expect(await check(await sign(CLAIMS, { typ: 'oauth-authz-req+jwt' }))).toEqual({
      genuine: false,
      fault: 'not_a_receipt',
    });
  });

  test('a receipt without a signature, or with one of a secret', async () => {
    const payload = Buffer.from(JSON.stringify(CLAIMS)).toString('base64url');
    const headerOf = (alg: string) =>
      Buffer.from(JSON.stringify({ alg, kid: 'first', typ: 'zk-income-receipt+jwt' })).toString('base64url');
    for (const jwt of [`${headerOf('none')}.${payload}.`, `${headerOf('HS256')}.${payload}.c2ln`])
      expect((await check(jwt)).genuine).toBe(false);
  });

  test.each(['', 'x', '{', '{}', '{"receipt":7}', '[]', 'a.b.c', '....', 'x'.repeat(MAX_CHARACTERS + 1)])(
    'the text %#',
    async (text) => {
      expect(await check(text)).toEqual({ genuine: false, fault: 'not_a_receipt' });
    },
  );
});

test('the JWT of a JSON text is its member receipt', () => {
  expect(findJwt(' {"receipt":"a.b.c"} ')).toBe('a.b.c');
  expect(findJwt('a.b.c')).toBe('a.b.c');
});
