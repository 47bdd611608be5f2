import { beforeEach, describe, expect, test } from '@jest/globals';
import { memoryStorage, type Progress, type Wallet, type WalletStorage } from '../index.js';
import { codeOf, makeTestIssuer, openTestWallet, type TestIssuer, TX_CODE } from '../testing/index.js';

let issuer: TestIssuer;
let storage: WalletStorage;
let wallet: Wallet;

beforeEach(async () => {
  issuer = await makeTestIssuer();
  storage = memoryStorage();
  wallet = await openTestWallet(issuer, { storage });
});

const receive = async (options: Parameters<Wallet['receive']>[1] = { code: TX_CODE }) =>
  wallet.receive(await wallet.readOffer(issuer.link), options);

type Body = Record<string, unknown> & { credentials: unknown[]; zk_income_openings: unknown[] };

const json = (change: (body: Body) => unknown) => async (response: Response) =>
  Response.json(await change(await response.json()), { status: response.status });

/** Changes what the issuer answers at URLs that end like this. */
const changeAt = (end: string, change: (response: Response) => Response | Promise<Response>) =>
  issuer.tamperWith((response, request) => (request.url.endsWith(end) ? change(response) : response));

describe('an offer', () => {
  test('says who offers, and what the person needs', async () => {
    expect(await wallet.readOffer(` ${issuer.link}\n`)).toMatchObject({
      issuer: { iss: issuer.iss, host: 'issuer.example', name: 'ACME Payroll', level: 'listed' },
      needsCode: { length: 6, isNumeric: true },
    });
  });

  test('becomes a batch of credential instances', async () => {
    const steps: Progress['step'][] = [];
    const summary = await receive({ code: ` ${TX_CODE} `, onProgress: ({ step }) => steps.push(step) });
    expect(summary).toMatchObject({
      issuer: { level: 'listed' },
      payer: 'demo:acme',
      currency: 'EUR',
      attributes: expect.arrayContaining(['gross_income', 'debt_payments']),
      claims: expect.arrayContaining(['given_name', 'family_name', 'source_id']),
      isExpired: false,
    });
    expect(summary.shares.left).toBe(summary.shares.of);
    expect(summary.shares.of).toBeGreaterThan(1);
    expect(JSON.stringify(summary)).not.toContain('5400000');
    expect(await wallet.amounts(summary.id)).toMatchObject({ gross_income: '5400000' });
    expect(await wallet.credentials()).toEqual([summary]);
    expect(issuer.notifications).toMatchObject([{ event: 'credential_accepted' }]);
    expect(steps).toEqual(
      expect.arrayContaining(['creating_keys', 'contacting_issuer', 'checking_credentials', 'storing']),
    );
  });

  test('is fetched without cookies, referrer and redirects', async () => {
    await receive();
    for (const { redirect, credentials, referrerPolicy, cache } of issuer.sent)
      expect([redirect, credentials, referrerPolicy, cache]).toEqual([
        'error',
        'omit',
        'no-referrer',
        'no-store',
      ]);
  });

  test.each(['', 'hello', 'openid-credential-offer://?credential_offer=%7B', 'https://issuer.example/'])(
    'is not %p',
    async (link) => expect(await codeOf(wallet.readOffer(link))).toBe('offer_malformed'),
  );

  test('needs its code', async () => {
    expect(await codeOf(receive({}))).toBe('tx_code_required');
    expect(await codeOf(receive({ code: ' ' }))).toBe('tx_code_required');
    expect(await codeOf(receive({ code: '000000' }))).toBe('tx_code_wrong');
    expect(await codeOf(receive())).toBe('done');
  });

  test('of an issuer that is not listed is for the person to accept', async () => {
    wallet = await openTestWallet(issuer, { storage, trust: { issuers: [], verifiers: [] } });
    expect((await wallet.readOffer(issuer.link)).issuer).toEqual({
      iss: issuer.iss,
      host: 'issuer.example',
      level: 'host_only',
    });
    expect(await codeOf(receive())).toBe('issuer_not_trusted');
    expect(await codeOf(receive({ code: TX_CODE, acceptUnlisted: true }))).toBe('done');
  });

  test('that was interrupted goes on without another code', async () => {
    changeAt('/credential', () => Response.json({}, { status: 503 }));
    expect(await codeOf(receive())).toBe('offline');
    issuer.tamperWith((response) => response);
    const again = await openTestWallet(issuer, { storage });
    const summary = await again.receive(await again.readOffer(issuer.link));
    expect(await again.credentials()).toEqual([summary]);
    expect((await storage.read()).state.pending).toEqual([]);
  });
});

