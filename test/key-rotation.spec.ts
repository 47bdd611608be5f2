import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SecretsManagerKeyVault } from '@zk-income/persistence';
import { rotateIfDue } from '@zk-income/signing-keys';
import { findMoto, type Moto, startMoto } from './system/harness/moto.mjs';

const DAY = 86_400;

const command = findMoto('the rotation of keys in Secrets Manager');
const describeWithMoto = command === undefined ? describe.skip : describe;

describeWithMoto('the rotation of keys in AWS Secrets Manager', () => {
  let moto: Moto;
  let vault: SecretsManagerKeyVault;

  beforeAll(async () => {
    moto = await startMoto(command);
    vault = new SecretsManagerKeyVault({ secretId: 'zk-income/rotation', endpoint: moto.endpoint });
    await vault.create();
  });

  afterAll(async () => {
    vault?.close();
    await moto?.close();
  });

  /** The time of the rotations. Secrets Manager itself uses the present time for the creation of keys. */
  let start = Date.now();
  const rotateAfter = (seconds: number) =>
    rotateIfDue(vault, { afterDays: 90, keepDays: 367 }, { now: () => start + seconds * 1000 });
  const kids = async () =>
    Object.fromEntries((await vault.read()).map(({ stage, privateJwk }) => [stage, privateJwk.kid]));

  test('creates the first key, publishes and promotes the next one, and removes the replaced one', async () => {
    await rotateAfter(0);
    start = Date.now();
    const { current: first, ...others } = await kids();
    expect(others).toEqual({});
    await rotateAfter(89 * DAY);
    expect(await kids()).toEqual({ current: first });
    // A minute more, because the server may round the time of creation up.
    await rotateAfter(90 * DAY + 60);
    const { next: second } = await kids();
    expect(second).toBeDefined();
    expect(await kids()).toEqual({ current: first, next: second });
    // A second run within a minute changes nothing.
    await rotateAfter(60);
    expect(await kids()).toEqual({ current: first, next: second });
    await rotateAfter(DAY);
    expect(await kids()).toEqual({ current: second, previous: first });
    await rotateAfter(DAY + 367 * DAY - 60);
    expect((await kids()).previous).toBe(first);
    await rotateAfter(DAY + 367 * DAY + 60);
    expect(Object.values(await kids())).not.toContain(first);
    expect((await kids()).current).toBeDefined();
  });

  test('fails if the secret does not exist', async () => {
    const missing = new SecretsManagerKeyVault({ secretId: 'missing', endpoint: moto.endpoint });
    const options = { afterDays: 90, keepDays: 367 };
    await expect(rotateIfDue(missing, options)).rejects.toMatchObject({ name: 'KeyVaultError' });
    missing.close();
  });
});
