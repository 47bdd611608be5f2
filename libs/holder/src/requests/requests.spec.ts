import { beforeEach, describe, expect, test } from '@jest/globals';
import { inlineProofRunner } from '@zk-income/credential';
import { incomePolicy } from '@zk-income/credential/testing';
import { parseForm, requestPageLink, sanDnsClientId, walletLink } from '@zk-income/openid';
import { type Progress, WalletError } from '../index.js';
import { codeOf, makeTestWorld, noCertificates, type TestWorld } from '../testing/index.js';

// biome-ignore lint/suspicious/noExplicitAny: tests change any member
type Payload = Record<string, any>;

let world: TestWorld;

beforeEach(async () => {
  world = await makeTestWorld();
});

const incomeOf = (at_least: string, changes: object = {}) => {
  const policy = incomePolicy(changes) as { predicates: [object] };
  return { ...policy, predicates: [{ ...policy.predicates[0], at_least }] };
};
const claimsToShow = { ...incomePolicy(), predicates: [], disclose: ['given_name'] };
const requestOf = async (policy: unknown = incomePolicy(), options: object = {}) =>
  world.wallet.readRequest(await world.listed.ask(policy, options));
const sharesLeft = async () => (await world.wallet.credentials())[0]!.shares.left;

describe('a request', () => {
  test('says who asks for what', async () => {
    const request = await requestOf();
    expect(request).toMatchObject({
      asker: { host: 'verifier.example', name: 'Homes & Co', level: 'listed' },
      mode: 'proof',
      statements: [{ en: 'Gross income is at least 54,000.00 EUR per year' }],
      purpose: incomePolicy().purpose,
      discloses: [],
      candidates: { salary: [world.credential.id] },
      needsPeople: false,
      expiresAt: new Date(world.clock.time + 600_000).toISOString(),
    });
  });

  test.each(['get', 'post'])('is fetched by %s', async (method) => {
    expect((await requestOf(incomePolicy(), { method })).mode).toBe('proof');
  });

  test('of a host that is not listed shows the host only', async () => {
    const request = await world.wallet.readRequest(await world.unlisted.ask(incomePolicy()));
    expect(request.asker).toEqual({ host: 'other.example', level: 'host_only' });
  });

  test('has no candidate where currency or claims differ', async () => {
    for (const policy of [incomePolicy({ currency: 'CHF' }), incomePolicy({ disclose: ['employed_since'] })])
      expect((await requestOf(policy)).candidates).toEqual({ salary: [] });
  });

  test('without alternatives does not take one, and needs each credential', async () => {
    const request = await requestOf();
    const { choice, wallet } = world;
    expect(await codeOf(wallet.answer(request, { ...choice, alternative: 'a' }))).toBe('choice_invalid');
    expect(await codeOf(wallet.answer(request, { credentials: {} }))).toBe('choice_invalid');
    expect(await codeOf(wallet.answer(request, { credentials: { salary: 'unknown' } }))).toBe(
      'credential_unknown',
    );
    expect(await wallet.check(request, { credentials: {} })).toMatchObject({
      passes: false,
      missing: ['salary'],
    });
  });
});

