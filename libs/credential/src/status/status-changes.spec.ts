import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CredentialStatus, StatusListEntry } from '../ports/index.js';
import { dyingAt } from '../testing/dying-store.js';
import { TestClock } from '../testing/environment.js';
import { MemoryIssuedCredentialStore, MemoryStatusListStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { StatusChanges } from './status-changes.js';

const REFERENCES = [
  { list: 0, index: 3 },
  { list: 0, index: 9 },
  { list: 1, index: 3 },
];
/** Calls of the stores in one change: find, announce, setStatus, an entry for each reference, retract. */
const CALLS_OF_A_CHANGE = 4 + REFERENCES.length;

let clock: TestClock;
let batches: MemoryIssuedCredentialStore;
let lists: MemoryStatusListStore;
let changes: StatusChanges;

beforeEach(async () => {
  clock = new TestClock();
  batches = new MemoryIssuedCredentialStore();
  lists = new MemoryStatusListStore();
  changes = new StatusChanges(batches, lists, clock);
  await batches.create({
    id: 'batch',
    clientId: 'acme',
    issuedAt: 0,
    expiresAt: 1,
    statusReferences: REFERENCES,
    status: 'valid',
    version: 0,
  });
});

/** A process that dies before, or after, its n-th call of a store. */
const dyingProcess = (call: number, when: 'before' | 'after') => {
  const die = dyingAt(call, when);
  return new StatusChanges(die.wrap(batches), die.wrap(lists), clock);
};

async function listed(): Promise<(CredentialStatus | undefined)[]> {
  const entries = [await lists.entries(0), await lists.entries(1)];
  const statusOf = (list: StatusListEntry[], index: number) =>
    list.find((entry) => entry.index === index)?.status;
  return REFERENCES.map(({ list, index }) => statusOf(entries[list]!, index));
}

describe.each(['before', 'after'] as const)('a change whose process dies %s its', (when) => {
  test.each(Array.from({ length: CALLS_OF_A_CHANGE }, (_, i) => i + 1))(
    'store call %i is in all lists or in none when a list is signed',
    async (call) => {
      await expect(dyingProcess(call, when).change('acme', 'batch', 'revoked')).rejects.toThrow('died');
      await changes.completeAnnounced();
      const { status } = batches.batches.get('batch')!;
      expect(await listed()).toEqual(REFERENCES.map(() => (status === 'valid' ? undefined : status)));
      // What the client was never told can still be refused or repeated, with one meaning.
      expect(await outcomeAsync(() => changes.change('acme', 'batch', 'valid'))).toBe(
        status === 'valid' ? 'accepted' : 'revocation_final',
      );
      await changes.change('acme', 'batch', 'revoked');
      expect(await listed()).toEqual(['revoked', 'revoked', 'revoked']);
    },
  );

  test.each(Array.from({ length: CALLS_OF_A_CHANGE }, (_, i) => i + 1))(
    'store call %i leaves no announcement for longer than a minute',
    async (call) => {
      await expect(dyingProcess(call, when).change('acme', 'batch', 'suspended')).rejects.toThrow('died');
      clock.time += 61_000;
      await changes.completeAnnounced();
      expect(await lists.announced()).toEqual([]);
    },
  );
});

test('the refusal of a change after an interrupted revocation completes the revocation', async () => {
  await expect(dyingProcess(3, 'after').change('acme', 'batch', 'revoked')).rejects.toThrow('died');
  expect(await outcomeAsync(() => changes.change('acme', 'batch', 'valid'))).toBe('revocation_final');
  expect(await listed()).toEqual(['revoked', 'revoked', 'revoked']);
});

test('a change that a signer took for abandoned is announced and recorded again', async () => {
  const slow = new MemoryIssuedCredentialStore();
  slow.find = (id) => batches.find(id);
  slow.setStatus = async (id, version, status) => {
    slow.setStatus = (...args) => batches.setStatus(...args);
    clock.time += 61_000;
    await changes.completeAnnounced();
    return batches.setStatus(id, version, status);
  };
  await new StatusChanges(slow, lists, clock).change('acme', 'batch', 'revoked');
  expect(await listed()).toEqual(['revoked', 'revoked', 'revoked']);
  expect(batches.batches.get('batch')).toMatchObject({ status: 'revoked', version: 2 });
  expect(await lists.announced()).toEqual([]);
});

test('of many concurrent changes the last recorded is in the lists', async () => {
  const statuses: CredentialStatus[] = ['suspended', 'valid', 'suspended', 'revoked', 'valid'];
  await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      outcomeAsync(() => changes.change('acme', 'batch', statuses[i % statuses.length]!)),
    ),
  );
  expect(batches.batches.get('batch')!.status).toBe('revoked');
  expect(await listed()).toEqual(['revoked', 'revoked', 'revoked']);
  expect(await lists.announced()).toEqual([]);
});
