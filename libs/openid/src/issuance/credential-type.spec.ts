import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseDisclosure, parseSdJwt, VCT } from '@zk-income/credential';
import { issueCredential, makeTestEnvironment } from '@zk-income/credential/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { credentialJsonSchema, credentialTypeMetadata } from './credential-type.js';

type Json = ReturnType<typeof JSON.parse>;

const metadata = credentialTypeMetadata();
/** The members of an issued credential as they are signed, and with all disclosures applied. */
let signed: Json;
let disclosed: Json;

beforeAll(async () => {
  const { issuer } = await makeTestEnvironment();
  const { credential } = await issueCredential(issuer);
  const { issuerJwt, disclosures } = parseSdJwt(credential)!;
  signed = issuerJwt.payload;
  disclosed = { ...structuredClone(signed), openings: {} };
  for (const { digest, name, value } of disclosures.map((text) => parseDisclosure(text)!)) {
    const place: Json = signed.openings._sd.includes(digest) ? disclosed.openings : disclosed;
    place[name!] = value;
  }
});

const select = (root: Json, path: readonly string[]): unknown =>
  path.reduce<Json | undefined>((value, name) => value?.[name], root);

test('SD-JWT VC, 5.2: the type metadata are those of the vct of credentials', () => {
  expect(metadata.vct).toBe(VCT);
  expect(signed.vct).toBe(metadata.vct);
});

describe('SD-JWT VC, 5.6: claim metadata agree with issued credentials', () => {
  test('5.6.4: a claim is selectively disclosable where they say always, and not where they say never', () => {
    const present = metadata.claims.filter(({ path }) => select(disclosed, path) !== undefined);
    expect(present.length).toBeGreaterThan(10);
    for (const { path, sd } of present) {
      expect([path, select(signed, path) === undefined]).toEqual([path, sd === 'always']);
    }
  });

  test('5.6.3: mandatory claims are in every credential', () => {
    for (const { path, mandatory } of metadata.claims)
      if (mandatory) expect([path, select(disclosed, path)]).not.toEqual([path, undefined]);
  });

  test('5.6.1: a path is not empty and occurs once', () => {
    const paths = metadata.claims.map(({ path }) => path.join('/'));
    expect(paths).not.toContain('');
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('5.6.2: what people read has a label in each language', () => {
    const labelled = metadata.claims.filter((claim) => 'display' in claim) as Json[];
    expect(labelled.map(({ path }) => path[0])).toEqual(expect.arrayContaining(['given_name', 'openings']));
    for (const { display } of labelled) {
      expect(display.map(({ locale }: Json) => locale)).toEqual(['en', 'de']);
      for (const { label } of display) expect(label).toMatch(/^\p{Lu}/u);
    }
  });
});

test('SD-JWT VC, 5.5: display metadata have a locale and a name', () => {
  expect(metadata.display).toEqual([
    expect.objectContaining({ locale: 'en', name: 'Income credential' }),
    expect.objectContaining({ locale: 'de', name: 'Einkommensnachweis' }),
  ]);
});

describe('the JSON schema of a credential', () => {
  const validate = new Ajv2020({ formats: { date: /^\d{4}-\d\d-\d\d$/, uri: /^https?:/ } }).compile(
    credentialJsonSchema(),
  );

  test('accepts what is issued, with and without disclosures', () => {
    expect([validate(disclosed), validate.errors]).toEqual([true, null]);
    const withoutDigests = { ...signed, openings: {} };
    expect([validate(withoutDigests), validate.errors]).toEqual([true, null]);
  });

  test.each([
    { vct: 'urn:zk-income:income:1' },
    { iat: '0' },
    { cnf: { jwk: { kty: 'RSA' } } },
    { currency: 'Euro' },
    { period: { start: '2025-11-01' } },
    { commitments: {} },
    { openings: { gross_income: { value: 5400000, blinding: '' } } },
    { given_name: ['Erika'] },
  ])('rejects %j', (changes) => expect(validate({ ...disclosed, ...changes })).toBe(false));

  test('requires the members that are always disclosed', () => {
    for (const name of ['iss', 'vct', 'cnf', 'status', 'commitments'])
      expect(validate({ ...disclosed, [name]: undefined })).toBe(false);
  });
});