describe('a malicious issuer', () => {
  const refused = async () => {
    const code = await codeOf(receive());
    expect((await storage.read()).state).toMatchObject({ credentials: [], pending: [] });
    expect(issuer.notifications).not.toContainEqual(
      expect.objectContaining({ event: 'credential_accepted' }),
    );
    return code;
  };
  const withCredentials = (change: (body: Body) => unknown) => changeAt('/credential', json(change));

  test('sends openings that do not match', async () => {
    withCredentials((body) => ({ ...body, zk_income_openings: body.zk_income_openings.toReversed() }));
    expect(await refused()).toBe('credential_invalid');
    expect(issuer.notifications).toMatchObject([{ event: 'credential_failure' }]);
  });

  test('sends one credential twice', async () => {
    withCredentials((body) => ({ ...body, credentials: body.credentials.map(() => body.credentials[0]) }));
    expect(await refused()).toBe('credential_invalid');
  });

  test('sends credentials of another key', async () => {
    const other = await makeTestIssuer();
    const otherWallet = await openTestWallet(other);
    let foreign: unknown;
    other.tamperWith(async (response, request) => {
      if (request.url.endsWith('/credential')) foreign = await response.clone().json();
      return response;
    });
    await otherWallet.receive(await otherWallet.readOffer(other.link), { code: TX_CODE });
    withCredentials(() => foreign);
    expect(await refused()).toBe('credential_invalid');
  });

  test('does not sign with a published key', async () => {
    const other = await makeTestIssuer();
    const jwks = `${issuer.iss}/.well-known/jwks.json`;
    changeAt('/jwks.json', () => other.fetch(jwks));
    expect(await refused()).toBe('credential_invalid');
  });

  test('sends an error, a redirect, too much or nothing at all', async () => {
    const reply = async (response: () => Response) => {
      changeAt('/credential', response);
      return codeOf(receive());
    };
    expect(await reply(() => Response.redirect('https://elsewhere.example/'))).toBe('response_invalid');
    expect(await reply(() => new Response('x'.repeat(5_000_000)))).toBe('response_invalid');
    expect(await reply(() => Response.json({ error: 'credential_request_denied' }, { status: 400 }))).toBe(
      'issuer_refused',
    );
  });

  test('that never ends its response is given up', async () => {
    wallet = await openTestWallet(issuer, { timeoutMilliseconds: 50 });
    const endless = () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(9)) }));
    changeAt('openid-credential-issuer', endless);
    expect(await codeOf(wallet.readOffer(issuer.link))).toBe('offline');
    issuer.tamperWith(() => new Promise<Response>(() => undefined));
    expect(await codeOf(wallet.readOffer(issuer.link))).toBe('offline');
  });

  test('publishes the metadata of another one', async () => {
    changeAt(
      'openid-credential-issuer',
      json((body) => ({ ...body, credential_issuer: 'https://a.example' })),
    );
    expect(await codeOf(wallet.readOffer(issuer.link))).toBe('issuer_unsupported');
  });
});

describe('a stored credential', () => {
  test('is removed with its keys', async () => {
    const { id } = await receive();
    const { instances } = (await storage.read()).state.credentials[0]!;
    expect(await storage.keys.get(instances[0]!.keyId)).toBeDefined();
    await wallet.remove(id);
    expect(await wallet.credentials()).toEqual([]);
    expect(await storage.keys.get(instances[0]!.keyId)).toBeUndefined();
    expect(await codeOf(wallet.amounts(id))).toBe('credential_unknown');
  });

  test('shows that it was revoked', async () => {
    await receive();
    expect((await wallet.refreshStatus())[0]!.status?.value).toBe('valid');
    const { engine } = issuer.environment.issuer;
    const [{ notificationId }] = issuer.notifications as [{ notificationId: string }];
    await engine.changeStatus('acme', notificationId, 'revoked');
    issuer.environment.clock.time += 3_600_000;
    expect((await wallet.refreshStatus())[0]!.status?.value).toBe('revoked');
  });

  test('keeps its status where the list is not available', async () => {
    await receive();
    const [before] = await wallet.refreshStatus();
    issuer.tamperWith(() => Response.error());
    expect((await wallet.refreshStatus())[0]!.status).toEqual(before!.status);
  });
});