describe('an answer', () => {
  test.each([false, true])('proves the policy (encrypted: %p)', async (isEncrypted) => {
    const steps: Progress['step'][] = [];
    const request = await requestOf(incomePolicy(), {
      isEncrypted,
      redirectUri: 'https://verifier.example/back',
    });
    const onProgress = ({ step }: Progress) => steps.push(step);
    const answered = await world.wallet.answer(request, world.choice, { onProgress });
    expect(answered).toEqual({ accepted: true, redirectUri: 'https://verifier.example/back' });
    expect(world.listed.verdicts).toMatchObject([{ verified: true }]);
    expect(world.listed.received.join()).not.toContain('5400000');
    expect(steps).toEqual(['checking_request', 'proving', 'recording', 'sending']);
    expect(await world.wallet.history()).toMatchObject([
      { asker: { host: 'verifier.example' }, outcome: 'answered', credentials: [world.credential.id] },
    ]);
    await world.wallet.clearHistory();
    expect(await world.wallet.history()).toEqual([]);
  });

  test('uses an instance once', async () => {
    const before = await sharesLeft();
    await world.wallet.answer(await requestOf(), world.choice);
    await world.wallet.answer(await requestOf(incomeOf('5000000')), world.choice);
    expect(await sharesLeft()).toBe(before - 2);
    const tokens = world.listed.received.map((body) => JSON.parse(parseForm(body).get('vp_token')!));
    const [one, other] = tokens.map(({ salary: [text] }) => text.split('~')[0]);
    expect(one).not.toBe(other);
  });

  test('is not possible without a share', async () => {
    const { state, revision } = await world.storage.read();
    const [{ instances, ...credential }] = state.credentials as [(typeof state.credentials)[0]];
    const one = { ...credential, instances: instances.slice(0, 1) };
    await world.storage.write({ ...state, credentials: [one] }, revision);
    await world.wallet.answer(await requestOf(), world.choice);
    const request = await requestOf(incomeOf('5000000'));
    expect(await codeOf(world.wallet.answer(request, world.choice))).toBe('no_shares_left');
    expect(await world.wallet.check(request, world.choice)).toMatchObject({
      passes: false,
      reason: 'no_shares_left',
    });
  });

  test('whose reply was lost is sent again as it was', async () => {
    const request = await requestOf();
    world.tamperWith(() => Response.error());
    expect(await codeOf(world.wallet.answer(request, world.choice))).toBe('offline');
    expect(await world.wallet.history()).toMatchObject([{ outcome: 'sending' }]);
    expect(await codeOf(world.wallet.decline(request))).toBe('already_answered');
    world.tamperWith((response) => response);
    const again = await world.open({
      proofs: { ...inlineProofRunner, prove: () => Promise.reject(new Error('no second proof')) },
    });
    expect(await again.answer(request, world.choice)).toEqual({ accepted: true });
    const [first, second] = world.listed.received;
    expect(second).toBe(first);
    expect(await again.answer(request, world.choice)).toEqual({ accepted: true });
    expect(world.listed.received).toHaveLength(2);
    expect(JSON.stringify((await world.storage.read()).state.answers)).not.toContain('vp_token');
  });

  test('that was interrupted while proving uses the same instance', async () => {
    const before = await sharesLeft();
    const request = await requestOf();
    const broken = await world.open({
      proofs: { ...inlineProofRunner, prove: () => Promise.reject(new Error('the worker died')) },
    });
    expect(await codeOf(broken.answer(request, world.choice))).toBe('proof_failed');
    expect(await world.wallet.answer(request, world.choice)).toEqual({ accepted: true });
    expect(await sharesLeft()).toBe(before - 1);
  });

  test('is aborted before it is sent', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const options = { signal: controller.signal, onProgress };
    expect(await codeOf(world.wallet.answer(await requestOf(), world.choice, options))).toBe('aborted');
    expect(world.listed.received).toEqual([]);
  });

  test('in two tabs is sent as one', async () => {
    const request = await requestOf();
    const other = await world.open();
    const answers = await Promise.all([
      world.wallet.answer(request, world.choice),
      other.answer(request, world.choice),
    ]);
    expect(answers).toEqual([{ accepted: true }, { accepted: true }]);
    expect(new Set(world.listed.received).size).toBe(1);
  });

  test('to two requests in two tabs uses two instances', async () => {
    const before = await sharesLeft();
    const requests = [await requestOf(), await requestOf(incomeOf('5000000'))] as const;
    const other = await world.open();
    const answers = await Promise.all([
      world.wallet.answer(requests[0], world.choice),
      other.answer(requests[1], world.choice),
    ]);
    expect(answers).toEqual([{ accepted: true }, { accepted: true }]);
    expect(await sharesLeft()).toBe(before - 2);
  });

  test('that the verifier refuses says so', async () => {
    const request = await requestOf();
    await world.issuer.environment.issuer.engine.changeStatus(
      'acme',
      (world.issuer.notifications[0] as { notificationId: string }).notificationId,
      'revoked',
    );
    expect(await world.wallet.answer(request, world.choice)).toEqual({
      accepted: false,
      code: 'credential_revoked',
    });
    expect(await world.wallet.history()).toMatchObject([{ outcome: 'refused_by_verifier' }]);
  });

  test('to an expired request is not given', async () => {
    const request = await requestOf();
    world.clock.time += 600_000;
    expect(await codeOf(world.wallet.answer(request, world.choice))).toBe('request_expired');
  });
});

describe('would I pass?', () => {
  test('yes, no and not with this credential, and nothing is sent or recorded', async () => {
    const before = await world.storage.read();
    const check = async (policy: unknown) => world.wallet.check(await requestOf(policy), world.choice);
    expect(await check(incomePolicy())).toMatchObject({ passes: true, consent: [], missing: [] });
    expect(await check(incomeOf('5400001'))).toMatchObject({ passes: false, reason: 'not_satisfied' });
    expect(await check(incomePolicy({ currency: 'CHF' }))).toMatchObject({
      passes: false,
      reason: 'credential_unsuitable',
    });
    expect(await world.storage.read()).toEqual(before);
    expect(world.listed.received).toEqual([]);
  });
});

