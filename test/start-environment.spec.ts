import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ATTRIBUTES } from '@zk-income/credential';
import { envVariables, loadConfig } from '@zk-income/service-kit';
import { IssuerConfig } from '../apps/issuer/src/issuer.config.js';
import { ProverConfig } from '../apps/prover/src/prover.config.js';
import { VerifierConfig } from '../apps/verifier/src/verifier.config.js';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import { localCertificates } from '../scripts/start/local-certificates.mjs';

type Env = Record<string, string>;

const script = (name: string) => pathToFileURL(join(import.meta.dirname, '../scripts/start', name)).href;
const { httpsUrlsOf, notesOn, serviceEnvironments, urlsOf } = (await import(
  script('service-environment.mjs')
)) as {
  notesOn: (env: Env) => string[];
  serviceEnvironments: (
    env: Env,
    settings: object,
  ) => Record<'issuer' | 'verifier' | 'prover' | 'full_issuer', Env>;
  urlsOf: (env: Env, ports: object) => Env;
  httpsUrlsOf: (env: Env, ports: object) => Env;
};
const { choosePorts } = (await import(script('ports.mjs'))) as {
  choosePorts: (env: Env) => Promise<{ metrics: Record<string, number> }>;
};

const ports = {
  ISSUER_PORT: 4001,
  VERIFIER_PORT: 4002,
  PROVER_PORT: 4003,
  FULL_ISSUER_PORT: 4005,
  ISSUER_HTTPS_PORT: 4441,
  VERIFIER_HTTPS_PORT: 4442,
  FULL_ISSUER_HTTPS_PORT: 4445,
  PORTAL_PORT: 4006,
  metrics: {},
};
const folder = mkdtempSync(join(tmpdir(), 'start-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = () => [generateHolderKey().publicJwk];
const paths = await localCertificates(folder, {
  hosts: ['localhost'],
  keys: { issuer: key(), verifier: key(), full_issuer: key() },
});
const certificates = { ...paths, trusted: paths.ca };
const allAttributes = [...ATTRIBUTES.keys()];
const environmentsFor = (env: Env, chosen: object = ports) =>
  serviceEnvironments(env, {
    ports: chosen,
    urls: { ...urlsOf(env, chosen), ...httpsUrlsOf(env, chosen) },
    dataFolder: '/data',
    endpoint: 'http://127.0.0.1:4000',
    examples: { url: (name: string) => `http://127.0.0.1:4004/${name}` },
    allAttributes,
    certificates,
  });

describe('npm start passes variables on:', () => {
  /** A value of each variable that is not the default. */
  const VALUES: Env = {
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'warn',
    CORS_ORIGINS: 'https://app.example',
    TRUST_PROXY: '2',
    TABLE_PREFIX: 'test-',
    ISSUER_ATTRIBUTES: 'gross_income',
    STATUS_LIST_TTL_SECONDS: '7',
    CLIENT_ID: 'redirect_uri:https://verifier.example/verify',
    TRUSTED_ISSUERS: '[{"iss":"https://issuer.example","attributes":["gross_income"],"complete":[]}]',
    MAX_REFUSED_PER_MINUTE: '9',
  };
  /** Set by npm start, from the variables in the second column of docs/configuration.md or from what it starts. */
  const SET = [
    'HOST',
    'PORT',
    'PUBLIC_URL',
    'METRICS_PORT',
    'DATA_DIR',
    'STORE_ENDPOINT',
    'EXAMPLES_URL',
    'TLS_PORT',
    'TLS_CERTIFICATE_FILE',
    'TLS_KEY_FILE',
    'ISSUER_CERTIFICATE_CHAIN',
    'VERIFIER_CERTIFICATE_CHAIN',
    'PROVER_ENABLED',
  ];

  test.each([
    ['issuer', IssuerConfig],
    ['verifier', VerifierConfig],
    ['prover', ProverConfig],
  ] as const)('every other variable of the %s', (name, type) => {
    const caller: Env = {};
    for (const variable of envVariables(type).keys())
      caller[variable] = VALUES[variable] ?? 'the value of the caller';
    const env = environmentsFor(caller)[name];
    for (const variable of envVariables(type).keys()) {
      if (!SET.includes(variable)) expect([variable, env[variable]]).toEqual([variable, caller[variable]]);
    }
  });

  test('the verifier trusts the issuer for the attributes that the issuer attests', () => {
    const { issuer, verifier } = environmentsFor({ ISSUER_ATTRIBUTES: 'gross_income, months_employed' });
    expect(loadConfig(IssuerConfig, issuer).ISSUER_ATTRIBUTES).toEqual(['gross_income', 'months_employed']);
    expect(loadConfig(VerifierConfig, verifier).TRUSTED_ISSUERS).toMatchObject([
      { iss: 'https://localhost:4441', attributes: ['gross_income', 'months_employed'] },
      { iss: 'https://localhost:4445', attributes: allAttributes, complete: allAttributes },
    ]);
  });

  test('the full issuer attests all attributes, with keys of its own, whatever the issuer attests', () => {
    const { full_issuer } = environmentsFor({ ISSUER_ATTRIBUTES: 'gross_income' });
    expect(loadConfig(IssuerConfig, full_issuer)).toMatchObject({
      PORT: 4005,
      PUBLIC_URL: 'https://localhost:4445',
      ISSUER_ATTRIBUTES: allAttributes,
      DATA_DIR: '/data/full-issuer',
      STATUS_LIST_TTL_SECONDS: 1,
    });
  });

  test('the defaults are valid for every service', () => {
    const { issuer, verifier, prover } = environmentsFor({});
    expect(loadConfig(IssuerConfig, issuer)).toMatchObject({ PORT: 4001, STATUS_LIST_TTL_SECONDS: 1 });
    expect(loadConfig(VerifierConfig, verifier).audience).toBe('redirect_uri:https://localhost:4442/verify');
    expect(loadConfig(ProverConfig, prover)).toMatchObject({ HOST: 'localhost', PORT: 4003 });
  });

  test('each service has a metrics port of its own', () => {
    const metrics = { issuer: 9464, verifier: 9465, prover: 9466, full_issuer: 9467 };
    const environments = environmentsFor({ METRICS_PORT: '9464' }, { ...ports, metrics });
    expect(Object.values(environments).map(({ METRICS_PORT }) => METRICS_PORT)).toEqual([
      '9464',
      '9465',
      '9466',
      '9467',
    ]);
    expect(Object.values(environmentsFor({})).map(({ METRICS_PORT }) => METRICS_PORT)).toEqual([
      '',
      '',
      '',
      '',
    ]);
  });

  test.each([
    ['0.0.0.0', '0.0.0.0', 'http://localhost:4001'],
    ['::1', '::1', 'http://[::1]:4001'],
    ['192.0.2.1', '192.0.2.1', 'http://192.0.2.1:4001'],
    ['my-machine', 'localhost', 'http://localhost:4001'],
    ['', 'localhost', 'http://localhost:4001'],
  ])('HOST=%s', (host, expected, url) => {
    const { issuer, prover } = environmentsFor({ HOST: host });
    expect([issuer.HOST, urlsOf({ HOST: host }, ports).ISSUER_URL]).toEqual([expected, url]);
    expect(issuer.PUBLIC_URL).toBe('https://localhost:4441');
    expect(prover.HOST).toBe('localhost');
  });

  test('a proxy is not used for this machine', () => {
    const { verifier } = environmentsFor({
      http_proxy: 'http://proxy.example:3128',
      no_proxy: 'intranet.example',
    });
    expect(verifier.no_proxy).toBe('intranet.example,localhost,127.0.0.1,[::1]');
    expect(verifier.NO_PROXY).toBe(verifier.no_proxy);
  });
});

test('npm start says which variables it ignores, and what to set instead', () => {
  expect(notesOn({ PORT: '8080', LOG_LEVEL: 'warn' })).toEqual([
    'npm start ignores PORT: set ISSUER_PORT, VERIFIER_PORT, PROVER_PORT and FULL_ISSUER_PORT.',
  ]);
  expect(notesOn({ PORT: ' ' })).toEqual([]);
});

describe('METRICS_PORT of npm start', () => {
  const free = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };

  test.each(['http', '0', '65533', '70000'])('cannot be %s', async (text) => {
    await expect(choosePorts({ ...free, METRICS_PORT: text })).rejects.toThrow(
      'METRICS_PORT: expected a port from 1 to 65532.',
    );
  });

  test('is named if one of the four ports is in use', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as { port: number };
    const choice = choosePorts({ ...free, METRICS_PORT: String(port - 1) });
    await expect(choice).rejects.toThrow(
      `port ${port} (verifier) is in use or not allowed. Set METRICS_PORT`,
    );
    await new Promise((closed) => server.close(closed));
  });
});
