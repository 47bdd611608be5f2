import { beforeAll, describe, expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import type { SigningKeys } from '../ports/index.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import { dyingAt } from '../testing/dying-store.js';
import {
  CLIENT,
  ISSUER,
  issueInput,
  makeKey,
  signingKeys,
  TestClock,
  type TestKey,
} from '../testing/environment.js';
import { MemoryIssuedCredentialStore, MemoryStatusListStore } from '../testing/memory-stores.js';
import type { Json } from '../testing/policies.js';

const BATCH = 'an-id-that-a-retry-has-in-common';
const DAY_MS = 86_400_000;

let keys: SigningKeys;
let holders: TestKey[];

beforeAll(async () => {
  keys = await signingKeys(await makeKey());
  holders = await Promise.all([makeKey(), makeKey()]);
});

function issuer() {
  const credentials = new MemoryIssuedCredentialStore();
  const statusLists = new MemoryStatusListStore();
  const clock = new TestClock();
  const engine = (wrap = <T extends object>(store: T): T => store) =>
    new CoreEngine({
      clock,
      issuer: {
        iss: ISSUER,
        keys: wrap(keys),
        credentials: wrap(credentials),
        statusLists: wrap(statusLists),
        attributes: ['gross_income', 'debt_payments'],
        statusListTtlSeconds: 1,
      },
    });
  return { credentials, statusLists, clock, engine };
}

const input = () => issueInput(holders.map(({ publicJwk }) => publicJwk));
const payloads = (credentials: readonly string[]) =>
  credentials.map((credential): Json => parseSdJwt(credential)!.issuerJwt.payload);

/** Calls of the stores and of the key vault in one issuance. */
async function callsOfOneIssuance(): Promise<number> {
  const counter = dyingAt(Number.POSITIVE_INFINITY, 'before');
  await issuer().engine(counter.wrap).issueCredential(CLIENT, input(), BATCH);
  return counter.calls();
}

test('an issuance is completed also if the owner changed the status of its batch meanwhile', async () => {
  const { credentials, statusLists, engine } = issuer();
  const last = await callsOfOneIssuance();
  await expect(engine(dyingAt(last, 'after').wrap).issueCredential(CLIENT, input(), BATCH)).rejects.toThrow();
  await engine().changeStatus(CLIENT.id, BATCH, 'revoked');
  expect((await engine().issueCredential(CLIENT, input(), BATCH)).credentials).toHaveLength(holders.length);
  expect(credentials.batches.get(BATCH)?.status).toBe('revoked');
  expect(await statusLists.entries(0)).toHaveLength(holders.length);
});

test.each(['before', 'after'] as const)(
  'an issuance whose process dies %s any of its calls is completed by the retry, in one batch',
  async (when) => {
    const count = await callsOfOneIssuance();
    expect(count).toBeGreaterThan(5);
    for (let call = 1; call <= count; call++) {
      const { credentials, statusLists, engine } = issuer();
      const dying = engine(dyingAt(call, when).wrap);
      await expect(dying.issueCredential(CLIENT, input(), BATCH)).rejects.toThrow('died');
      const recorded = credentials.batches.get(BATCH);
      const issued = await engine().issueCredential(CLIENT, input(), BATCH);
      expect(issued.id).toBe(BATCH);
      expect([...credentials.batches.keys()]).toEqual([BATCH]);
      const { statusReferences } = credentials.batches.get(BATCH)!;
      if (recorded) expect(statusReferences).toEqual(recorded.statusReferences);
      expect(payloads(issued.credentials).map(({ status }) => status.status_list.idx)).toEqual(
        statusReferences.map(({ index }) => index),
      );
      // Its owner can revoke what it got.
      await engine().changeStatus(CLIENT.id, issued.id, 'revoked');
      expect(await statusLists.entries(0)).toHaveLength(holders.length);
    }
  },
);

describe('the retry of an interrupted issuance', () => {
  const interrupted = async () => {
    const test = issuer();
    await test.engine().issueCredential(CLIENT, input(), BATCH);
    return test;
  };

  test('uses new blindings, salts and signatures', async () => {
    const { engine } = await interrupted();
    const [first, second] = [
      await engine().issueCredential(CLIENT, input(), BATCH),
      await engine().issueCredential(CLIENT, input(), BATCH),
    ].map(({ credentials }) => payloads(credentials)[0]!);
    expect(second!.commitments.gross_income).not.toBe(first!.commitments.gross_income);
    expect(second!._sd).not.toEqual(first!._sd);
    expect(second!.status).toEqual(first!.status);
  });

  test('has the times of the first call, also after midnight', async () => {
    const { engine, clock, credentials } = await interrupted();
    const { expiresAt } = credentials.batches.get(BATCH)!;
    const body = input();
    clock.time += DAY_MS;
    const issued = await engine().issueCredential(CLIENT, body, BATCH);
    expect(payloads(issued.credentials).map(({ exp }) => exp)).toEqual([expiresAt, expiresAt]);
  });

  test('concurrent ones share one batch', async () => {
    const { engine, credentials } = issuer();
    const issued = await Promise.all([1, 2, 3].map(() => engine().issueCredential(CLIENT, input(), BATCH)));
    expect(credentials.batches.size).toBe(1);
    const indices = issued.map((one) => payloads(one.credentials).map(({ status }) => status));
    expect(indices).toEqual([indices[0], indices[0], indices[0]]);
  });

  test('of another client, or for another number of keys, is rejected', async () => {
    const { engine } = await interrupted();
    await expect(engine().issueCredential({ ...CLIENT, id: 'bolt' }, input(), BATCH)).rejects.toThrow(
      'another',
    );
    const one = issueInput([holders[0]!.publicJwk]);
    await expect(engine().issueCredential(CLIENT, one, BATCH)).rejects.toThrow('another');
  });
});