describe('what a person cannot prove', () => {
  test('is not sent, and counts', async () => {
    const request = await requestOf(incomeOf('5400001'));
    expect(await codeOf(world.wallet.answer(request, world.choice))).toBe('not_satisfied');
    expect(world.listed.received).toEqual([]);
    expect(await world.wallet.history()).toMatchObject([{ outcome: 'not_satisfied' }]);
    expect((await world.storage.read()).state.ledger.entries).toMatchObject([{ outcome: 'not_satisfied' }]);
  });

  test('is declined with the same bytes as what the person does not want', async () => {
    const cannot = await requestOf(incomeOf('5400001'));
    await world.wallet.decline(cannot);
    const doesNotWant = await requestOf();
    await world.wallet.decline(doesNotWant);
    const [one, other] = world.listed.received.map((body) => {
      const { state: _, ...rest } = Object.fromEntries(parseForm(body));
      return rest;
    });
    expect(one).toEqual({ error: 'access_denied', error_description: 'The person declined.' });
    expect(other).toEqual(one);
    const { ledger } = (await world.storage.read()).state;
    expect(ledger.entries.map(({ facts }) => facts.length)).toEqual([1, 0]);
    expect(await world.wallet.history()).toMatchObject([{ outcome: 'declined' }, { outcome: 'declined' }]);
    expect(await codeOf(world.wallet.answer(cannot, world.choice))).toBe('already_answered');
  });
});

describe('consent', () => {
  test('is needed for an interval that is too narrow', async () => {
    await world.wallet.answer(await requestOf(incomeOf('5300000')), world.choice);
    const request = await requestOf(incomeOf('5310000'));
    const error = await world.wallet.answer(request, world.choice).catch((reason) => reason);
    expect(error).toBeInstanceOf(WalletError);
    expect(error).toMatchObject({ code: 'consent_required', reasons: ['window_too_narrow'] });
    expect((await world.wallet.check(request, world.choice)).consent).toEqual(['window_too_narrow']);
    expect(await world.wallet.answer(request, { ...world.choice, accept: error.reasons })).toEqual({
      accepted: true,
    });
  });

  test('is needed to show names to a host that is not listed', async () => {
    const policy = incomePolicy({ disclose: ['given_name'] });
    const [known, unknown] = [
      await requestOf(policy),
      await world.wallet.readRequest(await world.unlisted.ask(policy)),
    ];
    expect(unknown.discloses).toEqual(['given_name']);
    expect(await codeOf(world.wallet.answer(known, world.choice))).toBe('done');
    const error = await world.wallet.answer(unknown, world.choice).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'consent_required' });
    expect(error.reasons).toContain('names_to_unlisted');
    expect(await codeOf(world.wallet.answer(unknown, { ...world.choice, accept: error.reasons }))).toBe(
      'done',
    );
  });

  test('counts all verifiers that are not listed as one', async () => {
    const trust = { ...world.issuer.trust, verifiers: [] };
    const wallet = await world.open({ trust });
    await wallet.answer(await wallet.readRequest(await world.listed.ask(incomeOf('2000000'))), world.choice);
    const request = await wallet.readRequest(await world.unlisted.ask(incomeOf('3000000')));
    const { assessment } = await wallet.check(request, world.choice);
    expect(assessment?.answered).toMatchObject({ ofVerifier: 1, ofAll: 1 });
    const listing = await world.open();
    const other = await listing.readRequest(await world.listed.ask(incomeOf('3000000')));
    expect((await listing.check(other, world.choice)).assessment?.answered).toMatchObject({ ofVerifier: 1 });
  });
});

describe('a request in disclosure mode', () => {
  test('gets the claims, and no opening', async () => {
    const request = await requestOf(claimsToShow, { mode: 'disclosure' });
    expect(request).toMatchObject({
      mode: 'disclosure',
      discloses: ['given_name'],
      candidates: { salary: [world.credential.id] },
    });
    expect(await world.wallet.check(request, world.choice)).toMatchObject({ passes: true });
    const before = await sharesLeft();
    expect(await world.wallet.answer(request, world.choice)).toEqual({ accepted: true });
    expect(world.listed.verdicts).toMatchObject([
      { disclosed: true, claims: { salary: { given_name: 'Erika' } } },
    ]);
    expect(await sharesLeft()).toBe(before - 1);
    const { salary } = JSON.parse(parseForm(world.listed.received[0]!).get('vp_token')!);
    expect(salary[0].split('~')).toHaveLength(3);
  });

  test('of a host that is not listed needs consent', async () => {
    const link = await world.unlisted.ask(claimsToShow, { mode: 'disclosure' });
    const request = await world.wallet.readRequest(link);
    expect(await codeOf(world.wallet.answer(request, world.choice))).toBe('consent_required');
    const accept = ['names_to_unlisted'] as const;
    expect(await codeOf(world.wallet.answer(request, { ...world.choice, accept }))).toBe('done');
  });
});

