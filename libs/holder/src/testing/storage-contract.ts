import { describe, expect, test } from '@jest/globals';
import type { WalletState, WalletStorage } from '../index.js';

export interface StorageUnderTest {
  /** Opens the same storage as another tab or process does. */
  open(): Promise<WalletStorage>;
}

const withExtension = (state: WalletState, name: string): WalletState => ({
  ...state,
  extensions: { ...state.extensions, [name]: true },
});

/** What every storage does. */
export function testStorage(make: () => Promise<StorageUnderTest>): void {
  describe('the state', () => {
    test('is empty, then what was written last', async () => {
      const { open } = await make();
      const storage = await open();
      const first = await storage.read();
      expect(first).toMatchObject({ revision: 0, state: { version: 1, credentials: [] } });
      expect(await storage.write(withExtension(first.state, 'one'), 0)).toBe(true);
      const second = await (await open()).read();
      expect(second).toMatchObject({ revision: 1, state: { extensions: { one: true } } });
    });

    test('is written by the first of two', async () => {
      const { open } = await make();
      const [one, other] = [await open(), await open()];
      const { state } = await one.read();
      const results = await Promise.all([
        one.write(withExtension(state, 'one'), 0),
        other.write(withExtension(state, 'other'), 0),
      ]);
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await one.read()).revision).toBe(1);
      expect(Object.keys((await other.read()).state.extensions)).toHaveLength(1);
    });

    test('loses no change of many writers', async () => {
      const { open } = await make();
      const names = Array.from({ length: 8 }, (_, i) => `writer-${i}`);
      await Promise.all(
        names.map(async (name) => {
          const storage = await open();
          for (;;) {
            const { revision, state } = await storage.read();
            if (await storage.write(withExtension(state, name), revision)) return;
          }
        }),
      );
      const { revision, state } = await (await open()).read();
      expect(revision).toBe(names.length);
      expect(Object.keys(state.extensions).sort()).toEqual(names);
    });
  });

  describe('keys', () => {
    test('sign as long as they are there', async () => {
      const { open } = await make();
      const [made, other] = await (await open()).keys.create(2);
      const { keys } = await open();
      const found = (await keys.get(made!.id))!;
      expect(found.publicJwk).toEqual(made!.publicJwk);
      const key = await crypto.subtle.importKey(
        'jwk',
        { ...found.publicJwk } as JsonWebKey,
        { name: 'ECDSA', namedCurve: 'P-256' },
        false,
        ['verify'],
      );
      const signature = Buffer.from(await found.sign('text'), 'base64url');
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
      expect(await crypto.subtle.verify(algorithm, key, signature, Buffer.from('text'))).toBe(true);
      await keys.remove([made!.id]);
      expect(await keys.get(made!.id)).toBeUndefined();
      expect(await keys.get(other!.id)).toBeDefined();
      expect(await keys.get('unknown')).toBeUndefined();
    });

    test('are shown to a wrapper once, and restored from what it kept', async () => {
      const { open } = await make();
      const seen: Uint8Array[] = [];
      const wrap = async (key: CryptoKey) => {
        seen.push(new Uint8Array(await crypto.subtle.exportKey('pkcs8', key)));
        return `wrapped ${seen.length}`;
      };
      const { keys } = await open();
      const [key] = await keys.create(1, { wrap });
      expect((await keys.get(key!.id))?.wrapped).toBe('wrapped 1');
      await keys.remove([key!.id]);
      const restored = await keys.restore(seen[0]!, key!.publicJwk, key!.wrapped);
      expect(restored.id).toBe(key!.id);
      expect((await (await open()).keys.get(key!.id))?.wrapped).toBe('wrapped 1');
    });

    test('have secrets beside them', async () => {
      const { open } = await make();
      const { keys } = await open();
      expect(await keys.secret('state')).toBeUndefined();
      await keys.setSecret('state', new Uint8Array(32).fill(7));
      const secret = (await (await open()).keys.secret('state'))!;
      expect(secret.extractable).toBe(false);
      expect(secret.algorithm).toEqual({ name: 'AES-GCM', length: 256 });
      expect(await (await open()).read()).toMatchObject({ revision: 0 });
    });
  });
}
