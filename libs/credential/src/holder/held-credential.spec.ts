import { beforeAll, describe, expect, test } from '@jest/globals';
import { commit, linearCombination, randomScalar } from '@zk-income/crypto';
import type { JWK } from 'jose';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { importSigningKey } from '../keys.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import {
  CLIENT,
  issueCredential,
  makeKey,
  makeTestEnvironment,
  type TestEnvironment,
} from '../testing/environment.js';
import { disclosureName, encodeDisclosure, signJwtText } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import type { HeldCredential } from '../types.js';
import { checkHeldCredential } from './held-credential.js';

let environment: TestEnvironment;
let held: Awaited<ReturnType<typeof issueCredential>>;

beforeAll(async () => {
  environment = await makeTestEnvironment();
  held = await issueCredential(environment.issuer);
});

interface Changes {
  header?: object;
  payload?: (payload: Json) => void;
  disclosures?: (texts: string[]) => string[];
}

/** The credential as a dishonest or defective issuer might have signed it. */
async function changed({ header = {}, payload, disclosures }: Changes): Promise<HeldCredential> {
  const parts = parseSdJwt(held.credential)!;
  const body = structuredClone(parts.issuerJwt.payload);
  payload?.(body);
  const key = environment.issuer.key.privateJwk;
  const jwt = await signJwtText({ ...parts.issuerJwt.header, ...header }, body, key);
  const texts = disclosures?.([...parts.disclosures]) ?? parts.disclosures;
  return { ...held, credential: [jwt, ...texts].map((text) => `${text}~`).join('') };
}

const opening = async (changes: Changes) =>
  outcomeAsync(async () => checkHeldCredential(await changed(changes)));
const named = (name: string) => (text: string) => disclosureName(text) === name;

/** Replaces the opening of the income, and signs its digest. */
function withOpening(value: unknown): Changes {
  const text = encodeDisclosure('salt', 'gross_income', value);
  return {
    payload: (payload) => payload.openings._sd.push(sha256Base64url(text)),
    disclosures: (texts) => [...texts.filter((other) => !named('gross_income')(other)), text],
  };
}

function incomeOpening(): { value: string; blinding: string } {
  const text = parseSdJwt(held.credential)!.disclosures.find(named('gross_income'))!;
  return JSON.parse(Buffer.from(text, 'base64url').toString())[2];
}

test('checking a credential returns its payload, openings and claims', async () => {
  const { payload, openings, claims } = await checkHeldCredential(held);
  expect(payload.iss).toBe('https://issuer.example');
  expect(Object.fromEntries([...openings].map(([name, { value }]) => [name, value]))).toMatchObject({
    gross_income: 5400000n,
    debt_payments: 600000n,
  });
  expect(Object.fromEntries(claims)).toEqual({
    source_id: CLIENT.sourceId,
    given_name: 'Erika',
    family_name: 'Mustermann',
    birthdate: '1984-01-26',
  });
  expect(await opening({})).toBe('accepted');
});

describe('a credential instance', () => {
  test.each([undefined, null, '', 'a.b.c~', '~', 5])('is not %j', async (credential) => {
    expect(await outcomeAsync(() => checkHeldCredential({ ...held, credential: credential as string }))).toBe(
      'credential_invalid',
    );
  });

  test('has no key binding', async () => {
    const jwt = await signJwtText({ typ: 'kb+jwt', alg: 'ES256' }, {}, held.holder_key);
    expect(
      await outcomeAsync(() => checkHeldCredential({ ...held, credential: held.credential + jwt })),
    ).toBe('credential_invalid');
  });

  test('has the type of the protocol', async () => {
    expect(await opening({ header: { typ: 'vc+sd-jwt' } })).toBe('credential_invalid');
    expect(await opening({ payload: (payload) => Object.assign(payload, { vct: 'urn:other' }) })).toBe(
      'credential_invalid',
    );
  });

  test.each(['iss', 'exp', 'status', 'period', 'commitments'])('always discloses %s', async (member) => {
    expect(await opening({ payload: (payload) => delete payload[member] })).toBe('credential_invalid');
  });
});

describe('the holder key', () => {
  const holding = (holder_key: unknown) =>
    outcomeAsync(() => checkHeldCredential({ ...held, holder_key } as HeldCredential));

  test('is the key that the credential is bound to', async () => {
    expect(await holding((await makeKey()).privateJwk)).toBe('credential_invalid');
    expect(await holding((await makeKey('EdDSA')).privateJwk)).toBe('credential_invalid');
  });

  test('is private', async () => {
    expect(await holding(held.key.publicJwk)).toBe('credential_invalid');
    expect(await holding({ ...held.key.publicJwk, d: 1 })).toBe('credential_invalid');
  });

  test.each([undefined, null, 'key', {}, { sign: 'text' }])('is not %j', async (key) => {
    expect(await holding(key)).toBe('credential_invalid');
  });

  test('may be what signs with it, so that it need not be exported', async () => {
    const key = await importSigningKey(held.holder_key as JWK);
    expect(await holding(key)).toBe('accepted');
    expect((await checkHeldCredential({ ...held, holder_key: key })).holderKey).toBe(key);
    expect(await holding(await importSigningKey((await makeKey()).privateJwk))).toBe('credential_invalid');
  });
});

