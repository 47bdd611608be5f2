import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sha256Base64url } from '../encoding/hash.js';
import { MAX_COUNTED_WALLET_ERRORS, UNBOUND_RETENTION_SECONDS } from '../limits.js';
import { dcqlQueryOf } from '../policy/dcql.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { RequestLinks } from '../ports/index.js';
import { issueCredential, makeTestEnvironment, OWNER, type TestEnvironment } from '../testing/environment.js';
import { MemoryRequestStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy } from '../testing/policies.js';
import type { CreatedRequest, Presentations, WalletChannel } from '../types.js';

const AUDIENCE = 'x509_san_dns:verifier.example';
const SECRET_HASH = sha256Base64url('secret');
const CODE = sha256Base64url('code');
const REDIRECT = { redirectUri: 'https://portal.example/done' };
const HOUR_MS = UNBOUND_RETENTION_SECONDS * 1000;

let requests: MemoryRequestStore;
let environment: TestEnvironment;

beforeEach(async () => {
  requests = new MemoryRequestStore();
  environment = await makeTestEnvironment({ requests });
});

const linksOf = (changes: Partial<RequestLinks> = {}): RequestLinks => ({
  secretHash: SECRET_HASH,
  statusId: 'public',
  state: 'state',
  responseMode: 'direct_post',
  ...changes,
});

const create = (changes: Partial<RequestLinks> = {}, channel: Partial<WalletChannel> = {}, policy = {}) =>
  environment.verifier.createRequest(OWNER, { policy: incomePolicy(policy) }, undefined, {
    audience: AUDIENCE,
    links: linksOf(changes),
    ...channel,
  });

/** Proves for the audience of wallets, as they do. */
async function prove(request: CreatedRequest): Promise<Presentations> {
  const held = await issueCredential(environment.issuer);
  return environment.holder.generateProof({ ...request, audience: AUDIENCE }, { salary: held });
}

const answer = async (request: CreatedRequest, presentations: Presentations, responseCode = CODE) =>
  outcomeAsync(async () => {
    const verdict = await environment.verifier.verifyProof(
      { request_id: request.id, presentations },
      { channel: 'wallet', responseCode },
    );
    if (!verdict.verified) throw new Error(verdict.code);
  });

const viewOf = ({ id }: CreatedRequest) => environment.verifier.findRequest(OWNER, id);
const redeem = ({ id }: CreatedRequest, code = CODE, owner = OWNER) =>
  environment.verifier.redeemResponseCode(owner, id, code);
const redeemed = (...parameters: Parameters<typeof redeem>) => outcomeAsync(() => redeem(...parameters));

describe('a link', () => {
  test('shows a request to the party that has its secret', async () => {
    const request = await create();
    const { links, ...shown } = await environment.verifier.findWalletRequest(request.id, SECRET_HASH);
    expect(links).toEqual(linksOf());
    expect(shown).toEqual({
      id: request.id,
      nonce: request.nonce,
      audience: AUDIENCE,
      transactionData: request.transaction_data,
      dcqlQuery: dcqlQueryOf(parsePolicy(incomePolicy())),
      credentialIds: ['salary'],
      mode: 'proof',
      expiresAt: Date.parse(request.expires_at!) / 1000,
    });
  });

  test('with a wrong secret, of no request, or of one without links, is unknown', async () => {
    const { id } = await create();
    const plain = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
    for (const [of, hash] of [
      [id, sha256Base64url('guess')],
      ['absent', SECRET_HASH],
      [plain.id, SECRET_HASH],
      [plain.id, undefined as never],
    ] as const)
      expect(await outcomeAsync(() => environment.verifier.findWalletRequest(of, hash))).toBe(
        'request_unknown',
      );
  });

  test('shows no request to answer once it is answered, expired or has too many attempts', async () => {
    const open = ({ id }: CreatedRequest) =>
      outcomeAsync(() => environment.verifier.findOpenWalletRequest(id, SECRET_HASH));
    const request = await create();
    expect(await open(request)).toBe('accepted');
    const tried = await create({ statusId: 'second' });
    for (let i = 0; i < 10; i++) await requests.countFailedAttempt(tried.id, 10);
    expect(await open(tried)).toBe('too_many_attempts');
    expect(await answer(request, await prove(request))).toBe('accepted');
    expect(await open(request)).toBe('request_already_answered');
    const late = await create({ statusId: 'third' });
    environment.clock.time += 600_000;
    expect(await open(late)).toBe('request_expired');
    await environment.verifier.findWalletRequest(late.id, SECRET_HASH);
  });

  test('is stored once: a repeated call with another secret is a fault', async () => {
    const again = (secretHash: string) =>
      environment.verifier.createRequest(OWNER, { policy: incomePolicy() }, 'operation', {
        audience: AUDIENCE,
        links: linksOf({ secretHash, statusId: `public of ${secretHash}` }),
      });
    const first = await again('one');
    expect(await again('one')).toEqual(first);
    await expect(again('two')).rejects.toThrow('another request');
  });
});

