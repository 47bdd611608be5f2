import { expect, test } from '@jest/globals';
import { incomePolicy } from '../testing/policies.js';
import { answerTo } from '../testing/scene.js';
import { issueOne, makeKey, makeWorld, OWNER, signingKeys } from '../testing/world.js';

test('what the previous key signed is accepted while it is published, and what the new one signs at once', async () => {
  const world = await makeWorld();
  const { engine, keys } = world.issuer;
  const previous = { ...keys };
  const next = await signingKeys(await makeKey());
  const attempt = async (held: Awaited<ReturnType<typeof issueOne>>) => {
    const request = await world.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const presentations = await world.holder.generateProof(request, { salary: held });
    return answerTo(world.verifier, request, presentations);
  };
  const old = await issueOne({ engine });
  expect(await attempt(old)).toBe('verified');

  // A rotation: both are published, the next one signs. Verifiers have the keys of before in their cache.
  const published = async () => [...(await previous.published()), ...(await next.published())];
  Object.assign(keys, { current: next.current, published });
  world.clock.time += 10_000;
  const asked = world.documents.asked.length;
  expect(await attempt(await issueOne({ engine }))).toBe('verified');
  expect(world.documents.asked.length - asked).toBe(2);
  expect(await attempt(old)).toBe('verified');
  expect(world.documents.asked.length - asked).toBe(2);

  // The previous key is retired: its credentials are worth nothing as soon as caches run out.
  Object.assign(keys, { published: next.published });
  world.clock.time += 300_000;
  expect(await attempt(old)).toBe('issuer_key_unknown');
  expect(await attempt(await issueOne({ engine }))).toBe('verified');
}, 60_000);
