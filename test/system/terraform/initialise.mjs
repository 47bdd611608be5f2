// A working copy of terraform/, and init and validate of its folders.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../harness/processes.mjs';
import { copyTerraform } from './working-copy.mjs';

export const copy = copyTerraform();

const pluginCache = join(copy, 'plugins');
mkdirSync(pluginCache);

export const baseEnv = {
  // Every run loads the schema of the whole provider. Fewer garbage collections make that a quarter faster.
  GOGC: '400',
  ...process.env,
  // Providers of a mirror on this machine are linked anyway. `terraform init` replaces what the cache has of them, which a
  // test that runs meanwhile does not survive.
  ...(process.env.TF_CLI_CONFIG_FILE === undefined && { TF_PLUGIN_CACHE_DIR: pluginCache }),
  CHECKPOINT_DISABLE: '1',
};

/** Runs tasks one after the other: concurrent `terraform init` would corrupt the plugin cache. */
let lastInit = Promise.resolve();
const oneAtATime = (task) => {
  const result = lastInit.then(task);
  lastInit = result.catch(() => {});
  return result;
};

/** `terraform init` without a backend. */
export const initialise = (options) =>
  oneAtATime(() => runOrThrow('terraform', ['init', '-backend=false', '-input=false', '-no-color'], options));

/** Reports init and validate as a subtest. Returns whether they succeeded. */
export async function isValid(t, options) {
  let valid = false;
  await t.test('init and validate', async () => {
    await initialise(options);
    await runOrThrow('terraform', ['validate', '-no-color'], options);
    valid = true;
  });
  return valid;
}
