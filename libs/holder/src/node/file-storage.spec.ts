import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { emptyState } from '../index.js';
import { codeOf } from '../testing/index.js';
import { testStorage } from '../testing/storage-contract.js';
import { fileStorage } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'wallet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = () => join(folder, String(++files), 'wallet.json');

testStorage(async () => {
  const path = newPath();
  return { open: async () => fileStorage(path) };
});

const written = async () => {
  const path = newPath();
  await fileStorage(path).write(emptyState(), 0);
  return path;
};

describe('the file', () => {
  test('is for its owner only, and leaves nothing else behind', async () => {
    const path = await written();
    chmodSync(path, 0o644);
    await fileStorage(path).write(emptyState(), 1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o077).toBe(0);
    expect(readdirSync(join(path, '..'))).toEqual(['wallet.json']);
  });

  test.each([
    ['truncated', (text: string) => text.slice(0, -9)],
    ['empty', () => ''],
    ['of another kind', () => '{"format":"x"}'],
    ['without a state', (text: string) => text.replace('"version":1', '"version":2')],
  ])('that is %s is not used, and stays as it is', async (_, change) => {
    const path = await written();
    const text = change(readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    const storage = fileStorage(path);
    expect(await codeOf(storage.read())).toBe('storage_damaged');
    expect(await codeOf(storage.write(emptyState(), 1))).toBe('storage_damaged');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('is taken over from a process that died', async () => {
    const path = await written();
    const died = spawn(process.execPath, ['-e', '']);
    await once(died, 'exit');
    writeFileSync(`${path}.lock`, `${died.pid} its lock`);
    expect(await fileStorage(path).write(emptyState(), 1)).toBe(true);
    expect(readdirSync(join(path, '..'))).toEqual(['wallet.json']);
  });
});
