// The keys of a wallet in memory, as a key management service of credo-ts: P-256 keys that sign, and that agree on the key
// of a JWE (RFC 7518, section 4.6.2). credo-ts has services in native code; the tests need none.
import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';

const IV_BYTES = 12;
const P1363 = { dsaEncoding: 'ieee-p1363' };

const keyOf = (create, jwk) => create({ key: jwk, format: 'jwk' });

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
const withLength = (bytes) => Buffer.concat([uint32(bytes.length), bytes]);

/** The Concat KDF of RFC 7518, section 4.6.2, for keys of at most 256 bits. */
function deriveKey(secret, algorithm, bits, { apu = [], apv = [] }) {
  const info = [algorithm, apu, apv].map((part) => withLength(Buffer.from(part)));
  const hash = createHash('sha256').update(Buffer.concat([uint32(1), secret, ...info, uint32(bits)]));
  return hash.digest().subarray(0, bits / 8);
}

export class MemoryKeyManagement {
  backend = 'memory';
  #privateJwks = new Map();

  isOperationSupported(_context, { operation, algorithm, type, encryption }) {
    switch (operation) {
      case 'createKey':
        return type.crv === 'P-256';
      case 'sign':
      case 'verify':
        return algorithm === 'ES256';
      case 'encrypt':
        return /^A(128|256)GCM$/.test(encryption.algorithm);
      default:
        return ['deleteKey', 'randomBytes'].includes(operation);
    }
  }

  async createKey() {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { format: 'jwk' },
      privateKeyEncoding: { format: 'jwk' },
    });
    const keyId = randomBytes(16).toString('base64url');
    this.#privateJwks.set(keyId, privateKey);
    return { keyId, publicJwk: await this.getPublicKey(undefined, keyId) };
  }

  async getPublicKey(_context, keyId) {
    const { d, ...publicJwk } = this.#privateJwks.get(keyId) ?? {};
    return d === undefined ? null : { ...publicJwk, kid: keyId };
  }

  async deleteKey(_context, { keyId }) {
    return this.#privateJwks.delete(keyId);
  }

  async sign(_context, { keyId, data }) {
    const key = keyOf(createPrivateKey, this.#privateJwks.get(keyId));
    return { signature: new Uint8Array(sign('sha256', data, { key, ...P1363 })) };
  }

  async verify(_context, { key: { publicJwk }, data, signature }) {
    const key = keyOf(createPublicKey, publicJwk);
    return verify('sha256', data, { key, ...P1363 }, signature)
      ? { verified: true, publicJwk }
      : { verified: false };
  }

  async encrypt(_context, { key: { keyAgreement }, data, encryption: { algorithm, aad } }) {
    const bits = Number(algorithm.slice(1, 4));
    const secret = diffieHellman({
      privateKey: keyOf(createPrivateKey, this.#privateJwks.get(keyAgreement.keyId)),
      publicKey: keyOf(createPublicKey, keyAgreement.externalPublicJwk),
    });
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(`aes-${bits}-gcm`, deriveKey(secret, algorithm, bits, keyAgreement), iv);
    const encrypted = Buffer.concat([cipher.setAAD(aad).update(data), cipher.final()]);
    return { encrypted, iv, tag: cipher.getAuthTag() };
  }

  randomBytes(_context, { length }) {
    return new Uint8Array(randomBytes(length));
  }
}
