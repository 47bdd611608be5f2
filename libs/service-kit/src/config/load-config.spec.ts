import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig } from './load-config.js';
import { isPublicUrl, ServiceConfig, StatefulServiceConfig } from './service-config.js';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(StatefulServiceConfig, env);
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

test('uses the defaults for an empty environment', () => {
  const config = loadConfig(ServiceConfig, { PORT: '', HOST: '  ' });
  expect(config).toMatchObject({ HOST: 'localhost', PORT: 3000, CORS_ORIGINS: [], TRUST_PROXY: false });
  expect(config.publicUrl).toBe('http://localhost:3000');
});

test('parses numbers, lists and URLs, and ignores unknown variables', () => {
  const config = loadConfig(StatefulServiceConfig, {
    PORT: ' 8080 ',
    PUBLIC_URL: 'https://verifier.example/v1',
    CORS_ORIGINS: 'https://app.example, http://localhost:5173,',
    TRUST_PROXY: '10.0.0.0/8, ::1',
    STORE_ENDPOINT: 'http://127.0.0.1:8000',
    SOMETHING_ELSE: 'x',
  });
  expect(config).toMatchObject({
    PORT: 8080,
    CORS_ORIGINS: ['https://app.example', 'http://localhost:5173'],
    TRUST_PROXY: ['10.0.0.0/8', '::1'],
  });
  expect(config.publicUrl).toBe('https://verifier.example/v1');
  expect(config).not.toHaveProperty('SOMETHING_ELSE');
});

test.each([
  ['true', true],
  ['false', false],
  ['2', 2],
])('parses TRUST_PROXY=%s as %p', (text, expected) => {
  expect(loadConfig(ServiceConfig, { TRUST_PROXY: text }).TRUST_PROXY).toBe(expected);
});

test('lists all invalid variables with the expected format, and without their values', () => {
  const problems = problemsOf({
    PORT: '70000',
    PUBLIC_URL: 'ftp://secret.example',
    LOG_LEVEL: 'loud',
    CORS_ORIGINS: 'https://app.example/path',
    AWS_REGION: 'Frankfurt am Main',
    TRUST_PROXY: 'everybody',
    METRICS_EMF_SECONDS: '0',
    METRICS_EMF_NAMESPACE: 'zk income',
    CLIENT_ADDRESS_HEADER: 'authorization',
  });
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'AWS_REGION',
    'CLIENT_ADDRESS_HEADER',
    'CORS_ORIGINS',
    'LOG_LEVEL',
    'METRICS_EMF_NAMESPACE',
    'METRICS_EMF_SECONDS',
    'PORT',
    'PUBLIC_URL',
    'TRUST_PROXY',
  ]);
  expect(problems).toContain('PORT: expected a port from 0 to 65535');
  expect(problems.join()).not.toMatch(/secret|70000|Frankfurt|everybody/);
});

test.each(['1e3', '80.5', '-1', '0x50', 'eighty'])('rejects PORT=%s', (text) => {
  expect(problemsOf({ PORT: text })).toHaveLength(1);
});

test('METRICS_PORT must differ from PORT', () => {
  expect(problemsOf({ PORT: '8080', METRICS_PORT: '8080' })).toEqual([
    'METRICS_PORT: expected a port from 1 to 65535 other than PORT',
  ]);
  expect(problemsOf({ PORT: '8080', METRICS_PORT: '8081' })).toEqual([]);
  expect(problemsOf({ PORT: '8080' })).toEqual([]);
});

describe('a public URL', () => {
  test.each(['https://a.example', 'http://localhost:3001', 'https://a.example/issuer'])(
    'can be %s',
    (url) => {
      expect(isPublicUrl(url)).toBe(true);
    },
  );

  test.each([
    'https://a.example/',
    'https://A.example',
    'https://user@a.example',
    'https://a.example?x',
    'https://a.example#x',
    'ftp://a.example',
    'a.example',
    '',
    7,
  ])('cannot be %s', (url) => {
    expect(isPublicUrl(url)).toBe(false);
  });
});