test('options for wallets are refused where there are no links for wallets', async () => {
  const input = { policy: incomePolicy(), wallet: { mode: 'disclosure' as const } };
  expect(await outcomeAsync(() => environment.verifier.createRequest(OWNER, input))).toBe(
    'wallets_unsupported',
  );
});

test('options for wallets are accepted where there are links, and an answer needs no code without redirect', async () => {
  const input = { policy: incomePolicy(), wallet: { mode: 'proof' as const } };
  const channel = { audience: AUDIENCE, links: linksOf() };
  const request = await environment.verifier.createRequest(OWNER, input, undefined, channel);
  await answer(request, await prove(request));
  expect((await viewOf(request)).state).toBe('answered');
  expect(requests.requests.get(request.id)).not.toHaveProperty('responseCodes');
});

describe('the state of a request', () => {
  const status = async (id = 'public') => (await environment.verifier.requestStatus(id)).state;

  test('has a name of its own, and tells nothing else', async () => {
    const request = await create();
    expect(request.status_id).toBe('public');
    expect(await environment.verifier.requestStatus('public')).toEqual({ state: 'open' });
    expect(await outcomeAsync(() => environment.verifier.requestStatus(request.id))).toBe('request_unknown');
  });

  test('is done once there is an answer, also an unbound one', async () => {
    for (const links of [{}, { ...REDIRECT, statusId: 'second' }]) {
      const request = await create(links);
      await answer(request, await prove(request));
      expect(await status(request.status_id)).toBe('done');
    }
  });

  test('is gone once it expired or has too many attempts, and unknown once it is deleted', async () => {
    const request = await create();
    const tried = await create({ statusId: 'second' });
    for (let i = 0; i < 10; i++) await requests.countFailedAttempt(tried.id, 10);
    expect(await status('second')).toBe('gone');
    environment.clock.time += 600_000;
    expect(await status()).toBe('gone');
    await environment.verifier.deleteRequest(OWNER, request.id);
    expect(await outcomeAsync(() => status())).toBe('request_unknown');
  });

  test('is gone if only its name is left', async () => {
    jest.spyOn(requests, 'findIdByStatusId').mockResolvedValue('absent');
    expect(await status()).toBe('gone');
  });
});

describe('errors of wallets', () => {
  const record = ({ id }: CreatedRequest, error: string, description?: string) =>
    environment.verifier.recordWalletError(id, { error, ...(description && { description }) });

  test('are shown to the owner, the latest five, and are never final', async () => {
    const request = await create();
    expect(await viewOf(request)).not.toHaveProperty('wallet_errors');
    for (let i = 1; i <= 7; i++) await record(request, `error_${i}`, i === 7 ? 'The last one.' : undefined);
    const { wallet_errors: errors, state } = await viewOf(request);
    expect(state).toBe('pending');
    expect(errors!.map(({ error }) => error)).toEqual([
      'error_3',
      'error_4',
      'error_5',
      'error_6',
      'error_7',
    ]);
    expect(errors!.at(-1)).toEqual({
      at: '2026-11-24T12:00:00.000Z',
      error: 'error_7',
      error_description: 'The last one.',
    });
    expect(errors![0]).not.toHaveProperty('error_description');
    expect(await answer(request, await prove(request))).toBe('accepted');
    await record(request, 'late');
    expect((await viewOf(request)).wallet_errors).toEqual(errors);
  });

  test('are recorded although another one is recorded at the same time', async () => {
    const request = await create();
    await Promise.all([record(request, 'a'), record(request, 'b'), record(request, 'c')]);
    expect((await viewOf(request)).wallet_errors!.map(({ error }) => error).sort()).toEqual(['a', 'b', 'c']);
    await environment.verifier.recordWalletError('absent', { error: 'x' });
  });

  test('are lost after three writes that others forestalled', async () => {
    const write = jest.spyOn(requests, 'recordWalletErrors').mockResolvedValue(false);
    await record(await create(), 'x');
    expect(write).toHaveBeenCalledTimes(3);
  });

  test('cost no write after the hundredth, and once the request is answered', async () => {
    const write = jest.spyOn(requests, 'recordWalletErrors');
    const [flooded, answered] = [await create(), await create()];
    for (let i = 1; i <= MAX_COUNTED_WALLET_ERRORS + 2; i++) await record(flooded, `error_${i}`);
    expect(write).toHaveBeenCalledTimes(MAX_COUNTED_WALLET_ERRORS);
    expect((await viewOf(flooded)).wallet_errors!.at(-1)!.error).toBe('error_100');
    expect(await answer(flooded, await prove(flooded))).toBe('accepted');
    expect(await answer(answered, await prove(answered))).toBe('accepted');
    await record(answered, 'late');
    expect(write).toHaveBeenCalledTimes(MAX_COUNTED_WALLET_ERRORS);
  });
});

