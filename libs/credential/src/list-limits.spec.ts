import { beforeAll, describe, expect, test } from '@jest/globals';
import { sha256Base64url } from './encoding/hash.js';
import { canonicalJson } from './encoding/json.js';
import { utf8 } from './encoding/text.js';
import { exampleIssueInput, policyTerm } from './examples.js';
import { readRequest } from './holder/read-request.js';
import { ISSUE_INPUT, PROOF_INPUT, VERIFY_INPUT } from './input-shapes.js';
import {
  MAX_AUDIENCE_CHARACTERS,
  MAX_COMMITMENTS,
  MAX_CREDENTIALS,
  MAX_DIGESTS,
  MAX_DISCLOSURES,
  MAX_HOLDER_KEYS,
  MAX_INEQUALITIES,
  MAX_INPUT_CHARACTERS,
  MAX_ISSUERS,
  MAX_JWKS_KEYS,
  MAX_POLICY_BYTES,
  MAX_TRUSTED_ISSUERS,
} from './limits.js';
import { parsePolicy } from './policy/parse-policy.js';
import { PERSONAL_CLAIMS } from './policy/policy.js';
import { decodePolicy, encodePolicy } from './policy/transaction-data.js';
import { processSdJwt } from './sd-jwt-claims.js';
import { parseSdJwt } from './sd-jwt-text.js';
import { shapeErrors } from './shape.js';
import { StatusChecker } from './status/status-checker.js';
import {
  ISSUER,
  makeIssuer,
  makeKey,
  NOW,
  OWNER,
  TestClock,
  TestDocuments,
  trusted,
} from './testing/environment.js';
import { encodeDisclosure, encodePart } from './testing/forge.js';
import { outcome } from './testing/outcomes.js';
import { incomePolicy, type Json } from './testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from './testing/salary-fixture.js';
import { forgeStatusList } from './testing/status-lists.js';
import { readCredentialPayload } from './verify/credential-payload.js';
import { IssuerDirectory } from './verify/issuer-directory.js';
import { parseTrustList } from './verify/trust.js';

// Each list and text has a limit. Every test accepts the largest one, and rejects one that is larger by one.

const listOf = <T>(count: number, item: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => item(i));
const objectOf = (count: number, value: unknown) =>
  Object.fromEntries(listOf(count, (i) => [`member_${i}`, value]));

let fixture: SalaryFixture;
let payload: Json;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
  payload = parseSdJwt(fixture.held.credential)!.issuerJwt.payload;
});

