import { describe, expect, test } from '@jest/globals';
import { MAX_HOLDER_KEYS, VCT } from '@zk-income/credential';
import { authorizationServerMetadata, credentialIssuerMetadata } from './metadata.js';
import { CREDENTIAL_CONFIGURATION_ID } from './names.js';

const issuer = 'https://issuer.example/tenant';
const metadata = credentialIssuerMetadata({ issuer, signingAlgorithms: ['ES256'], name: 'Payroll bureau' });
const configuration = metadata.credential_configurations_supported[CREDENTIAL_CONFIGURATION_ID];

test('12.2.4: credential_issuer is identical to the issuer identifier', () => {
  expect(metadata.credential_issuer).toBe(issuer);
  expect(
    credentialIssuerMetadata({ issuer: 'https://issuer.example/', signingAlgorithms: [] }),
  ).toMatchObject({
    credential_issuer: 'https://issuer.example/',
    credential_endpoint: 'https://issuer.example/openid/credential',
  });
});

test('12.2.4: all endpoints are https URLs below the issuer', () => {
  expect(metadata).toMatchObject({
    credential_endpoint: `${issuer}/openid/credential`,
    nonce_endpoint: `${issuer}/openid/nonce`,
    notification_endpoint: `${issuer}/openid/notification`,
  });
  expect(authorizationServerMetadata(issuer).token_endpoint).toBe(`${issuer}/openid/token`);
});

describe('12.2.1: an issuer identifier is an https URL without query and fragment', () => {
  test.each(['http://issuer.example', 'https://issuer.example?a', 'https://issuer.example/#', 'issuer', ''])(
    'not %p',
    (identifier) => {
      expect(() => credentialIssuerMetadata({ issuer: identifier, signingAlgorithms: ['ES256'] })).toThrow(
        TypeError,
      );
      expect(() => authorizationServerMetadata(identifier)).toThrow(TypeError);
    },
  );

  test('on this machine, also without TLS', () => {
    expect(authorizationServerMetadata('http://localhost:3001').issuer).toBe('http://localhost:3001');
  });
});

test('12.2.4: the batch size is the number of holder keys, and absent below 2', () => {
  expect(metadata.batch_credential_issuance).toEqual({ batch_size: MAX_HOLDER_KEYS });
  const single = credentialIssuerMetadata({ issuer, signingAlgorithms: ['ES256'], batchSize: 1 });
  expect(single).not.toHaveProperty('batch_credential_issuance');
});

test('12.2.4: key binding and the proof types that it requires are both named', () => {
  expect(configuration).toMatchObject({
    format: 'dc+sd-jwt',
    vct: VCT,
    credential_signing_alg_values_supported: ['ES256'],
    cryptographic_binding_methods_supported: ['jwk'],
    proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256', 'EdDSA', 'Ed25519'] } },
  });
  expect(configuration.proof_types_supported.jwt).not.toHaveProperty('key_attestations_required');
});

test('12.2.4: one display object for each language', () => {
  expect(configuration.credential_metadata.display.map(({ locale, name }) => [locale, name])).toEqual([
    ['en', 'Income credential'],
    ['de', 'Einkommensnachweis'],
  ]);
  expect(metadata.display).toEqual([{ name: 'Payroll bureau' }]);
  expect(credentialIssuerMetadata({ issuer, signingAlgorithms: ['ES256'] })).not.toHaveProperty('display');
});

test('B.2: claims are described once each, by a path that is not empty', () => {
  const paths = configuration.credential_metadata.claims.map(({ path }) => path.join('/'));
  expect(paths).toEqual(expect.arrayContaining(['given_name', 'source_id', 'currency', 'period/start']));
  expect(new Set(paths).size).toBe(paths.length);
  for (const { display } of configuration.credential_metadata.claims)
    expect(display.map(({ locale }) => locale)).toEqual(['en', 'de']);
});

test('12.2.4: stock wallets are told of no opening', () => {
  expect(JSON.stringify(metadata)).not.toMatch(/opening|income"|blinding/);
});

test('12.3: wallets need no client_id', () => {
  expect(authorizationServerMetadata(issuer)).toEqual({
    issuer,
    token_endpoint: `${issuer}/openid/token`,
    grant_types_supported: ['urn:ietf:params:oauth:grant-type:pre-authorized_code'],
    token_endpoint_auth_methods_supported: ['none'],
    'pre-authorized_grant_anonymous_access_supported': true,
  });
});
