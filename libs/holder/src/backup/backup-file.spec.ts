import { describe, expect, test } from '@jest/globals';
import { WalletError } from '../wallet-error.js';
import { openBackup, sealBackup } from './backup-file.js';
import { createRecoveryCode } from './recovery-code.js';

const CODE = createRecoveryCode();
const CONTENT = { amounts: ['5400000'], name: 'Erika Mustermann' };

async function codeOf(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
    return 'done';
  } catch (error) {
    if (error instanceof WalletError) return error.code;
    throw error;
  }
}

/** A copy with one byte changed. */
function changedAt(file: Uint8Array, at: number): Uint8Array {
  const copy = file.slice();
  copy[at]! ^= 1;
  return copy;
}

describe('the file of a backup', () => {
  test('has its content for the one who has the code', async () => {
    const file = await sealBackup(CONTENT, CODE);
    expect(await openBackup(file, CODE.toLowerCase().replace(/-/g, ' '))).toEqual(CONTENT);
    expect(await codeOf(openBackup(file, createRecoveryCode()))).toBe('recovery_code_wrong');
    expect(await codeOf(openBackup(file, CODE.slice(1)))).toBe('recovery_code_malformed');
  });

  test('shows nothing of it, and not how long it is', async () => {
    const [file, other] = [await sealBackup(CONTENT, CODE), await sealBackup({}, CODE)];
    for (const secret of ['5400000', 'Erika', 'amounts', CODE])
      expect(Buffer.from(file).includes(secret)).toBe(false);
    expect(file.length).toBe(other.length);
    const large = await sealBackup({ text: 'x'.repeat(70_000) }, CODE);
    expect(large.length - file.length).toBe(65_536);
  });

  test('differs each time', async () => {
    const [one, other] = [await sealBackup(CONTENT, CODE), await sealBackup(CONTENT, CODE)];
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
  });

  test('is refused where a byte of it was changed', async () => {
    const file = await sealBackup(CONTENT, CODE);
    // Magic, version, iterations (far too many), iterations, salt, iv, ciphertext, tag.
    const codes: string[] = [];
    for (const at of [0, 8, 9, 12, 13, 29, 41, file.length - 1])
      codes.push(await codeOf(openBackup(changedAt(file, at), CODE)));
    expect(codes).toEqual([
      'backup_malformed',
      'backup_malformed',
      'backup_malformed',
      ...Array(5).fill('recovery_code_wrong'),
    ]);
  });

  test.each([
    new Uint8Array(),
    new Uint8Array(41),
    new Uint8Array(100_000),
    new TextEncoder().encode('ZKINCWAL\x01'),
  ])('is not one of %#', async (file) => {
    expect(await codeOf(openBackup(file, CODE))).toBe('backup_malformed');
  });

  test('does not let a file choose how cheap or expensive the key is', async () => {
    const file = await sealBackup(CONTENT, CODE);
    for (const iterations of [1, 99_999, 10_000_001, 2 ** 32 - 1]) {
      const copy = file.slice();
      new DataView(copy.buffer).setUint32(9, iterations);
      expect(await codeOf(openBackup(copy, CODE))).toBe('backup_malformed');
    }
  });
});
