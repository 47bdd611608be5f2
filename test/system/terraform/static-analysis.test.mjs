// checkov and tflint. Each finding is fixed, or suppressed at its place with a reason.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { goTool, installedGoTool } from '../harness/go-tool.mjs';
import { suiteOptions } from '../harness/options.mjs';
import { root, runProgram } from '../harness/processes.mjs';
import { pythonCommand, pythonTool } from '../harness/python-tool.mjs';
import './prerequisites.mjs';
import { copyTerraform } from './working-copy.mjs';

const CHECKOV = 'checkov==3.3.30';
const TFLINT = { module: 'github.com/terraform-linters/tflint', version: 'v0.64.0' };

describe('checkov', () => {
  test('every suppressed check has a reason', () => {
    const folder = join(root, 'terraform');
    const files = readdirSync(folder, { recursive: true }).filter(
      (file) => file.endsWith('.tf') && !file.includes('.terraform/'),
    );
    const withoutReason = files.flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (/checkov:skip=(?!\w+:\s*\S.{10,})/.test(line) ? [`${file}:${i + 1}`] : [])),
    );
    assert.deepEqual(withoutReason, []);
  });

  test(`${CHECKOV} reports no finding`, async (t) => {
    const cwd = copyTerraform();
    const options = [
      '--framework',
      'terraform',
      '--output',
      'json',
      '--compact',
      '--quiet',
      '--skip-download',
    ];
    const [file, args] = pythonCommand(pythonTool('checkov', CHECKOV), [
      '--directory',
      join(cwd, 'terraform'),
      ...options,
    ]);
    const { output } = await runProgram(file, args, { cwd });
    const { summary, results } = JSON.parse(output.slice(output.indexOf('{')));
    const findings = results.failed_checks.map(
      ({ check_id, check_name, resource, file_path, file_line_range }) =>
        `${check_id} ${resource} (${file_path}:${file_line_range[0]}): ${check_name}`,
    );
    assert.deepEqual(findings, []);
    assert.equal(summary.parsing_errors, 0, 'checkov could not parse every file');
    assert.ok(summary.passed > 0, 'checkov checked nothing');
    t.diagnostic(`${summary.passed} passed, ${summary.skipped} suppressed`);
  });
});

describe('tflint', () => {
  const { tflint: mayBuild } = suiteOptions({ tflint: { type: 'boolean' } });
  // Building it takes several minutes.
  const skip =
    mayBuild || installedGoTool(TFLINT)
      ? false
      : `tflint ${TFLINT.version} is not installed; npm run check:terraform -- --tflint builds it`;

  test(`tflint ${TFLINT.version} reports no finding`, { skip }, async (t) => {
    const args = ['--chdir', 'terraform', '--recursive', '--format', 'compact'];
    const config = ['--config', join(root, 'terraform/.tflint.hcl')];
    const { code, output } = await runProgram(goTool(TFLINT), [...args, ...config]);
    assert.equal(code, 0, output);
    t.diagnostic('built-in Terraform rules only: tflint downloads its AWS rules from GitHub');
  });
});
