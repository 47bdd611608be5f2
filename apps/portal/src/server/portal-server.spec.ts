import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { lastTwelveMonths } from '@zk-income/credential';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { createPortalServer } from './portal-server.js';

const TOKEN = 'A'.repeat(43);
const folder = mkdtempSync(join(tmpdir(), 'portal-'));
const listsFile = join(folder, 'portal.json');

interface Call {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
}

/** Stands in for issuer and verifier: answers from a table, and records the calls. */
class FakeService {
  readonly calls: Call[] = [];
  readonly answers = new Map<string, readonly [number, unknown]>();
  private readonly server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    this.calls.push({ method, path, key: headers.authorization, body: text && JSON.parse(text) });
    const [status, body] = this.answers.get(`${method} ${path}`) ?? [
      404,
      { code: 'request_unknown', title: 'No' },
    ];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });

  async listen(): Promise<void> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const issuer = new FakeService();
const verifier = new FakeService();
let app: FastifyInstance;

const create = () =>
  createPortalServer({
    port: 3000,
    startToken: TOKEN,
    listsFile,
    pages: join(folder, 'pages'),
    issuer: { url: issuer.url, publicUrl: 'https://issuer.example', apiKey: 'issuer-key' },
    verifier: { url: verifier.url, publicUrl: 'https://verifier.example', apiKey: 'verifier-key' },
    wallet: { origins: {} },
  });

beforeAll(async () => {
  for (const site of ['portal', 'wallet']) {
    mkdirSync(join(folder, 'pages', site), { recursive: true });
    writeFileSync(join(folder, 'pages', site, 'index.html'), `<title>${site}</title>`);
  }
  await Promise.all([issuer.listen(), verifier.listen()]);
});

beforeEach(async () => {
  rmSync(listsFile, { force: true });
  for (const service of [issuer, verifier]) {
    service.calls.length = 0;
    service.answers.clear();
  }
  app = await create();
});

afterEach(() => app.close());

afterAll(() => {
  issuer.close();
  verifier.close();
  rmSync(folder, { recursive: true, force: true });
});

const ORIGIN = 'http://localhost:3000';
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'localhost:3000', ...headers } });

async function cookie(): Promise<string> {
  const response = await get(`/?start=${TOKEN}`);
  return String(response.headers['set-cookie']).split(';')[0]!;
}

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = { host: 'localhost:3000', origin: ORIGIN, 'x-portal': '1', cookie: await cookie() };
  const options: InjectOptions = { method, url, headers };
  return app.inject(payload === undefined ? options : { ...options, payload });
}

