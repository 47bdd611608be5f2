import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { outcome } from '../testing/outcome.js';
import { hashClientId, parseClientId, sanDnsClientId } from './client-id.js';

test('5.9.3: x509_san_dns is the prefix of a DNS name', () => {
  expect(sanDnsClientId('client.example.org')).toBe('x509_san_dns:client.example.org');
  for (const name of [
    '',
    '*.example.org',
    'Client.example.org',
    'a..b',
    '-a.example',
    'https://a',
    'a:1',
    'a b',
  ])
    expect(() => sanDnsClientId(name)).toThrow(TypeError);
});

test('5.9.3: x509_hash is the prefix of the SHA-256 of the DER of the leaf', () => {
  const der = Buffer.from('not really a certificate, but bytes');
  expect(hashClientId(der.toString('base64'))).toBe(
    `x509_hash:${createHash('sha256').update(der).digest('base64url')}`,
  );
});

test('5.9.1: the prefix ends at the first colon', () => {
  expect(parseClientId('redirect_uri:https://client.example.org:8443/cb')).toEqual({
    prefix: 'redirect_uri',
    value: 'https://client.example.org:8443/cb',
  });
  expect(parseClientId('x509_san_dns:client.example.org')).toEqual({
    prefix: 'x509_san_dns',
    value: 'client.example.org',
  });
  const hash = 'Uvo3HtuIxuhC92rShpgqcT3YXwrqRxWEviRiA0OZszk';
  expect(parseClientId(`x509_hash:${hash}`)).toEqual({ prefix: 'x509_hash', value: hash });
});

test.each([
  'example-client',
  '',
  ':',
  'x509_san_dns',
  'x509_san_dns:',
  'x509_san_dns:a:b',
  'x509_san_dns:https://client.example.org',
  'X509_SAN_DNS:client.example.org',
  'x509_hash:abc',
  'redirect_uri:',
  'redirect_uri:client',
  'origin:https://verifier.example.com',
  'web-origin:https://verifier.example.com',
  'https://client.example.org',
  'did:example:123',
  'decentralized_identifier:did:example:123',
  'openid_federation:https://federation-verifier.example.com',
  'verifier_attestation:verifier.example',
  'constructor:a',
])('5.9.3, 8.5: the identifier %j is refused', (clientId) => {
  expect(outcome(() => parseClientId(clientId))).toBe('invalid_request');
});
