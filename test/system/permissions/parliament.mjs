// Lints IAM policies with parliament, which knows the resources and conditions of every AWS action.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonCommand, pythonTool } from '../harness/python-tool.mjs';

export const PARLIAMENT = 'parliament==1.6.4';

/** Missing from parliament's data, but documented by AWS: denies the function's code what Lambda does on its behalf. */
const UNKNOWN_CONDITION = /Unknown condition lambda:SourceFunctionArn for action ec2:/;

/**
 * Findings in a set of policies, one line each.
 * @param policies by name
 */
export async function lintPolicies(policies) {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-policies-'));
  try {
    for (const [name, policy] of Object.entries(policies)) {
      writeFileSync(join(folder, `${name.replaceAll(/[^\w-]+/g, '.')}.json`), JSON.stringify(policy));
    }
    // Below MEDIUM, parliament suggests narrower resources than *. The READMEs explain each * that remains.
    const args = ['--directory', folder, '--minimum_severity', 'MEDIUM'];
    const [file, all] = pythonCommand(pythonTool('parliament', PARLIAMENT), args);
    const output = await promisify(execFile)(file, all).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }) => `${stdout}${stderr}` || 'parliament failed without output',
    );
    return output
      .split('\n')
      .filter((text) => text !== '' && !UNKNOWN_CONDITION.test(text))
      .map((text) => text.replaceAll(folder, ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
