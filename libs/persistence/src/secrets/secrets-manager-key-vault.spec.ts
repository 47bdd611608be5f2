import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importSigningKey } from '@zk-income/credential';
import type { KeyVaultError, KeyVersion } from '@zk-income/signing-keys';
import type { JWK } from 'jose';
import { generateJwk } from '../../../../scripts/generate-jwk.mjs';
import { findMoto, type Moto, startMoto } from '../../../../test/system/harness/moto.mjs';
import { SecretsManagerKeyVault } from './secrets-manager-key-vault.js';

const command = findMoto('the Secrets Manager specs');
const describeWithMoto = command === undefined ? describe.skip : describe;

async function makeKey(): Promise<JWK> {
  const jwk = generateJwk() as JWK;
  return { ...jwk, kid: (await importSigningKey(jwk)).kid };
}

const kids = (versions: readonly KeyVersion[]) =>
  Object.fromEntries(versions.map(({ stage, privateJwk }) => [stage, privateJwk.kid]));

describeWithMoto('SecretsManagerKeyVault', () => {
  let moto: Moto;
  let vault: SecretsManagerKeyVault;
  let secretId: string;
  const vaults: SecretsManagerKeyVault[] = [];

  const open = (endpoint = moto.endpoint) => {
    const opened = new SecretsManagerKeyVault({ secretId, endpoint });
    vaults.push(opened);
    return opened;
  };
  const client = () =>
    new SecretsManagerClient({
      endpoint: moto.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  /** The ids of the versions with a staging label. */
  const versionsWithLabel = async (label: string) => {
    const { Versions = [] } = await client().send(new ListSecretVersionIdsCommand({ SecretId: secretId }));
    return Versions.filter(({ VersionStages = [] }) => VersionStages.includes(label)).map((v) => v.VersionId);
  };

  beforeAll(async () => {
    moto = await startMoto(command!);
  });

  beforeEach(async () => {
    secretId = `zk-income/issuer/${crypto.randomUUID()}`;
    vault = open();
    await vault.create();
  });

  afterAll(async () => {
    for (const opened of vaults) opened.close();
    await moto.close();
  });

  test('reads no keys from a secret without a value', async () => {
    expect(await vault.read()).toEqual([]);
  });

  test('adds the first key as current and the second as next', async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    await vault.add(first);
    expect(kids(await vault.read())).toEqual({ current: first.kid });
    await vault.add(second);
    const versions = await vault.read();
    expect(kids(versions)).toEqual({ current: first.kid, next: second.kid });
    expect(versions.map(({ privateJwk }) => privateJwk)).toEqual(expect.arrayContaining([first, second]));
    for (const { createdAt } of versions) expect(Math.abs(createdAt! - Date.now() / 1000)).toBeLessThan(3600);
    expect(await versionsWithLabel('AWSPENDING')).toHaveLength(1);
  });

  test('moves keys through the staging labels and keeps replaced keys while they are published', async () => {
    const keys = [await makeKey(), await makeKey(), await makeKey()];
    await vault.add(keys[0]!);
    await vault.add(keys[1]!);
    await vault.promote(2_000_000_000);
    expect(kids(await vault.read())).toEqual({ current: keys[1]!.kid, previous: keys[0]!.kid });
    const { SecretString } = await client().send(
      new GetSecretValueCommand({ SecretId: secretId, VersionStage: 'AWSCURRENT' }),
    );
    expect(JSON.parse(SecretString!).kid).toBe(keys[1]!.kid);
    expect(await versionsWithLabel('AWSPENDING')).toEqual([]);

    await vault.add(keys[2]!);
    await vault.promote(2_000_000_100);
    const versions = await open().read();
    expect(kids(versions)).toEqual({
      current: keys[2]!.kid,
      previous: keys[1]!.kid,
      earlier: keys[0]!.kid,
    });
    expect(Object.fromEntries(versions.map(({ stage, publishedUntil }) => [stage, publishedUntil]))).toEqual({
      current: undefined,
      previous: 2_000_000_100,
      earlier: 2_000_000_000,
    });
  });

  test('can repeat a promotion after a crash between any two steps', async () => {
    for (const steps of [1, 2]) {
      secretId = `zk-income/issuer/${crypto.randomUUID()}`;
      const crashing = open();
      await crashing.create();
      const [first, second] = [await makeKey(), await makeKey()];
      await crashing.add(first);
      await crashing.add(second);
      const inner = (crashing as unknown as { client: SecretsManagerClient }).client;
      let done = 0;
      inner.middlewareStack.add(
        (next, context) => async (args) => {
          if (context.commandName === 'UpdateSecretVersionStageCommand' && ++done > steps) {
            throw Object.assign(new Error('crashed'), { name: 'Crash' });
          }
          return next(args);
        },
        { step: 'initialize', name: 'crash' },
      );
      await expect(crashing.promote(2_000_000_000)).rejects.toThrow();
      expect(Object.keys(kids(await open().read()))).toContain('current');
      await open().promote(2_000_000_000);
      expect(kids(await open().read())).toEqual({ current: second.kid, previous: first.kid });
    }
  });

  test('does not promote without a next key', async () => {
    const key = await makeKey();
    await vault.add(key);
    await vault.promote(2_000_000_000);
    expect(kids(await vault.read())).toEqual({ current: key.kid });
  });

  test('removes keys, except the current one', async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    await vault.add(first);
    await vault.add(second);
    await vault.promote(2_000_000_000);
    const idOf = async (stage: string) => (await vault.read()).find((version) => version.stage === stage)!.id;
    await vault.remove(await idOf('previous'));
    expect(kids(await vault.read())).toEqual({ current: second.kid });
    await expect(vault.remove(await idOf('current'))).rejects.toMatchObject({ code: 'keys_unusable' });
    await vault.remove(crypto.randomUUID());
    expect(kids(await open().read())).toEqual({ current: second.kid });
  });

  test('reads keys that another program rotated', async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    await vault.add(first);
    await client().send(
      new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(second) }),
    );
    expect(kids(await vault.read())).toEqual({ current: second.kid, previous: first.kid });
  });

  test('fetches each value once', async () => {
    await vault.add(await makeKey());
    await vault.read();
    const inner = (vault as unknown as { client: SecretsManagerClient }).client;
    const calls: (string | undefined)[] = [];
    inner.middlewareStack.add(
      (next, context) => async (args) => {
        calls.push(context.commandName);
        return next(args);
      },
      { step: 'initialize', name: 'count' },
    );
    await vault.read();
    await vault.read();
    expect(calls).toEqual(['ListSecretVersionIdsCommand', 'ListSecretVersionIdsCommand']);
  });

  test('reports a missing secret, a value that is not JSON, and an unreachable service', async () => {
    const problem = async (broken: SecretsManagerKeyVault) =>
      (await broken.read().then(
        () => undefined,
        (error: unknown) => error,
      )) as KeyVaultError;

    await client().send(new PutSecretValueCommand({ SecretId: secretId, SecretString: 'hunter2' }));
    expect((await problem(vault)).message).toMatch(/is corrupt: its version \S+ is not a JSON object/);
    expect((await problem(vault)).message).not.toContain('hunter2');

    secretId = 'missing';
    expect(await problem(open())).toMatchObject({ name: 'KeyVaultError', code: 'keys_unusable' });
    const missing = open() as unknown as { list: unknown; add(jwk: JWK): Promise<void> };
    missing.list = async () => [];
    await expect(missing.add(await makeKey())).rejects.toThrow(
      'Could not access the secret missing: the secret does not exist (PutSecretValue).',
    );
    expect((await problem(open('http://127.0.0.1:1'))).message).toContain('connection refused');
  });

  test('ignores unknown staging labels', async () => {
    await vault.add(await makeKey());
    const [id] = await versionsWithLabel('AWSCURRENT');
    await client().send(
      new UpdateSecretVersionStageCommand({ SecretId: secretId, VersionStage: 'mine', MoveToVersionId: id }),
    );
    expect((await vault.read()).map(({ stage, publishedUntil }) => ({ stage, publishedUntil }))).toEqual([
      { stage: 'current', publishedUntil: undefined },
    ]);
  });
});
