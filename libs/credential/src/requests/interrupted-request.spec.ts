import { expect, test } from '@jest/globals';
import { incomePolicy } from '../examples.js';
import { dyingAt } from '../testing/dying-store.js';
import { makeTestEnvironment, OWNER } from '../testing/environment.js';
import { MemoryRequestStore } from '../testing/memory-stores.js';

const ID = 'an-id-that-a-retry-has-in-common';

test.each([
  [1, 'before'],
  [1, 'after'],
] as const)(
  'a request whose process dies at store call %i, %s it, is the one that the retry returns',
  async (call, when) => {
    const requests = new MemoryRequestStore();
    const dying = await makeTestEnvironment({ requests: dyingAt(call, when).wrap(requests) });
    await expect(dying.verifier.createRequest(OWNER, { policy: incomePolicy() }, ID)).rejects.toThrow('died');
    const stored = requests.requests.get(ID);
    const { verifier } = await makeTestEnvironment({ requests });
    const created = await verifier.createRequest(OWNER, { policy: incomePolicy() }, ID);
    expect(created.id).toBe(ID);
    expect(requests.requests.size).toBe(1);
    if (stored) expect(created.nonce).toBe(stored.nonce);
    expect(await verifier.createRequest(OWNER, { policy: incomePolicy() }, ID)).toEqual(created);
  },
);

test('the id of another request is rejected', async () => {
  const { verifier } = await makeTestEnvironment();
  await verifier.createRequest(OWNER, { policy: incomePolicy() }, ID);
  await expect(verifier.createRequest('stranger', { policy: incomePolicy() }, ID)).rejects.toThrow('another');
  const other = incomePolicy('1');
  await expect(verifier.createRequest(OWNER, { policy: other }, ID)).rejects.toThrow('another');
});