describe('the start link', () => {
  test('becomes a cookie that scripts and other sites cannot use, and leaves the address bar', async () => {
    const response = await get(`/?start=${TOKEN}`);
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/');
    expect(response.headers['set-cookie']).toMatch(
      /^portal-3000=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(response.headers['set-cookie']).not.toContain(TOKEN);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['referrer-policy']).toBe('no-referrer');
  });

  test.each(['', 'B'.repeat(43), `${TOKEN}A`])('of another start is refused: %s', async (token) => {
    const response = await get(`/?start=${token}`);
    expect(response.statusCode).toBe(401);
    expect(response.json()).toMatchObject({ code: 'session_required' });
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  test('is not guessed: after ten wrong ones even the right one waits', async () => {
    for (let i = 0; i < 10; i++) await get('/?start=wrong');
    const response = await get(`/?start=${TOKEN}`);
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toBe('60');
  });

  test('in a page of another site neither works nor counts as a guess', async () => {
    for (let i = 0; i < 20; i++) {
      const response = await get('/?start=wrong', { 'sec-fetch-site': 'cross-site' });
      expect(response.statusCode).toBe(403);
    }
    expect((await get(`/?start=${TOKEN}`, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await get(`/?start=${TOKEN}`, { 'sec-fetch-site': 'none' })).statusCode).toBe(303);
  });
});

describe('a host name', () => {
  test.each([
    ['localhost:3000', 'portal'],
    ['127.0.0.1:3000', 'portal'],
    ['[::1]:3000', 'portal'],
    ['wallet.localhost:3000', 'wallet'],
  ])('selects the page: %s', async (host, title) => {
    const response = await get('/', { host });
    expect(response.body).toBe(`<title>${title}</title>`);
    const policy = String(response.headers['content-security-policy']);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test.each([
    'evil.example',
    'localhost.evil.example:3000',
    'localhost:3001',
    'localhost',
    '',
    'constructor:3000',
  ])('of others is refused, though it leads to this machine: %s', async (host) => {
    const response = await get('/', { host });
    expect(response.statusCode).toBe(421);
    expect(response.json()).toMatchObject({ code: 'host_not_allowed' });
  });

  test('of the wallet has the configuration, and no API', async () => {
    const host = 'wallet.localhost:3000';
    expect((await get('/config.json', { host })).json()).toEqual({ origins: {} });
    const headers = { host, 'x-portal': '1', cookie: await cookie() };
    expect((await get('/api/requests', headers)).statusCode).toBe(404);
    expect((await get(`/?start=${TOKEN}`, { host })).headers['set-cookie']).toBeUndefined();
  });
});

describe('a call of the API is refused', () => {
  const refused = async (headers: Record<string, string>, status: number, code: string) => {
    const response = await get('/api/requests', headers);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ status, code, detail: expect.any(String) });
  };

  test('without the cookie, or with another', async () => {
    await refused({ 'x-portal': '1' }, 401, 'session_required');
    await refused({ 'x-portal': '1', cookie: `portal-3000=${'A'.repeat(43)}` }, 401, 'session_required');
    await refused({ 'x-portal': '1', cookie: 'portal-3000=' }, 401, 'session_required');
  });

  test('without the header that forms cannot send', async () => {
    await refused({ cookie: await cookie() }, 403, 'header_required');
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['the wallet', { origin: 'http://wallet.localhost:3000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a page of the same site only', { 'sec-fetch-site': 'same-site' }],
  ])('from %s', async (_, headers) => {
    await refused({ 'x-portal': '1', cookie: await cookie(), ...headers }, 403, 'origin_not_allowed');
  });

  test('with a body that is no JSON', async () => {
    const headers = { host: 'localhost:3000', 'x-portal': '1', cookie: await cookie() };
    const post = (type: string, payload: string) =>
      app.inject({
        method: 'POST',
        url: '/api/requests',
        headers: { ...headers, 'content-type': type },
        payload,
      });
    expect((await post('text/plain', '{}')).json()).toMatchObject({ status: 415, code: 'json_required' });
    expect((await post('application/x-www-form-urlencoded', 'a=b')).statusCode).toBe(415);
    expect((await post('application/json', '{')).json()).toMatchObject({ status: 400, code: 'invalid_body' });
  });

  test('where there is nothing', async () => {
    expect((await call('GET', '/api/nothing')).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(
      (
        await app.inject({
          method: 'OPTIONS',
          url: '/api/requests',
          headers: { host: 'localhost:3000', origin: 'https://evil.example' },
        })
      ).statusCode,
    ).toBe(403);
  });
});

const created = {
  id: 'request-1',
  status_id: 'status-1',
  wallet_link: 'openid4vp://?request',
  link: 'https://verifier.example/request#1',
};
const input = {
  title: 'Flat 7',
  purpose: 'Lease of flat 7',
  legal_basis: 'Steps before a contract',
  template: 'rent_multiple',
  parameters: { rent: '150000', currency: 'EUR' },
};

describe('a landlord', () => {
  beforeEach(() => {
    verifier.answers.set('POST /requests', [201, created]);
    verifier.answers.set('GET /requests/request-1', [200, { id: 'request-1', state: 'pending' }]);
    verifier.answers.set('GET /requests/status/status-1', [200, { state: 'open' }]);
    verifier.answers.set('DELETE /requests/request-1', [204, undefined]);
  });

  test('creates a request with the purpose, and finds it in the list after a restart', async () => {
    const response = await call('POST', '/api/requests', input);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      id: 'request-1',
      title: 'Flat 7',
      walletLink: 'openid4vp://?request',
      request: { state: 'pending' },
    });
    expect(verifier.calls[0]).toEqual({
      method: 'POST',
      path: '/requests',
      key: 'Bearer verifier-key',
      body: {
        template: 'rent_multiple',
        parameters: { rent: '150000', currency: 'EUR', purpose: 'Lease of flat 7' },
        expires_in: 604_800,
      },
    });
    await app.close();
    app = await create();
    const { requests } = (await call('GET', '/api/requests')).json();
    expect(requests).toEqual([
      expect.objectContaining({
        id: 'request-1',
        legalBasis: 'Steps before a contract',
        purpose: 'Lease of flat 7',
      }),
    ]);
    expect(statSync(listsFile).mode & 0o777).toBe(0o600);
  });

  test.each(['title', 'purpose', 'legal_basis', 'template'])('must say the %s', async (name) => {
    const response = await call('POST', '/api/requests', { ...input, [name]: ' ' });
    expect(response.json()).toMatchObject({
      status: 400,
      code: 'invalid_body',
      errors: [{ pointer: `#/${name}` }],
    });
    expect(verifier.calls).toEqual([]);
  });

  test('polls the public state, and not the request', async () => {
    await call('POST', '/api/requests', input);
    verifier.calls.length = 0;
    expect((await call('GET', '/api/requests/request-1/status')).json()).toEqual({ state: 'open' });
    expect(verifier.calls.map(({ path }) => path)).toEqual(['/requests/status/status-1']);
  });

  test('deletes a request at the verifier and in the list', async () => {
    await call('POST', '/api/requests', input);
    expect((await call('DELETE', '/api/requests/request-1')).statusCode).toBe(204);
    expect((await call('GET', '/api/requests')).json()).toEqual({ requests: [] });
    expect(readFileSync(listsFile, 'utf8')).not.toContain('Flat 7');
  });

  test('deletes what the verifier has forgotten', async () => {
    await call('POST', '/api/requests', input);
    verifier.answers.delete('DELETE /requests/request-1');
    expect((await call('DELETE', '/api/requests/request-1')).statusCode).toBe(204);
    expect((await call('GET', '/api/requests')).json()).toEqual({ requests: [] });
  });

  test('sees only requests of this portal', async () => {
    expect((await call('GET', '/api/requests/request-1')).statusCode).toBe(404);
    expect((await call('DELETE', '/api/requests/request-1')).statusCode).toBe(404);
    expect(verifier.calls).toEqual([]);
  });

  test('gets the code and the faults of the verifier', async () => {
    const errors = [{ pointer: '#/parameters/rent', detail: 'Expected an amount.' }];
    const problem = {
      code: 'invalid_policy',
      title: 'Invalid policy',
      detail: 'Expected an amount.',
      errors,
    };
    verifier.answers.set('POST /requests', [400, problem]);
    const response = await call('POST', '/api/requests', input);
    expect(response.json()).toMatchObject({ status: 400, code: 'invalid_policy', errors });
    expect(existsSync(listsFile)).toBe(false);
  });

  test('is not told to log in again if the API key is refused', async () => {
    verifier.answers.set('POST /requests', [401, { code: 'unauthorized', title: 'Unauthorized' }]);
    expect((await call('POST', '/api/requests', input)).json()).toMatchObject({
      status: 502,
      code: 'unauthorized',
    });
  });
});

describe('a payroll clerk', () => {
  const offer = { attributes: { gross_income: '5400000' }, currency: 'EUR' };
  const answer = {
    id: 'offer-1',
    offer_uri: 'openid-credential-offer://?x',
    link: 'https://l',
    tx_code: '12345678',
  };

  beforeEach(() => {
    issuer.answers.set('POST /offers', [201, answer]);
    issuer.answers.set('GET /offers/offer-1', [200, { id: 'offer-1', state: 'created', alerts: [] }]);
    issuer.answers.set('DELETE /offers/offer-1', [204, undefined]);
  });

  test('gets link and code once: the portal keeps neither', async () => {
    const response = await call('POST', '/api/offers', { name: 'Erika Mustermann', offer });
    expect(response.json()).toEqual(answer);
    expect(issuer.calls[0]).toMatchObject({
      key: 'Bearer issuer-key',
      body: { ...offer, expires_in: 259_200 },
    });
    const stored = readFileSync(listsFile, 'utf8');
    for (const secret of ['12345678', 'openid-credential-offer', 'https://l', '5400000'])
      expect(stored).not.toContain(secret);
    expect((await call('GET', '/api/offers')).json()).toMatchObject({
      offers: [{ id: 'offer-1', name: 'Erika Mustermann', offer: { state: 'created' } }],
    });
  });

  test('withdraws an offer', async () => {
    await call('POST', '/api/offers', { name: 'Erika Mustermann', offer });
    expect((await call('DELETE', '/api/offers/offer-1')).statusCode).toBe(204);
    expect(issuer.calls.at(-1)).toMatchObject({ method: 'DELETE', path: '/offers/offer-1' });
  });

  test('still sees an offer that the issuer has forgotten', async () => {
    await call('POST', '/api/offers', { name: 'Erika Mustermann', offer });
    issuer.answers.delete('GET /offers/offer-1');
    const { offers } = (await call('GET', '/api/offers')).json();
    expect(offers).toEqual([expect.not.objectContaining({ offer: expect.anything() })]);
  });

  test('gets what a form needs', async () => {
    const form = (await call('GET', '/api/payroll')).json();
    expect(form.attributes[0]).toMatchObject({ name: 'gross_income', unit: 'money_per_period' });
    expect(form.periods).toEqual([
      {
        start: expect.stringMatching(/-01$/),
        end: expect.any(String),
        pay_periods: { unit: 'month', count: 3 },
      },
      { ...lastTwelveMonths(), pay_periods: { unit: 'month', count: 12 } },
    ]);
    expect(form.countries).toContain('DE');
  });
});

test('a service that does not answer is a problem of its own', async () => {
  await app.close();
  app = await createPortalServer({
    ...{ port: 3000, startToken: TOKEN, listsFile, pages: join(folder, 'pages'), wallet: {} },
    issuer: { url: issuer.url, publicUrl: '', apiKey: 'k' },
    verifier: { url: 'http://127.0.0.1:1', publicUrl: '', apiKey: 'k' },
  });
  expect((await call('GET', '/api/templates')).json()).toMatchObject({
    status: 502,
    code: 'service_unavailable',
  });
});
