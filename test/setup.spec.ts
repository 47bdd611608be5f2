import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const script = (name: string) => pathToFileURL(join(root, 'scripts/setup', name)).href;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zk income ü #1 '));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, content: unknown) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
};
const remove = (file: string) => rmSync(join(folder, file), { recursive: true });

describe('the packages', () => {
  const other = process.platform === 'win32' ? 'linux' : 'win32';
  const native = (platform: string) => ({ version: '1.0.0', os: [platform], optional: true });
  const plain = { version: '1.0.0', integrity: 'sha512-a' };
  const dev = { version: '2.0.0', integrity: 'sha512-b', dev: true };
  const own = { resolved: 'libs/own', link: true };
  const all: Record<string, object> = {
    'libs/own': { version: '0.1.0' },
    'node_modules/plain': plain,
    'node_modules/plain/node_modules/dev': dev,
    'node_modules/native': native(process.platform),
    'node_modules/own': own,
  };

  const areInstalled = async () =>
    (
      (await import(script('packages.mjs'))) as { arePackagesInstalled: (folder: string) => boolean }
    ).arePackagesInstalled(folder);

  const record = (packages: object) => write('node_modules/.package-lock.json', { packages });

  beforeEach(() => {
    write('package-lock.json', {
      packages: { '': {}, ...all, 'node_modules/foreign': native(other) },
    });
    record(all);
    for (const [path, { version = '0.1.0' }] of Object.entries(all) as [string, { version?: string }][])
      write(join(path, 'package.json'), { version });
  });

  test('are complete, whatever the dates of the files', async () => {
    utimesSync(join(folder, 'node_modules/.package-lock.json'), 0, 0);
    expect(await areInstalled()).toBe(true);
  });

  const without = (...paths: string[]) =>
    Object.fromEntries(Object.entries(all).filter(([path]) => !paths.includes(path)));

  test.each<[string, () => void]>([
    ['node_modules is missing', () => remove('node_modules')],
    ['the installation was interrupted', () => remove('node_modules/.package-lock.json')],
    ['its record is cut off', () => write('node_modules/.package-lock.json', '{"packages":{"node_mod')],
    ['development packages were left out', () => record(without('node_modules/plain/node_modules/dev'))],
    ['optional packages were left out', () => record(without('node_modules/native'))],
    ['a package was deleted', () => remove('node_modules/plain/node_modules/dev')],
    ['a package was replaced', () => write('node_modules/plain/package.json', { version: '1.0.1' })],
    ['a package.json is cut off', () => write('node_modules/plain/package.json', '{"vers')],
    ['a workspace is not linked', () => remove('node_modules/own')],
    [
      'the lock file has another version',
      () => record({ ...all, 'node_modules/plain': { ...plain, version: '0.9.0' } }),
    ],
    [
      'the lock file has other content',
      () => record({ ...all, 'node_modules/plain': { ...plain, integrity: 'sha512-c' } }),
    ],
    [
      'they were installed on another platform',
      () => record({ ...without('node_modules/native'), 'node_modules/foreign': native(other) }),
    ],
  ])('are incomplete if %s', async (_, change) => {
    change();
    expect(await areInstalled()).toBe(false);
  });

  test('are installed with development and optional packages, whatever npm is configured to do', async () => {
    const { INSTALL_ARGUMENTS } = (await import(script('packages.mjs'))) as { INSTALL_ARGUMENTS: string[] };
    expect(INSTALL_ARGUMENTS).toEqual(
      expect.arrayContaining([
        'ci',
        '--include=dev',
        '--include=optional',
        '--ignore-scripts',
        '--no-global',
      ]),
    );
  });
});

describe('the build', () => {
  const isBuilt = async () =>
    ((await import(script('build-record.mjs'))) as { isBuilt: (root: string) => boolean }).isBuilt(folder);

  beforeEach(async () => {
    write('apps/issuer/src/main.ts', 'export {};');
    write('apps/issuer/src/main.spec.ts', 'test');
    write('libs/crypto/src/index.ts', 'export {};');
    write('package-lock.json', {});
    write('dist/apps/issuer/src/main.js', 'export {};');
    write('libs/crypto/dist/index.js', 'export {};');
    const { recordBuild } = (await import(script('build-record.mjs'))) as {
      recordBuild: (root: string) => void;
    };
    recordBuild(folder);
  });

  test('is up to date after it, whatever the dates, and in a copy of the folder', async () => {
    utimesSync(join(folder, 'apps/issuer/src/main.ts'), new Date(), new Date(Date.now() + 86_400_000));
    write('apps/issuer/src/main.spec.ts', 'another test');
    expect(await isBuilt()).toBe(true);
    cpSync(folder, `${folder}copy`, { recursive: true });
    rmSync(folder, { recursive: true });
    cpSync(`${folder}copy`, folder, { recursive: true });
    rmSync(`${folder}copy`, { recursive: true });
    expect(await isBuilt()).toBe(true);
  });

  test.each<[string, () => void]>([
    ['a source has changed', () => write('apps/issuer/src/main.ts', 'export const a = 1;')],
    ['a source is new', () => write('libs/crypto/src/new.ts', '')],
    ['a source was deleted', () => remove('libs/crypto/src/index.ts')],
    ['dependencies have changed', () => write('package-lock.json', { packages: {} })],
    ['output was deleted', () => remove('dist/apps/issuer')],
    ['output of a library was deleted', () => remove('libs/crypto/dist')],
    ['output was changed', () => write('dist/apps/issuer/src/main.js', 'export { ')],
    ['there is none', () => remove('dist')],
  ])('is out of date if %s', async (_, change) => {
    change();
    expect(await isBuilt()).toBe(false);
  });
});