describe('a malicious verifier', () => {
  const read = async (change: (payload: Payload) => Payload) => codeOf(requestOf(incomePolicy(), { change }));

  test.each([
    '',
    'hello',
    'openid4vp://?',
    'openid4vp://?client_id=x509_san_dns:a.example&request_uri=http://a',
  ])('sends %p', async (link) =>
    expect(await codeOf(world.wallet.readRequest(link))).toBe('request_malformed'),
  );

  test('does not sign', async () => {
    const link = 'openid4vp://?client_id=redirect_uri:https://a.example/&response_type=vp_token';
    expect(await codeOf(world.wallet.readRequest(link))).toBe('request_unsigned');
  });

  test('sends the answer elsewhere', async () => {
    const response_uri = 'https://elsewhere.example/openid/responses/1';
    expect(await read((payload) => ({ ...payload, response_uri }))).toBe('host_mismatch');
  });

  test('relays the request of another host', async () => {
    const requestUri = 'https://relay.example/openid/requests/1';
    const link = await world.listed.ask(incomePolicy(), { method: 'get' });
    const [original] = [...world.listed.routes].find(([url]) => url.includes('/requests/'))!;
    world.listed.routes.set(requestUri, world.listed.routes.get(original)!);
    expect(await codeOf(world.wallet.readRequest(link))).toBe('done');
    const clientId = sanDnsClientId('verifier.example');
    for (const other of [
      walletLink({ clientId, requestUri }),
      requestPageLink('https://verifier.example/r', { clientId, requestUri }),
    ])
      expect(await codeOf(world.wallet.readRequest(other))).toBe('host_mismatch');
  });

  test('replays a request object that was made for another fetch', async () => {
    expect(await read((payload) => ({ ...payload, wallet_nonce: 'that-of-another' }))).toBe(
      'request_invalid',
    );
  });

  test('asks for an opening beside the policy', async () => {
    const change = (payload: Payload) => {
      const dcql_query = structuredClone(payload.dcql_query);
      dcql_query.credentials[0].claims.push({ path: ['openings', 'gross_income'] });
      return { ...payload, dcql_query };
    };
    expect(await read(change)).toBe('request_invalid');
    const shown = requestOf(claimsToShow, { mode: 'disclosure', change });
    expect(await codeOf(shown)).toBe('request_invalid');
  });

  test('shows a certificate that is not trusted', async () => {
    const wallet = await world.open({ certificates: noCertificates });
    expect(await codeOf(wallet.readRequest(await world.listed.ask(incomePolicy())))).toBe(
      'certificate_not_trusted',
    );
  });

  test('sends an expired request, none, or one that is too large', async () => {
    expect(await read((payload) => ({ ...payload, exp: payload.iat - 1 }))).toBe('request_expired');
    world.tamperWith(() => Response.json({ error: 'request_unknown' }, { status: 404 }));
    expect(await codeOf(requestOf())).toBe('request_expired');
    world.tamperWith(() => new Response('x'.repeat(200_000)));
    expect(await codeOf(requestOf())).toBe('response_invalid');
    world.tamperWith(() => Response.json({}, { status: 503 }));
    expect(await codeOf(requestOf())).toBe('offline');
  });

  test('replies with a redirect to a script, or with no JSON', async () => {
    world.tamperWith((response, { url }) =>
      url.includes('/responses/') ? Response.json({ redirect_uri: 'javascript:alert(1)' }) : response,
    );
    expect(await world.wallet.answer(await requestOf(), world.choice)).toEqual({ accepted: true });
    world.tamperWith((response, { url }) => (url.includes('/responses/') ? new Response('<') : response));
    expect(await world.wallet.answer(await requestOf(incomeOf('5000000')), world.choice)).toEqual({
      accepted: true,
    });
  });
});

test('a storage that was rolled back is not used', async () => {
  const { state } = await world.storage.read();
  const old = { ...world.storage, read: async () => ({ state, revision: 0 }) };
  let isOld = false;
  const wallet = await world.open({
    storage: { ...world.storage, read: () => (isOld ? old : world.storage).read() },
  });
  isOld = true;
  expect(await codeOf(wallet.credentials())).toBe('storage_rolled_back');
});
