import { expect, test } from '@jest/globals';
import { incomePolicy } from '@zk-income/credential/testing';
import { memoryStorage, Wallet } from '../index.js';
import { codeOf, makeTestWorld } from '../testing/index.js';

test('a wallet that was moved refuses to answer, and the restored one answers', async () => {
  const world = await makeTestWorld();
  const { wallet, listed, choice } = world;
  const { file, code } = await wallet.exportBackup();
  const request = await wallet.readRequest(await listed.ask(incomePolicy()));
  expect(await wallet.check(request, choice)).toMatchObject({ passes: false, reason: 'no_shares_left' });
  expect(await codeOf(wallet.answer(request, choice))).toBe('no_shares_left');
  expect(listed.received).toEqual([]);

  const restored = await Wallet.restore(file, code, world.options({ storage: memoryStorage() }));
  expect(await restored.answer(await restored.readRequest(await listed.ask(incomePolicy())), choice)).toEqual(
    {
      accepted: true,
    },
  );
  expect(listed.verdicts).toMatchObject([{ verified: true }]);
  expect((await restored.history()).map(({ outcome }) => outcome)).toEqual(['answered']);
});

test('a wallet answers again after its backup was cancelled', async () => {
  const { wallet, listed, choice } = await makeTestWorld();
  await wallet.cancelBackup((await wallet.exportBackup()).id);
  const request = await wallet.readRequest(await listed.ask(incomePolicy()));
  expect(await wallet.answer(request, choice)).toEqual({ accepted: true });
});

test('the ledger travels along: an answer before the backup counts after it', async () => {
  const world = await makeTestWorld();
  const { wallet, listed, choice } = world;
  await wallet.answer(await wallet.readRequest(await listed.ask(incomePolicy())), choice);
  const { file, code } = await wallet.exportBackup();
  const restored = await Wallet.restore(file, code, world.options({ storage: memoryStorage() }));
  expect(await restored.meter()).toEqual(await wallet.meter());
  expect((await restored.meter()).rows.length).toBeGreaterThan(0);
});

test('the meter shows listed verifiers by host, and counts all others as one', async () => {
  const { wallet, listed, unlisted, choice } = await makeTestWorld();
  for (const verifier of [listed, unlisted])
    await wallet.answer(await wallet.readRequest(await verifier.ask(incomePolicy())), choice);
  expect((await wallet.meter()).rows.map(({ of, verifier, words }) => [of, verifier, words.en])).toEqual([
    ['verifier', 'verifier.example', 'gross income: at least 54,000.00 EUR'],
    ['verifier', undefined, 'gross income: at least 54,000.00 EUR'],
    ['all', undefined, 'gross income: at least 54,000.00 EUR'],
  ]);
  const strict = await wallet.meter({ verifier: 100, all: 1 });
  expect(strict.level).toBe('narrow');
});
