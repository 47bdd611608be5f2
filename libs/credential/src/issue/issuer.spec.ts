import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { verifyOpening } from '@zk-income/crypto';
import { CoreEngine } from '../core-engine.js';
import { decodeBase64url } from '../encoding/base64url.js';
import { parseJwt } from '../jwt.js';
import { verifyJws } from '../keys.js';
import type { StatusReference } from '../ports/index.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import { dyingAt } from '../testing/dying-store.js';
import {
  CLIENT,
  ISSUER,
  issueCredential,
  issueInput,
  makeIssuer,
  makeKey,
  makeTestEnvironment,
  NOW,
  signingKeys,
  TestClock,
  type TestEnvironment,
} from '../testing/environment.js';
import { MemoryIssuedCredentialStore, MemoryStatusListStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';

const DAY = 86_400;
let environment: TestEnvironment;

beforeAll(async () => {
  environment = await makeTestEnvironment();
});

const saltOf = (text: string): string => JSON.parse(Buffer.from(text, 'base64url').toString())[0];

function read(credential: string) {
  const parts = parseSdJwt(credential)!;
  const disclosures = parts.disclosures.map((text) => ({ ...parseDisclosure(text)!, salt: saltOf(text) }));
  const payload: Json = parts.issuerJwt.payload;
  return { ...parts, payload, disclosures };
}

describe('a credential', () => {
  test('always discloses exactly the members of the protocol', async () => {
    const { credential, key } = await issueCredential(environment.issuer);
    const { issuerJwt, payload } = read(credential);
    expect(issuerJwt.header).toEqual({ typ: 'dc+sd-jwt', alg: 'ES256', kid: environment.issuer.keys.kid });
    expect(await verifyJws(issuerJwt.text, environment.issuer.key.publicJwk)).toBe(true);
    const midnight = Math.floor(NOW / 1000 / DAY) * DAY;
    const point = expect.stringMatching(/^[\w-]{43}$/);
    expect(payload).toEqual({
      iss: ISSUER,
      vct: 'urn:zk-income:income:2',
      iat: midnight,
      exp: midnight + 30 * DAY,
      cnf: { jwk: key.publicJwk },
      status: { status_list: { idx: expect.any(Number), uri: `${ISSUER}/status-lists/0` } },
      currency: 'EUR',
      period: { start: '2025-11-01', end: '2026-10-31' },
      commitments: { gross_income: point, debt_payments: point, subject: point },
      openings: { _sd: [point, point, point] },
      _sd: expect.any(Array),
      _sd_alg: 'sha-256',
    });
  });

  test('has a matching opening for each commitment', async () => {
    const { payload, disclosures } = read((await issueCredential(environment.issuer)).credential);
    const openings = disclosures.filter(({ digest }) => payload.openings._sd.includes(digest));
    expect(openings.map(({ name }) => name).sort()).toEqual(['debt_payments', 'gross_income', 'subject']);
    for (const { name, value } of openings) {
      const { value: amount, blinding } = value as { value: string; blinding: string };
      const commitment = decodeBase64url(payload.commitments[name!])!;
      expect(verifyOpening(commitment, BigInt(amount), decodeBase64url(blinding)!)).toBe(true);
      expect(verifyOpening(commitment, BigInt(amount) + 1n, decodeBase64url(blinding)!)).toBe(false);
    }
  });

  test('has the source of the client, which the input cannot set', async () => {
    const { disclosures } = read((await issueCredential(environment.issuer)).credential);
    expect(disclosures.find(({ name }) => name === 'source_id')?.value).toBe(CLIENT.sourceId);
    const chosen = { source_id: 'vat:DE999' } as object;
    expect(await outcomeAsync(() => issueCredential(environment.issuer, chosen))).toBe('invalid_input');
    expect(
      await outcomeAsync(() =>
        issueCredential(environment.issuer, {}, { client: { id: 'x' } as typeof CLIENT }),
      ),
    ).toBe('source_missing');
  });

  test.each([
    ['vat:de 123.456-789', 'vat:DE123456789'],
    ['hrb:12345', 'source_invalid'],
    ['vat:GR123456789', 'source_invalid'],
  ])('has the canonical source of a client that 0.1.0 registered as %j: %s', async (sourceId, expected) => {
    const issuing = issueCredential(environment.issuer, {}, { client: { id: 'old', sourceId } });
    const source = async () =>
      read((await issuing).credential).disclosures.find(({ name }) => name === 'source_id')?.value;
    expect(await source().catch(({ code }) => code)).toBe(expected);
  });

  test('has unique salts: 64 bytes for openings, 32 for other claims', async () => {
    const { payload, disclosures } = read((await issueCredential(environment.issuer)).credential);
    for (const { digest, salt } of disclosures) {
      const length = payload.openings._sd.includes(digest) ? 64 : 32;
      expect(decodeBase64url(salt)).toHaveLength(length);
    }
    expect(new Set(disclosures.map(({ salt }) => salt)).size).toBe(disclosures.length);
  });

  test('has the same number of digests for any claims, in an order that reveals nothing', async () => {
    const all = {
      given_name: 'a',
      family_name: 'b',
      birthdate: '1984-01-26',
      employer: 'c',
      employment_type: 'd',
      employed_since: '2020-01-01',
    };
    for (const claims of [{}, { given_name: 'a' }, all] as Record<string, string>[]) {
      const { payload, disclosures } = read(
        (await issueCredential(environment.issuer, { claims })).credential,
      );
      expect(payload._sd).toHaveLength(7);
      expect(new Set(payload._sd).size).toBe(7);
      expect(disclosures).toHaveLength(Object.keys(claims).length + 1 + 3);
      expect(payload._sd).toEqual([...payload._sd].sort());
    }
  });

  test('commits to exactly the attribute set of the issuer and the subject', async () => {
    const issuer = await makeIssuer(environment.documents, environment.clock, {
      attributes: ['months_employed'],
    });
    const { credential } = await issueCredential(issuer, { attributes: { months_employed: '3' } });
    expect(Object.keys(read(credential).payload.commitments)).toEqual(['months_employed', 'subject']);
  });
});

describe('credential instances of one batch', () => {
  test('have the order of their keys, and only the values of the batch in common', async () => {
    const keys = await Promise.all([makeKey(), makeKey('EdDSA'), makeKey()]);
    const { credentials } = await environment.issuer.engine.issueCredential(
      CLIENT,
      issueInput(keys.map(({ publicJwk }) => publicJwk)),
    );
    const instances = credentials.map(read);
    expect(instances.map(({ payload }) => payload.cnf.jwk)).toEqual(keys.map(({ publicJwk }) => publicJwk));
    const uniqueValues = instances.flatMap(({ payload, disclosures, issuerJwt }) => [
      issuerJwt.text.split('.')[2],
      JSON.stringify(payload.cnf),
      JSON.stringify(payload.status),
      ...Object.values(payload.commitments),
      ...payload._sd,
      ...payload.openings._sd,
      ...disclosures.map(({ salt }) => salt),
      ...disclosures.map(({ text }) => text),
    ]);
    expect(new Set(uniqueValues).size).toBe(uniqueValues.length);
    const shared = instances.map(({ payload }) => {
      const { cnf: _1, status: _2, commitments: _3, openings: _4, _sd: _5, ...rest } = payload;
      return rest;
    });
    expect(shared[1]).toEqual(shared[0]);
    expect(shared[2]).toEqual(shared[0]);
  });
});

describe('what the issuer stores', () => {
  test('is the client, the times and the status indices, and no income, opening or name', async () => {
    const credentials = new MemoryIssuedCredentialStore();
    const engine = await engineWith({ credentials });
    const { id } = await engine.issueCredential(CLIENT, issueInput([(await makeKey()).publicJwk]));
    expect([...credentials.batches.values()]).toEqual([
      {
        id,
        clientId: CLIENT.id,
        issuedAt: NOW / 1000,
        expiresAt: Math.floor(NOW / 1000 / DAY + 30) * DAY,
        statusReferences: [{ list: 0, index: expect.any(Number) }],
        status: 'valid',
        version: 0,
      },
    ]);
  });
});

async function engineWith(options: {
  credentials?: MemoryIssuedCredentialStore;
  statusLists?: MemoryStatusListStore;
  size?: number;
  attributes?: string[];
}) {
  return new CoreEngine({
    clock: new TestClock(),
    issuer: {
      iss: ISSUER,
      keys: await signingKeys(await makeKey()),
      credentials: options.credentials ?? new MemoryIssuedCredentialStore(),
      statusLists: options.statusLists ?? new MemoryStatusListStore(),
      attributes: options.attributes ?? ['gross_income', 'debt_payments'],
      statusListTtlSeconds: 1,
      ...(options.size === undefined ? {} : { statusListSize: options.size }),
    },
  });
}

describe('status indices', () => {
  test('are random and unique, and fill one list after another', async () => {
    const engine = await engineWith({ size: 4 });
    const { publicJwk } = await makeKey();
    const reserved: string[] = [];
    for (let i = 0; i < 24; i++) {
      const { credentials } = await engine.issueCredential(CLIENT, issueInput([publicJwk]));
      const { uri, idx } = read(credentials[0]!).payload.status.status_list;
      expect([0, 1, 2, 3]).toContain(idx);
      reserved.push(`${uri}#${idx}`);
    }
    expect(new Set(reserved).size).toBe(reserved.length);
    for (const list of new Set(reserved.map((entry) => Number(/(\d+)#/.exec(entry)![1])))) {
      expect(parseJwt((await engine.statusListToken(list)).token)!.payload.sub).toBe(
        `${ISSUER}/status-lists/${list}`,
      );
    }
  });

  test('are below 2^17 by default', async () => {
    const reserved: number[] = [];
    const statusLists = new (class extends MemoryStatusListStore {
      override async reserve(reference: StatusReference) {
        reserved.push(reference.index);
        return super.reserve(reference);
      }
    })();
    const engine = await engineWith({ statusLists });
    const keys = await Promise.all(Array.from({ length: 50 }, () => makeKey('EdDSA')));
    await engine.issueCredential(CLIENT, issueInput(keys.map(({ publicJwk }) => publicJwk)));
    expect(Math.max(...reserved)).toBeLessThan(2 ** 17);
    // The probability that fifty random indices all fall into one sixteenth of the list is 10^-60.
    expect(Math.max(...reserved)).toBeGreaterThan(2 ** 13);
  });
});

describe('the status of a batch', () => {
  test('is changed by the client that issued it, for all instances; revoked is final', async () => {
    const engine = await engineWith({ size: 64 });
    const keys = await Promise.all([makeKey(), makeKey()]);
    const { id } = await engine.issueCredential(CLIENT, issueInput(keys.map(({ publicJwk }) => publicJwk)));
    const change = (status: Json, client = CLIENT.id, batch = id) =>
      outcomeAsync(() => engine.changeStatus(client, batch, status));
    expect(await change('revoked', 'stranger')).toBe('credential_unknown');
    expect(await change('revoked', CLIENT.id, 'unknown')).toBe('credential_unknown');
    for (const status of ['gone', undefined, 'constructor', ['valid']])
      expect(await change(status)).toBe('invalid_input');
    expect(await change('suspended')).toBe('accepted');
    expect(await change('valid')).toBe('accepted');
    expect(await change('revoked')).toBe('accepted');
    expect(await change('valid')).toBe('revocation_final');
    expect(await change('suspended')).toBe('revocation_final');
    expect(await change('revoked')).toBe('accepted');
  });

  test('is in the signed list, two bits for each entry', async () => {
    const engine = await engineWith({ size: 64 });
    const { id, credentials } = await engine.issueCredential(
      CLIENT,
      issueInput([(await makeKey()).publicJwk]),
    );
    await engine.changeStatus(CLIENT.id, id, 'suspended');
    const { token, ttl } = await engine.statusListToken(0);
    const { header, payload }: { header: Json; payload: Json } = parseJwt(token)!;
    expect(ttl).toBe(1);
    expect(header.typ).toBe('statuslist+jwt');
    expect(payload).toMatchObject({
      sub: `${ISSUER}/status-lists/0`,
      ttl: 1,
      iat: NOW / 1000,
      exp: NOW / 1000 + 60,
    });
    expect(payload.status_list.bits).toBe(2);
    const index = read(credentials[0]!).payload.status.status_list.idx;
    const bytes = inflateSync(Buffer.from(payload.status_list.lst, 'base64url'));
    expect(bytes).toHaveLength(16);
    const values = Array.from({ length: 64 }, (_, i) => (bytes[i >> 2]! >> ((i & 3) * 2)) & 3);
    expect(values.map((value, i) => [i, value]).filter(([, value]) => value !== 0)).toEqual([[index, 2]]);
  });

  test('is in the next signed list if the process that changed it died before it wrote the list', async () => {
    const stores = {
      credentials: new MemoryIssuedCredentialStore(),
      statusLists: new MemoryStatusListStore(),
    };
    const engine = await engineWith({ ...stores, size: 64 });
    const { id } = await engine.issueCredential(CLIENT, issueInput([(await makeKey()).publicJwk]));
    // After the third call, which records the change.
    const process = dyingAt(3, 'after');
    const dying = await engineWith({
      credentials: process.wrap(stores.credentials),
      statusLists: process.wrap(stores.statusLists),
      size: 64,
    });
    await expect(dying.changeStatus(CLIENT.id, id, 'revoked')).rejects.toThrow('died');
    expect(stores.credentials.batches.get(id)!.status).toBe('revoked');
    expect(await stores.statusLists.entries(0)).toEqual([]);
    await engine.statusListToken(0);
    expect(await stores.statusLists.entries(0)).toEqual([{ index: expect.any(Number), status: 'revoked' }]);
  });

  test('is in one list', async () => {
    for (const list of [1, -1, 0.5]) {
      expect(await outcomeAsync(() => environment.issuer.engine.statusListToken(list))).toBe(
        'status_list_unknown',
      );
    }
  });
});

test.each<[string[]]>([[[]], [['height']], [['subject']], [['gross_income', 'constructor']]])(
  'an issuer rejects the configured attributes %j',
  async (attributes) => {
    await expect(engineWith({ attributes })).rejects.toThrow(TypeError);
  },
);
