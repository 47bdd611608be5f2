import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { signWebhook } from './sign-webhook.js';
import { publicKeyText, secretText, WebhookKeys } from './webhook-keys.js';

const [OLD, NEW] = ['a'.repeat(43), 'b'.repeat(128)] as const;
const body = '{"type":"request.verified","data":{"id":"ä"}}';

const secretsOf = (keys: readonly string[], endpoint = 'endpoint', name = 'first') => {
  const all = new WebhookKeys(keys);
  return all.secretsOf(endpoint, { name, keyId: all.currentId })!;
};

/** Verifies a signature `v1a` by the text of a public key, as a receiver does. */
function isSignedBy(publicKey: string, headers: ReturnType<typeof signWebhook>, text: string): boolean {
  const raw = Buffer.from(publicKey.slice('whpk_'.length), 'base64');
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`);
  return headers['webhook-signature']
    .split(' ')
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) => verify(null, signed, key, Buffer.from(signature.slice(4), 'base64')));
}

describe('signatures', () => {
  const timestamp = Math.floor(Date.now() / 1000);

  test('are verified by the library of Standard Webhooks, with each of the secrets', () => {
    const secrets = [secretsOf([NEW]), secretsOf([OLD])];
    const headers = signWebhook({ id: 'msg_1', timestamp, body }, secrets);
    for (const secret of secrets)
      expect(new Webhook(secretText(secret)).verify(body, { ...headers })).toEqual(JSON.parse(body));
    const other = new Webhook(secretText(secretsOf([OLD], 'another')));
    expect(() => other.verify(body, { ...headers })).toThrow('No matching signature');
    expect(() => new Webhook(secretText(secrets[0]!)).verify(`${body} `, { ...headers })).toThrow();
    expect(() =>
      new Webhook(secretText(secrets[0]!)).verify(body, { ...headers, 'webhook-id': 'msg_2' }),
    ).toThrow();
  });

  test('are verified by the public keys', () => {
    const secrets = [secretsOf([NEW]), secretsOf([OLD])];
    const headers = signWebhook({ id: 'msg_1', timestamp, body }, secrets);
    for (const secret of secrets) expect(isSignedBy(publicKeyText(secret), headers, body)).toBe(true);
    expect(isSignedBy(publicKeyText(secrets[0]!), headers, `${body} `)).toBe(false);
    expect(isSignedBy(publicKeyText(secretsOf([OLD], 'another')), headers, body)).toBe(false);
  });

  test('have the form of the standard', () => {
    const headers = signWebhook({ id: 'msg_1', timestamp, body }, [secretsOf([NEW]), secretsOf([OLD])]);
    expect(headers['webhook-signature']).toMatch(
      /^(v1,[A-Za-z0-9+/]{43}= ){2}v1a,[A-Za-z0-9+/]{86}== v1a,[A-Za-z0-9+/]{86}==$/,
    );
  });
});

describe('the keys of webhooks', () => {
  test('give each endpoint and each generation secrets of its own, and the same every time', () => {
    const texts = [
      secretsOf([OLD]),
      secretsOf([NEW]),
      secretsOf([OLD], 'another'),
      secretsOf([OLD], 'endpoint', 'second'),
      // Not the same as the endpoint "endpoint" with the generation "first".
      secretsOf([OLD], 'endpoin', 'tfirst'),
    ].flatMap((secrets) => [secretText(secrets), publicKeyText(secrets)]);
    expect(new Set(texts).size).toBe(10);
    expect(secretText(secretsOf([OLD]))).toBe(secretText(secretsOf([OLD])));
    for (const text of texts) expect(text).toMatch(/^(whsec|whpk)_[A-Za-z0-9+/]{43}=$/);
  });

  test('are found by their id as long as the service has them', () => {
    const generation = { name: 'first', keyId: new WebhookKeys([OLD]).currentId };
    const both = new WebhookKeys([NEW, OLD]);
    expect(both.currentId).not.toBe(generation.keyId);
    expect(secretText(both.secretsOf('endpoint', generation)!)).toBe(secretText(secretsOf([OLD])));
    expect(new WebhookKeys([NEW]).secretsOf('endpoint', generation)).toBeUndefined();
  });

  test.each([[[]], [['short']], [[OLD, 'short']], [['x'.repeat(129)]], [[`${'x'.repeat(43)}!`]]])(
    'cannot be %p',
    (keys) => {
      expect(() => new WebhookKeys(keys)).toThrow('expected 43 to 128 characters');
    },
  );
});
