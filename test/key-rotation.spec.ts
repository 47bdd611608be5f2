import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SecretsManagerKeyVault } from '@zk-income/persistence';
import { rotateIfDue } from '@zk-income/signing-keys';
import { findMoto, type Moto, startMoto } from './system/harness/moto.mjs';

jest.setTimeout(120_000);

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

  /** One run so many seconds from now; the secret itself knows the present alone. */
  const run = (seconds: number) =>
    rotateIfDue(vault, { afterDays: 90, keepDays: 367 }, { now: () => Date.now() + seconds * 1000 });
  const kids = async () =>
    Object.fromEntries((await vault.read()).map(({ stage, privateJwk }) => [stage, privateJwk.kid]));

  test('goes from an empty secret through a first, a next and a replaced key to a forgotten one', async () => {
    await run(0);
    const { current: first, ...none } = await kids();
    expect(none).toEqual({});
    await run(89 * DAY);
    expect(await kids()).toEqual({ current: first });
    await run(90 * DAY);
    const { next: second } = await kids();
    expect(await kids()).toEqual({ current: first, next: second });
    // Called twice within a minute.
    await run(60);
    expect(await kids()).toEqual({ current: first, next: second });
    await run(DAY);
    expect(await kids()).toEqual({ current: second, previous: first });
    await run(DAY + 367 * DAY - 60);
    expect((await kids()).previous).toBe(first);
    await run(DAY + 367 * DAY + 60);
    expect(Object.values(await kids())).not.toContain(first);
    expect((await kids()).current).toBeDefined();
  });

  test('is an error where the secret is not there', async () => {
    const missing = new SecretsManagerKeyVault({ secretId: 'nowhere', endpoint: moto.endpoint });
    const options = { afterDays: 90, keepDays: 367 };
    await expect(rotateIfDue(missing, options)).rejects.toMatchObject({ name: 'KeyVaultError' });
    missing.close();
  });
});
