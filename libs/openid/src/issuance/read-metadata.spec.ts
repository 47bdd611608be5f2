import { describe, expect, test } from '@jest/globals';
import { MAX_HOLDER_KEYS, VCT } from '@zk-income/credential';
import { makeKey } from '@zk-income/credential/testing';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { authorizationServerMetadata, credentialIssuerMetadata } from './metadata.js';
import { proofAlgorithm, readIssuerMetadata, readTokenEndpoint } from './read-metadata.js';
import type { ReceivedOffer } from './read-offer.js';

const issuer = 'https://issuer.example/tenant';
const METADATA = credentialIssuerMetadata({ issuer, signingAlgorithms: ['ES256'] });
const SERVER = authorizationServerMetadata(issuer);
const OFFER: ReceivedOffer = {
  issuer,
  configurationIds: ['other', 'zk-income-2'],
  preAuthorizedCode: 'code',
};

const reading = (changes: object, offer: Partial<ReceivedOffer> = {}) =>
  outcome(() => readIssuerMetadata({ ...METADATA, ...changes }, { ...OFFER, ...offer }));
const readingServer = (changes: object) =>
  outcome(() => readTokenEndpoint({ ...SERVER, ...changes }, issuer));

test('12.2.4: metadata are read, and unknown parameters are ignored', () => {
  expect(readIssuerMetadata({ ...METADATA, other: 1 }, OFFER)).toEqual({
    configurationId: 'zk-income-2',
    authorizationServer: issuer,
    credentialEndpoint: `${issuer}/openid/credential`,
    nonceEndpoint: `${issuer}/openid/nonce`,
    notificationEndpoint: `${issuer}/openid/notification`,
    batchSize: MAX_HOLDER_KEYS,
    proofAlgorithms: ['ES256', 'EdDSA', 'Ed25519'],
  });
  const { nonce_endpoint, notification_endpoint, batch_credential_issuance, ...required } = METADATA;
  expect(readIssuerMetadata(required, OFFER)).toEqual({
    configurationId: 'zk-income-2',
    authorizationServer: issuer,
    credentialEndpoint: `${issuer}/openid/credential`,
    batchSize: 1,
    proofAlgorithms: ['ES256', 'EdDSA', 'Ed25519'],
  });
});

describe('12.2.4: metadata of another issuer identifier are not used', () => {
  test.each([
    'https://issuer.example',
    `${issuer}/`,
    'https://ISSUER.example/tenant',
    null,
    undefined,
    [issuer],
  ])('%j', (credential_issuer) => expect(reading({ credential_issuer })).toBe('invalid_issuer_metadata'));
});

describe('12.2.4: endpoints are https URLs', () => {
  for (const member of ['credential_endpoint', 'nonce_endpoint', 'notification_endpoint'])
    test.each(['http://issuer.example/x', 'javascript:1', '/openid/token', '', null])(
      `${member}: not %j`,
      (url) => {
        expect(reading({ [member]: url })).toBe('invalid_issuer_metadata');
      },
    );
  test('the credential endpoint is required', () => {
    expect(reading({ credential_endpoint: undefined })).toBe('invalid_issuer_metadata');
  });
});

test('ADR 0065: no code and no token goes to another origin than that of the issuer', () => {
  for (const member of ['credential_endpoint', 'nonce_endpoint', 'notification_endpoint'])
    expect(reading({ [member]: 'https://other.example/x' })).toBe('unsupported_issuer');
  expect(reading({ authorization_servers: ['https://other.example'] })).toBe('unsupported_issuer');
  expect(readingServer({ token_endpoint: 'https://issuer.example:8443/token' })).toBe('unsupported_issuer');
});

describe('12.2.4: the authorization server is one that the metadata list', () => {
  const other = 'https://issuer.example/as';
  test('the suggested one, or the first', () => {
    const metadata = { ...METADATA, authorization_servers: [other, issuer] };
    expect(readIssuerMetadata(metadata, OFFER).authorizationServer).toBe(other);
    const offer = { ...OFFER, authorizationServer: issuer };
    expect(readIssuerMetadata(metadata, offer).authorizationServer).toBe(issuer);
  });
  test('an offer that suggests another one is refused', () => {
    const authorizationServer = 'https://issuer.example/other';
    expect(reading({}, { authorizationServer })).toBe('invalid_issuer_metadata');
    expect(reading({ authorization_servers: [other] }, { authorizationServer })).toBe(
      'invalid_issuer_metadata',
    );
  });
  test.each([[[]], ['https://issuer.example'], [['x']], [[null]]])('not %j', (authorization_servers) => {
    expect(reading({ authorization_servers })).toBe('invalid_issuer_metadata');
  });
});

