import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../harness/teardown.mjs';
import { root } from './folders.mjs';

/**
 * Copies terraform/ into a temporary folder, because `terraform init` writes files beside the configuration.
 * @returns the folder, which contains `terraform`
 */
export function copyTerraform() {
  const folder = temporaryFolder('terraform');
  cpSync(join(root, 'terraform'), join(folder, 'terraform'), {
    recursive: true,
    filter: (path) => !/[/\\]\.terraform([/\\]|$|\.lock\.hcl$)|\.tfstate/.test(path),
  });
  return folder;
}
