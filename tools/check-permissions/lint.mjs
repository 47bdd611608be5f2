// What parliament, which knows every action of AWS with its resources and conditions, says of policies.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonCommand, pythonTool } from '../python-tool.mjs';

const REQUIREMENT = 'parliament==1.6.4';

/** Not in its data, and documented: how AWS says that a function's code is denied what Lambda does for the function. */
const UNKNOWN_TO_IT = /Unknown condition lambda:SourceFunctionArn for action ec2:/;

/** @param policies by name */
export async function lintPolicies(report, policies) {
  await report.check(`${REQUIREMENT} finds nothing in the policies`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zk-income-policies-'));
    try {
      for (const [name, policy] of Object.entries(policies)) {
        writeFileSync(join(folder, `${name.replaceAll(/[^\w-]+/g, '.')}.json`), JSON.stringify(policy));
      }
      // Below this it says where * could be narrower. Where it can, the READMEs say why it is not.
      const args = ['--directory', folder, '--minimum_severity', 'MEDIUM'];
      const [file, all] = pythonCommand(pythonTool('parliament', REQUIREMENT), args);
      const found = await promisify(execFile)(file, all).then(
        ({ stdout }) => stdout,
        ({ stdout, stderr }) => `${stdout}${stderr}` || 'it ended without a word',
      );
      const lines = found.split('\n').filter((text) => text !== '' && !UNKNOWN_TO_IT.test(text));
      assert.ok(lines.length === 0, lines.join('\n').replaceAll(folder, ''));
      return `${Object.keys(policies).length} policies`;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