describe('a policy', () => {
  const ofPolicy = (changes: object) => outcome(() => parsePolicy(incomePolicy(changes)));
  const detailOf = (changes: object): string => {
    try {
      parsePolicy(incomePolicy(changes));
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const issuers = (count: number, path = '') => ({
    issuers: { salary: listOf(count, (i) => `https://issuer-${i}.example/${path}`) },
  });

  test('names a limited number of issuers for one credential', () => {
    expect(ofPolicy(issuers(MAX_ISSUERS))).toBe('accepted');
    expect(detailOf(issuers(MAX_ISSUERS + 1))).toContain('policy.issuers.salary: expected a non-empty list');
  });

  test('has a limited number of credentials, claims, terms and predicates, which are not examined beyond it', () => {
    // The items are invalid, so the message tells which check came first.
    const list = (count: number) => listOf(count, () => null);
    const terms = (count: number) => ({
      predicates: [{ label: 'x', terms: list(count), per: 'year', at_least: '0' }],
    });
    const at = (count: number) => [
      detailOf({ credentials: list(count) }),
      detailOf({ disclose: list(count) }),
      detailOf({ predicates: list(count) }),
      detailOf(terms(count)),
    ];
    for (const detail of at(2)) expect(detail).not.toContain('a non-empty list of at most');
    for (const detail of at(1_000)) expect(detail).toContain('a non-empty list of at most');
    expect(detailOf({ credentials: list(MAX_CREDENTIALS + 1) })).toContain(`of at most ${MAX_CREDENTIALS}`);
    expect(detailOf({ disclose: list(PERSONAL_CLAIMS.length + 1) })).toContain('of at most 6');
    expect(detailOf({ predicates: list(MAX_INEQUALITIES + 1) })).toContain('of at most 16');
    expect(detailOf(terms(17))).toContain('of at most 16');
  });

  test('may count two amounts of every credential', () => {
    const credentials = ['salary', 'b', 'c', 'd'];
    const names = ['gross_income', 'debt_payments'];
    const terms = credentials.flatMap((id) => names.map((name) => policyTerm(id, name)));
    expect(ofPolicy({ credentials, predicates: [{ label: 'x', terms, per: 'year', at_least: '0' }] })).toBe(
      'accepted',
    );
  });

  test('has a limited size, also in transaction data', () => {
    const bytes = (policy: Json) => utf8(canonicalJson(policy)).length;
    const full = {
      ...issuers(MAX_ISSUERS, 'x'.repeat(470)),
      credentials: ['salary', 'b', 'c'],
    };
    Object.assign(full.issuers, { b: full.issuers.salary });
    const last = (length: number) => {
      const c = [`https://issuer.example/${'x'.repeat(length)}`];
      return incomePolicy({ ...full, issuers: { ...full.issuers, c } });
    };
    const filled = last(MAX_POLICY_BYTES - bytes(last(0)));
    expect(bytes(filled)).toBe(MAX_POLICY_BYTES);
    expect(outcome(() => decodePolicy(encodePolicy(parsePolicy(filled))))).toBe('accepted');
    const larger = last(MAX_POLICY_BYTES - bytes(last(0)) + 1);
    expect(outcome(() => parsePolicy(larger))).toBe('policy_invalid');
    // The size of a text is checked before it is decoded: this one is not base64url.
    expect(() => decodePolicy('!'.repeat(2 * MAX_POLICY_BYTES))).toThrow('expected at most');
  });
});

describe('an input', () => {
  const pointers = (shape: Parameters<typeof shapeErrors>[1], input: object) =>
    shapeErrors(input, shape).map(({ pointer }) => pointer);

  test('of /issue has a limited number of keys, attributes and claims', () => {
    const issue = (changes: object) => pointers(ISSUE_INPUT, { ...exampleIssueInput, ...changes });
    expect(issue({ holder_keys: listOf(MAX_HOLDER_KEYS, () => ({})) })).toEqual([]);
    expect(issue({ holder_keys: listOf(MAX_HOLDER_KEYS + 1, () => ({})) })).toEqual(['#/holder_keys']);
    expect(issue({ holder_keys: [] })).toEqual(['#/holder_keys']);
    expect(issue({ attributes: objectOf(MAX_COMMITMENTS, '0') })).toEqual([]);
    expect(issue({ attributes: objectOf(MAX_COMMITMENTS + 1, '0') })).toEqual(['#/attributes']);
    expect(issue({ claims: objectOf(PERSONAL_CLAIMS.length, 'x') })).toEqual([]);
    expect(issue({ claims: objectOf(PERSONAL_CLAIMS.length + 1, 'x') })).toEqual(['#/claims']);
  });

  test('of /verify and /prove has a limited number of credentials', () => {
    const verify = (count: number) => ({ request_id: 'x', presentations: objectOf(count, 'x') });
    expect(pointers(VERIFY_INPUT, verify(MAX_CREDENTIALS))).toEqual([]);
    expect(pointers(VERIFY_INPUT, verify(MAX_CREDENTIALS + 1))).toEqual(['#/presentations']);
    const prove = (count: number) => ({ request: {}, credentials: objectOf(count, {}) });
    expect(pointers(PROOF_INPUT, prove(MAX_CREDENTIALS))).toEqual([]);
    expect(pointers(PROOF_INPUT, prove(MAX_CREDENTIALS + 1))).toEqual(['#/credentials']);
  });
});

test('a request that the holder receives has a limited id and audience', async () => {
  const request = await fixture.verifier.createRequest(OWNER, { policy: incomePolicy() });
  const reading = (changes: object) => outcome(() => readRequest({ ...request, ...changes }, NOW));
  expect(reading({ id: 'x'.repeat(MAX_INPUT_CHARACTERS) })).toBe('accepted');
  expect(reading({ id: 'x'.repeat(MAX_INPUT_CHARACTERS + 1) })).toBe('request_invalid');
  expect(reading({ audience: 'x'.repeat(MAX_AUDIENCE_CHARACTERS) })).toBe('accepted');
  expect(reading({ audience: 'x'.repeat(MAX_AUDIENCE_CHARACTERS + 1) })).toBe('request_invalid');
});

describe('a credential', () => {
  test('has a limited number of commitments', () => {
    const committing = (count: number) => {
      const { subject } = payload.commitments;
      const commitments = { subject, ...objectOf(count - 1, subject) };
      return outcome(() => readCredentialPayload({ ...payload, commitments }));
    };
    expect(committing(MAX_COMMITMENTS)).toBe('accepted');
    expect(committing(MAX_COMMITMENTS + 1)).toBe('credential_malformed');
  });

  test('has a limited number of digests, at all levels together', () => {
    const digests = (count: number) => ({
      _sd: listOf(count - 1, (i) => `digest ${i}`),
      other: [{ '...': 'the last one' }],
    });
    expect(outcome(() => processSdJwt(digests(MAX_DIGESTS), []))).toBe('accepted');
    expect(outcome(() => processSdJwt(digests(MAX_DIGESTS + 1), []))).toBe('credential_malformed');
  });

  test('has a limited number of disclosures', () => {
    const jwt = `${encodePart({})}.${encodePart({})}.AAAA`;
    expect(parseSdJwt(`${jwt}~${'x~'.repeat(MAX_DISCLOSURES)}`)).toBeDefined();
    expect(parseSdJwt(`${jwt}~${'x~'.repeat(MAX_DISCLOSURES + 1)}`)).toBeUndefined();
  });

  test('has claims of limited length', async () => {
    const naming = (length: number) => {
      const text = encodeDisclosure('salt', 'given_name', 'x'.repeat(length));
      const changed = (signed: Json) => ({ ...signed, _sd: [sha256Base64url(text)] });
      return fixture.verifyForged(
        { payload: changed, disclosures: () => [text] },
        { disclose: ['given_name'] },
      );
    };
    expect(await naming(MAX_INPUT_CHARACTERS)).toBe('verified');
    expect(await naming(MAX_INPUT_CHARACTERS + 1)).toBe('disclosure_malformed');
  });
});

describe('documents of an issuer', () => {
  const clock = new TestClock();

  test('have a limited number of keys', async () => {
    const { publicJwk } = await makeKey();
    const keyOf = (count: number) => {
      const documents = new TestDocuments();
      const keys = listOf(count, (i) => ({ ...publicJwk, kid: String(i) }));
      documents.sources.set(`${ISSUER}/.well-known/jwt-vc-issuer`, () =>
        JSON.stringify({ issuer: ISSUER, jwks: { keys } }),
      );
      return new IssuerDirectory(documents, clock).key(ISSUER, '0');
    };
    expect(await keyOf(MAX_JWKS_KEYS)).toEqual(publicJwk);
    await expect(keyOf(MAX_JWKS_KEYS + 1)).rejects.toThrow('too many keys');
  });

  test('are parsed only within the limits of JSON texts', async () => {
    const documents = new TestDocuments();
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
    documents.sources.set(
      `${ISSUER}/.well-known/jwt-vc-issuer`,
      () => `{"issuer":"${ISSUER}","jwks":{"keys":[]},"other":${deep}}`,
    );
    await expect(new IssuerDirectory(documents, clock).key(ISSUER, '0')).rejects.toThrow('another issuer');
  });

  test('are kept up to a number of bytes: an issuer with many status lists does not fill the memory', async () => {
    const documents = new TestDocuments();
    const issuer = await makeIssuer(documents, clock);
    const uris = listOf(3, (i) => `${ISSUER}/status-lists/${i}`);
    for (const uri of uris) {
      const token = await forgeStatusList(issuer.key, issuer.keys.kid, { payload: { sub: uri } });
      documents.sources.set(uri, () => token);
    }
    const fetchedLists = async (size: number) => {
      const directory = new IssuerDirectory(documents, clock);
      const checker = new StatusChecker(documents, directory, clock, undefined, { entries: 9, size });
      const find = (uri: string) => checker.find(ISSUER, { idx: 0, uri });
      for (const uri of uris) expect(await find(uri)).toBe('valid');
      documents.fetched.length = 0;
      for (const uri of [...uris].reverse()) expect(await find(uri)).toBe('valid');
      return documents.fetched;
    };
    expect(await fetchedLists(2 ** 20)).toEqual([]);
    const [first] = uris as [string, ...string[]];
    const one = 1 + first.length;
    expect(await fetchedLists(3 * one - 1)).toEqual([first]);
  });
});

test('a verifier trusts a limited number of issuers, for each attribute once', () => {
  const list = (count: number) => listOf(count, (i) => trusted(`https://issuer-${i}.example`));
  expect(parseTrustList(list(MAX_TRUSTED_ISSUERS))).toHaveLength(MAX_TRUSTED_ISSUERS);
  expect(() => parseTrustList(list(MAX_TRUSTED_ISSUERS + 1))).toThrow('at most');
  const twice = ['gross_income', 'gross_income'];
  expect(() => parseTrustList([{ ...trusted(), complete: twice }])).toThrow('without duplicates');
});