describe('an offer of something else than an income credential is not supported', () => {
  const id = 'zk-income-2';
  const configuration = METADATA.credential_configurations_supported[id];
  const withConfiguration = (changes: object) =>
    reading({ credential_configurations_supported: { [id]: { ...configuration, ...changes } } });

  test.each([
    { format: 'mso_mdoc' },
    { vct: 'urn:other' },
    { vct: [VCT] },
    { proof_types_supported: undefined },
  ])('%j', (changes) => expect(withConfiguration(changes)).toBe('unsupported_issuer'));
  test('nor one that the metadata do not have', () => {
    expect(reading({}, { configurationIds: ['constructor'] })).toBe('unsupported_issuer');
  });
  test('nor one with a key attestation', () => {
    const jwt = { proof_signing_alg_values_supported: ['ES256'], key_attestations_required: {} };
    expect(withConfiguration({ proof_types_supported: { jwt } })).toBe('unsupported_issuer');
  });
});

test('10: an issuer that requires encryption is not supported', () => {
  for (const member of ['credential_request_encryption', 'credential_response_encryption']) {
    expect(reading({ [member]: { encryption_required: true } })).toBe('unsupported_issuer');
    expect(reading({ [member]: { encryption_required: false } })).toBe('accepted');
  }
});

test('12.2.4: batch_size is 2 or greater', () => {
  expect(reading({ batch_credential_issuance: { batch_size: 2 } })).toBe('accepted');
  for (const batch_size of [1, 0, 2.5, '10', null])
    expect(reading({ batch_credential_issuance: { batch_size } })).toBe('invalid_issuer_metadata');
  const metadata = { ...METADATA, batch_credential_issuance: { batch_size: 1_000 } };
  expect(readIssuerMetadata(metadata, OFFER).batchSize).toBe(MAX_HOLDER_KEYS);
});

test('F.1: a key proof has an alg that the issuer advertises', async () => {
  const [p256, ed25519] = [(await makeKey('ES256')).publicJwk, (await makeKey('EdDSA')).publicJwk];
  const endpoints = readIssuerMetadata(METADATA, OFFER);
  expect([proofAlgorithm(p256, endpoints), proofAlgorithm(ed25519, endpoints)]).toEqual(['ES256', 'EdDSA']);
  expect(proofAlgorithm(ed25519, { ...endpoints, proofAlgorithms: ['Ed25519'] })).toBe('Ed25519');
  expect(outcome(() => proofAlgorithm(ed25519, { ...endpoints, proofAlgorithms: ['ES256'] }))).toBe(
    'unsupported_issuer',
  );
});

describe('RFC 8414, 3.3: metadata of another authorization server are not used', () => {
  test('the token endpoint of this one is', () => {
    expect(readTokenEndpoint(SERVER, issuer)).toBe(`${issuer}/openid/token`);
  });
  test.each(['https://issuer.example', `${issuer}/`, null, undefined])('%j', (other) => {
    expect(readingServer({ issuer: other })).toBe('invalid_issuer_metadata');
  });
  test('nor one without an https token endpoint', () => {
    for (const token_endpoint of ['http://issuer.example/t', undefined, null])
      expect(readingServer({ token_endpoint })).toBe('invalid_issuer_metadata');
  });
});

test('12.3: a wallet without a client_id uses a server that says that it needs none', () => {
  for (const value of [false, undefined, 'true'])
    expect(readingServer({ 'pre-authorized_grant_anonymous_access_supported': value })).toBe(
      'unsupported_issuer',
    );
  const { grant_types_supported: _, ...withoutGrants } = SERVER;
  expect(outcome(() => readTokenEndpoint(withoutGrants, issuer))).toBe('unsupported_issuer');
  expect(readingServer({ grant_types_supported: ['authorization_code'] })).toBe('unsupported_issuer');
  expect(readingServer({ grant_types_supported: 'all' })).toBe('invalid_issuer_metadata');
});

test('any JSON is read or refused', () => {
  const codes = ['accepted', 'invalid_issuer_metadata', 'unsupported_issuer'];
  const changes = fc.dictionary(
    fc.constantFrom(...Object.keys(METADATA), ...Object.keys(SERVER)),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(changes, (json) => {
      expect(codes).toContain(reading(json));
      expect(codes).toContain(readingServer(json));
    }),
  );
});
