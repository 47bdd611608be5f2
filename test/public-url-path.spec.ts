import { once } from 'node:events';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CoreEngine, incomePolicy, salaryInput } from '@zk-income/credential';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import type { Deployment } from './testing/deployment.js';
import { startLocalServices } from './testing/local-services.js';

// Both services behind a proxy with one origin. It takes the path of a service away, except from well-known URIs, which have
// it at their end (OpenID4VCI 12.2.2, SD-JWT VC 4.1).
const PATHS = { issuer: '/tenant/issuer', verifier: '/tenant/verifier' } as const;
type Service = keyof typeof PATHS;

let deployment: Deployment;
let origin: string;
const targets = new Map<Service, Server>();

/** The service of a path, and the path there. */
function routeOf(url: string): { readonly service: Service; readonly path: string } | undefined {
  for (const service of ['issuer', 'verifier'] as const) {
    const prefix = PATHS[service];
    if (url.startsWith(`${prefix}/`)) return { service, path: url.slice(prefix.length) };
    if (url.startsWith('/.well-known/') && url.endsWith(prefix)) return { service, path: url };
  }
  return undefined;
}

const proxy = createServer((incoming, outgoing) => {
  const route = routeOf(incoming.url!);
  if (!route) {
    outgoing.writeHead(421).end();
    return;
  }
  const { port } = targets.get(route.service)!.address() as AddressInfo;
  const { method, headers } = incoming;
  const options = { host: '127.0.0.1', port, path: route.path, method, headers };
  incoming.pipe(
    forward(options, (response) => {
      outgoing.writeHead(response.statusCode!, response.headers);
      response.pipe(outgoing);
    }),
  );
});

const urlOf = (service: Service) => origin + PATHS[service];

async function getJson(url: string) {
  const response = await fetch(url);
  expect([url, response.status]).toEqual([url, 200]);
  return response.json();
}

async function post(url: string, body: object, key?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

beforeAll(async () => {
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  deployment = await startLocalServices({ issuer: urlOf('issuer'), verifier: urlOf('verifier') });
  targets.set('issuer', deployment.issuer as Server);
  targets.set('verifier', deployment.verifier as Server);
});

afterAll(async () => {
  await deployment.stop();
  proxy.closeAllConnections();
  await new Promise((closed) => proxy.close(closed));
});

test('a credential is issued, presented and verified, and every URL in it answers', async () => {
  const { privateJwk, publicJwk } = generateHolderKey();
  const issued = await post(`${urlOf('issuer')}/issue`, salaryInput([publicJwk]), deployment.keys.acme);
  expect(issued.status).toBe(201);
  const [credential] = issued.body.credentials;
  const claims = decodeJwt<{ status: { status_list: { uri: string } } }>(credential.split('~')[0]);
  expect(claims.iss).toBe(urlOf('issuer'));
  expect(claims.status.status_list.uri).toMatch(`${urlOf('issuer')}/status-lists/`);
  expect((await fetch(claims.status.status_list.uri)).status).toBe(200);

  const created = await post(
    `${urlOf('verifier')}/requests`,
    { policy: incomePolicy() },
    deployment.keys.landlord,
  );
  const [, responseUri] = created.body.audience.split('redirect_uri:');
  expect(responseUri).toBe(`${urlOf('verifier')}/verify`);
  const holder = new CoreEngine({ holder: { ledger: 'off' } });
  const presentations = await holder.generateProof(created.body, {
    salary: { credential, holder_key: privateJwk },
  });
  // The verifier fetches metadata, keys and status list of the issuer through the proxy.
  const verdict = await post(responseUri, { request_id: created.body.id, presentations });
  expect(verdict.body).toMatchObject({ verified: true });

  const headers = { authorization: `Bearer ${deployment.keys.landlord}` };
  const view = await (await fetch(`${urlOf('verifier')}/requests/${created.body.id}`, { headers })).json();
  const keys = await getJson(`${urlOf('verifier')}/.well-known/jwks.json`);
  const { payload } = await jwtVerify(view.receipt, createLocalJWKSet(keys));
  expect(payload.iss).toBe(urlOf('verifier'));
});

test('the metadata of the issuer is between host and path, and its URLs answer', async () => {
  const metadata = await getJson(`${origin}/.well-known/jwt-vc-issuer${PATHS.issuer}`);
  expect(metadata.issuer).toBe(urlOf('issuer'));
  expect((await getJson(metadata.jwks_uri)).keys).toHaveLength(1);
});

test.each(['issuer', 'verifier'] as const)(
  'the API page of the %s loads what it needs and calls the path',
  async (service) => {
    const page = `${urlOf(service)}/docs`;
    const response = await fetch(page);
    const html = await response.text();
    const assets = [...html.matchAll(/(?:src|href)="([^"#:]+)"/g)].map(
      ([, asset]) => new URL(asset!, response.url),
    );
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) expect([asset.href, (await fetch(asset)).status]).toEqual([asset.href, 200]);
    const [script] = assets.filter(({ pathname }) => pathname.endsWith('swagger-ui-init.js'));
    expect(await (await fetch(script!)).text()).toContain(`"url": "${PATHS[service]}"`);
    const document = await getJson(`${urlOf(service)}/openapi.json`);
    expect(document.servers).toEqual([{ url: urlOf(service) }]);
  },
);
