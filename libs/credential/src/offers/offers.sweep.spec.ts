import { expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { lastTwelveMonths } from '../encoding/calendar.js';
import { salaryInput } from '../examples.js';
import { OFFER_EXPIRY_SECONDS } from '../limits.js';
import { dyingAt } from '../testing/dying-store.js';
import { CLIENT, ISSUER, makeKey, NOW, signingKeys, TestClock } from '../testing/environment.js';
import {
  MemoryIssuedCredentialStore,
  MemoryOfferStore,
  MemoryStatusListStore,
} from '../testing/memory-stores.js';
import type { CreateOfferInput } from '../types.js';

const OFFERS = 10_000;

test('among 10,000 offers one is collected as if it was alone, and one that expired leaves no content', async () => {
  const offers = new MemoryOfferStore();
  const clock = new TestClock();
  const counter = dyingAt(Number.POSITIVE_INFINITY, 'before');
  const engine = new CoreEngine({
    clock,
    issuer: {
      iss: ISSUER,
      keys: await signingKeys(await makeKey()),
      credentials: new MemoryIssuedCredentialStore(),
      statusLists: new MemoryStatusListStore(),
      offers: counter.wrap(offers),
      attributes: ['gross_income', 'debt_payments'],
      statusListTtlSeconds: 1,
    },
  });
  const { holder_keys: _, ...attested } = salaryInput([], { period: lastTwelveMonths(NOW) });
  const input: CreateOfferInput = { ...attested, tx_code: false };
  const collect = async (code: string) => {
    const before = counter.calls();
    const { accessToken } = await engine.openOffer(code);
    const { publicJwk } = await makeKey();
    const { credentials } = await engine.collectOffer(accessToken, async () => [publicJwk]);
    expect(credentials).toHaveLength(1);
    return counter.calls() - before;
  };
  const created = [await engine.createOffer(CLIENT, input)];
  const alone = await collect(created[0]!.code);

  while (created.length < OFFERS) created.push(await engine.createOffer(CLIENT, input));
  expect(new Set(created.map(({ code }) => code.split('.')[1])).size).toBe(OFFERS);
  expect(await collect(created[OFFERS / 2]!.code)).toBe(alone);

  clock.time += OFFER_EXPIRY_SECONDS.default * 1000;
  for (const { id } of created) await engine.findOffer(CLIENT.id, id);
  expect(offers.contents.size).toBe(0);
});