describe('an answer on the device that asks', () => {
  test('is unbound, and shows nothing, until its code is redeemed', async () => {
    const request = await create(REDIRECT);
    expect(request.audience).toBe(AUDIENCE);
    expect(await answer(request, await prove(request))).toBe('accepted');
    const unbound = await viewOf(request);
    expect(unbound.state).toBe('answered_unbound');
    expect(unbound).not.toHaveProperty('verdict');
    expect(unbound).not.toHaveProperty('receipt');
    const view = await redeem(request);
    expect(view).toMatchObject({ state: 'answered', verdict: { verified: true } });
    expect(view.receipt).toBeDefined();
    expect(await viewOf(request)).toEqual(view);
  });

  test('is bound by its code only, once, and by the owner only', async () => {
    const request = await create(REDIRECT);
    expect(await redeemed(request)).toBe('response_code_invalid');
    await answer(request, await prove(request));
    expect(await redeemed(request, sha256Base64url('guess'))).toBe('response_code_invalid');
    expect(await redeemed(request, CODE, 'bank')).toBe('request_unknown');
    const other = await create({ ...REDIRECT, statusId: 'second' });
    await answer(other, await prove(other), sha256Base64url('other code'));
    expect(await redeemed(other)).toBe('response_code_invalid');
    expect(await redeemed(request)).toBe('accepted');
    expect(await redeemed(request)).toBe('response_code_invalid');
  });

  test('is lost after ten wrong codes', async () => {
    const request = await create(REDIRECT);
    await answer(request, await prove(request));
    for (let i = 0; i < 10; i++)
      expect(await redeemed(request, sha256Base64url(`guess ${i}`))).toBe('response_code_invalid');
    expect(await redeemed(request, sha256Base64url('guess'))).toBe('too_many_attempts');
    expect(await redeemed(request)).toBe('too_many_attempts');
    expect((await viewOf(request)).state).toBe('answered_unbound');
    jest.spyOn(requests, 'countWrongCode').mockResolvedValue(false);
    const other = await create({ ...REDIRECT, statusId: 'second' });
    await answer(other, await prove(other));
    expect(await redeemed(other, sha256Base64url('guess'))).toBe('too_many_attempts');
  });

  test('is stored for an hour if no code is redeemed, and as long as others otherwise', async () => {
    const request = await create(REDIRECT);
    const other = await create({ ...REDIRECT, statusId: 'second' });
    for (const one of [request, other]) await answer(one, await prove(one));
    const now = environment.clock.time / 1000;
    expect(requests.retained.get(request.id)).toBe(now + UNBOUND_RETENTION_SECONDS);
    environment.clock.time += HOUR_MS - 1;
    expect(await redeemed(other)).toBe('accepted');
    expect(requests.retained.get(other.id)).toBe(now + 90 * 86_400);
    environment.clock.time += 1;
    expect(await redeemed(request)).toBe('request_unknown');
    expect(await outcomeAsync(() => viewOf(request))).toBe('request_unknown');
    expect((await viewOf(other)).state).toBe('answered');
  });

  test('sent again gets one more code; others do not', async () => {
    const request = await create(REDIRECT);
    const presentations = await prove(request);
    await answer(request, presentations);
    for (const code of ['second', 'third'])
      expect(await answer(request, presentations, code)).toBe('accepted');
    expect(await answer(request, presentations, 'fourth')).toBe('request_already_answered');
    expect(await answer(request, await prove(request), 'stranger')).toBe('request_already_answered');
    expect(await redeemed(request, 'stranger')).toBe('response_code_invalid');
    expect(await redeemed(request, 'third')).toBe('accepted');
    expect(await answer(request, presentations, 'late')).toBe('accepted');
    expect(await redeemed(request, 'late')).toBe('response_code_invalid');
  });

  test('comes by a wallet only, and has a code', async () => {
    const request = await create(REDIRECT);
    const presentations = await prove(request);
    const verify = (options = {}) =>
      outcomeAsync(() =>
        environment.verifier.verifyProof({ request_id: request.id, presentations }, options),
      );
    expect(await verify()).toBe('request_unknown');
    await expect(
      environment.verifier.verifyProof({ request_id: request.id, presentations }, { channel: 'wallet' }),
    ).rejects.toThrow(TypeError);
    expect((await viewOf(request)).state).toBe('pending');
    expect(await answer(request, presentations)).toBe('accepted');
    expect(await verify()).toBe('request_already_answered');
    expect(await verify({ channel: 'wallet' })).toBe('request_already_answered');
  });

  test('that only discloses is unbound as well', async () => {
    const policy = { predicates: [], disclose: ['given_name'] };
    const request = await create(REDIRECT, { mode: 'disclosure' }, policy);
    const { mode, transactionData } = await environment.verifier.findWalletRequest(request.id, SECRET_HASH);
    expect([mode, transactionData]).toEqual(['disclosure', []]);
    await requests.consume(
      request.id,
      {
        answeredAt: environment.clock.time / 1000,
        receipt: 'receipt',
        presentationHash: 'x',
        predicates: [],
      },
      { now: environment.clock.time / 1000, retainUntil: 0 },
      0,
      CODE,
    );
    expect(await viewOf(request)).not.toHaveProperty('receipt');
    expect(await redeem(request)).toMatchObject({ state: 'disclosed', receipt: 'receipt' });
  });
});
