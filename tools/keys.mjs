// `npm run keys -- list|rotate|retire`: looks after the signing keys of a service, wherever its configuration
// says that they are. Prints what there is and what was done, and no private part.
import { KeyVaultError } from '../dist/libs/credential/src/index.js';
import { SecretsManagerKeyVault } from '../dist/libs/persistence/src/index.js';
import {
  FileKeyVault,
  keyVault,
  loadConfig,
  parseKeyCommand,
  runKeyCommand,
  StatefulServiceConfig,
} from '../dist/libs/service-kit/src/index.js';

/** The vault of the configuration, or a copy of it in a file. */
async function openVault({ service, action, output, create, dryRun }, config) {
  const vault = keyVault(service, config, (secret) => new SecretsManagerKeyVault(secret));
  if (create && !dryRun && vault instanceof SecretsManagerKeyVault) await vault.create();
  if (output === undefined) return vault;
  const copy = new FileKeyVault(output);
  if (action !== 'list' && (await copy.read()).length === 0) await copy.replace(await vault.read());
  return copy;
}

try {
  const command = parseKeyCommand(process.argv.slice(2), ['issuer', 'verifier']);
  const vault = await openVault(command, loadConfig(StatefulServiceConfig));
  for (const line of await runKeyCommand(command, vault)) console.log(line);
} catch (error) {
  if (!(error instanceof KeyVaultError) && error.name !== 'ConfigError') throw error;
  console.error(error.message);
  process.exitCode = 1;
}