describe('an opening', () => {
  test('matches its commitment', async () => {
    const honest = incomeOpening();
    expect(await opening(withOpening(honest))).toBe('accepted');
    expect(await opening(withOpening({ ...honest, value: '5400001' }))).toBe('credential_invalid');
    const blinding = encodeBase64url(new Uint8Array(32).fill(1));
    expect(await opening(withOpening({ ...honest, blinding }))).toBe('credential_invalid');
  });

  test('belongs to the attribute of its commitment', async () => {
    const blinding = randomScalar();
    const committedTo = (value: bigint): Changes => {
      const zero = [{ coefficient: 1n, commitment: commit(0n, blinding) }];
      const changes = withOpening({ value: String(value), blinding: encodeBase64url(blinding) });
      const payload = (signed: Json) => {
        changes.payload!(signed);
        signed.commitments.gross_income = encodeBase64url(linearCombination(zero, value));
      };
      return { ...changes, payload };
    };
    expect(await opening(committedTo(2n ** 53n - 1n))).toBe('accepted');
    expect(await opening(committedTo(2n ** 53n))).toBe('credential_invalid');
    expect(await opening(committedTo(0n))).toBe('accepted');
    expect(await opening(committedTo(-1n))).toBe('credential_invalid');
  });

  test('is not a value plus the group order, which matches the commitment as well', async () => {
    const honest = incomeOpening();
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const wrapped = Buffer.from(honest.blinding, 'base64url');
    let carry = 0n;
    for (let i = 0; i < 32; i++) {
      const sum = BigInt(wrapped[i]!) + ((order >> BigInt(8 * i)) & 255n) + carry;
      wrapped[i] = Number(sum & 255n);
      carry = sum >> 8n;
    }
    expect(await opening(withOpening({ ...honest, blinding: wrapped.toString('base64url') }))).toBe(
      'credential_invalid',
    );
  });

  test.each<[string, object | string | null]>([
    ['a value beyond 2^53 − 1', { value: '9007199254740992' }],
    ['a value below 0', { value: '-1' }],
    ['a value in hexadecimal', { value: '0x526540' }],
    ['a value that is a number', { value: 5400000 }],
    ['no value', { value: undefined }],
    ['no blinding', { blinding: undefined }],
    ['a blinding of 31 bytes', { blinding: encodeBase64url(new Uint8Array(31)) }],
    ['a blinding in padded base64url', { blinding: `${'A'.repeat(43)}=` }],
    ['a blinding that is a list', { blinding: [] }],
  ])('does not have %s', async (_, change) => {
    expect(await opening(withOpening({ ...incomeOpening(), ...(change as object) }))).toBe(
      'credential_invalid',
    );
  });

  test.each([['5400000'], [null], [[]], [5400000]])('is not %j', async (value) => {
    expect(await opening(withOpening(value))).toBe('credential_invalid');
  });

  test('exists for each commitment, and for nothing else', async () => {
    expect(await opening({ disclosures: (texts) => texts.filter((text) => !named('subject')(text)) })).toBe(
      'credential_invalid',
    );
    const text = encodeDisclosure('salt', 'months_employed', incomeOpening());
    const further: Changes = {
      payload: (payload) => payload.openings._sd.push(sha256Base64url(text)),
      disclosures: (texts) => [...texts, text],
    };
    expect(await opening(further)).toBe('credential_invalid');
  });
});

describe('a disclosure', () => {
  test('belongs to the credential', async () => {
    const disclosures = (texts: string[]) => [...texts, encodeDisclosure('salt', 'employer', 'Acme')];
    expect(await opening({ disclosures })).toBe('credential_invalid');
  });

  test('is unique', async () => {
    const name = (texts: string[]) => texts.filter(named('given_name'));
    expect(await opening({ disclosures: (texts) => [...texts, ...name(texts)] })).toBe('credential_invalid');
    const income = (texts: string[]) => texts.filter(named('gross_income'));
    expect(await opening({ disclosures: (texts) => [...texts, ...income(texts)] })).toBe(
      'credential_invalid',
    );
  });

  test('has a name and, at the top level, a string', async () => {
    expect(await opening({ disclosures: (texts) => [...texts, 'AAAA'] })).toBe('credential_invalid');
    const text = encodeDisclosure('salt', 'employer', { name: 'Acme' });
    const nested: Changes = {
      payload: (payload) => payload._sd.push(sha256Base64url(text)),
      disclosures: (texts) => [...texts, text],
    };
    expect(await opening(nested)).toBe('credential_invalid');
  });

  test('is rejected if the payload has no digests', async () => {
    expect(await opening({ payload: (payload) => delete payload._sd })).toBe('credential_invalid');
    expect(await opening({ payload: (payload) => delete payload.openings })).toBe('credential_invalid');
    expect(await opening({ payload: (payload) => Object.assign(payload, { openings: [], _sd: {} }) })).toBe(
      'credential_invalid',
    );
  });
});
