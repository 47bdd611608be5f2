import { expect, test } from '@jest/globals';
import { issueCredential, makeKey, makeTestEnvironment, OWNER, signingKeys } from '../testing/environment.js';
import { incomePolicy } from '../testing/policies.js';
import { verdictCode } from '../testing/salary-fixture.js';

test('credentials of the previous key are accepted while it is published, those of the new key immediately', async () => {
  const environment = await makeTestEnvironment();
  const { engine, keys } = environment.issuer;
  const previous = { ...keys };
  const next = await signingKeys(await makeKey());
  const attempt = async (held: Awaited<ReturnType<typeof issueCredential>>) => {
    const request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const presentations = await environment.holder.generateProof(request, { salary: held });
    return verdictCode(environment.verifier, request, presentations);
  };
  const old = await issueCredential({ engine });
  expect(await attempt(old)).toBe('verified');

  // A rotation: both keys are published, the next one signs. Verifiers still cache the old key set.
  const published = async () => [...(await previous.published()), ...(await next.published())];
  Object.assign(keys, { current: next.current, published });
  environment.clock.time += 10_000;
  const fetchedBefore = environment.documents.fetched.length;
  expect(await attempt(await issueCredential({ engine }))).toBe('verified');
  expect(environment.documents.fetched.length - fetchedBefore).toBe(2);
  expect(await attempt(old)).toBe('verified');
  expect(environment.documents.fetched.length - fetchedBefore).toBe(2);

  // The previous key is retired: its credentials are rejected as soon as caches expire.
  Object.assign(keys, { published: next.published });
  environment.clock.time += 300_000;
  expect(await attempt(old)).toBe('issuer_key_unknown');
  expect(await attempt(await issueCredential({ engine }))).toBe('verified');
});
