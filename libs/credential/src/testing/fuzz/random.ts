import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64url } from '../../encoding/base64url.js';
import { utf8 } from '../../encoding/text.js';

/** A generator of pseudorandom choices (sfc32), the same for the same seed. */
export class Random {
  private readonly state: Uint32Array;

  constructor(seed: string) {
    const digest = sha256(utf8(seed));
    this.state = new Uint32Array(digest.buffer.slice(digest.byteOffset, digest.byteOffset + 16));
    for (let i = 0; i < 12; i++) this.word();
  }

  word(): number {
    const s = this.state;
    const t = (s[0]! + s[1]! + s[3]!) >>> 0;
    s[3] = s[3]! + 1;
    s[0] = s[1]! ^ (s[1]! >>> 9);
    s[1] = s[2]! + (s[2]! << 3);
    s[2] = ((s[2]! << 21) | (s[2]! >>> 11)) + t;
    return t;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return this.word() % bound;
  }

  /** An element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.word() & 255);
  }

  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  }
}

/**
 * Makes this process deterministic: keys, blindings, salts and signatures depend on the seed only, so that a run can be
 * repeated to the last bit. For the fuzzer's own process, which has no real secrets.
 */
export function makeDeterministic(seed: string): void {
  const random = new Random(`platform ${seed}`);
  const { subtle } = crypto;
  const [importKey, sign] = [subtle.importKey.bind(subtle), subtle.sign.bind(subtle)];
  const secretScalars = new WeakMap<CryptoKey, Uint8Array>();

  crypto.getRandomValues = ((array: ArrayBufferView) => {
    const view = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
    view.set(random.bytes(view.length));
    return array;
  }) as typeof crypto.getRandomValues;

  Object.assign(subtle, {
    importKey: async (...[format, data, ...rest]: Parameters<typeof importKey>) => {
      const key = await importKey(format, data as never, ...(rest as [never, never, never]));
      const { d, crv } = data as JsonWebKey;
      if (d !== undefined && crv === 'P-256') secretScalars.set(key, Buffer.from(d, 'base64url'));
      return key;
    },
    generateKey: async (algorithm: { name: string }) => {
      const jwk = algorithm.name === 'ECDSA' ? p256Jwk(random.bytes(48)) : ed25519Jwk(random.bytes(32));
      const { d: _, ...publicJwk } = jwk;
      const parameters = algorithm as EcKeyImportParams;
      return {
        privateKey: await subtle.importKey('jwk', jwk, parameters, true, ['sign']),
        publicKey: await subtle.importKey('jwk', publicJwk, parameters, true, ['verify']),
      };
    },
    sign: async (...[algorithm, key, data]: Parameters<typeof sign>) => {
      const scalar = secretScalars.get(key);
      if (scalar === undefined) return sign(algorithm, key, data);
      // RFC 6979: deterministic, unlike the platform's.
      const signature = p256.sign(new Uint8Array(data as ArrayBuffer), scalar, { lowS: false });
      return signature.buffer.slice(signature.byteOffset, signature.byteOffset + signature.byteLength);
    },
  });
}

function p256Jwk(seed: Uint8Array): JsonWebKey {
  const { secretKey } = p256.keygen(seed);
  const point = p256.getPublicKey(secretKey, false);
  return {
    kty: 'EC',
    crv: 'P-256',
    x: encodeBase64url(point.subarray(1, 33)),
    y: encodeBase64url(point.subarray(33)),
    d: encodeBase64url(secretKey),
  };
}

function ed25519Jwk(seed: Uint8Array): JsonWebKey {
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: encodeBase64url(ed25519.getPublicKey(seed)),
    d: encodeBase64url(seed),
  };
}
