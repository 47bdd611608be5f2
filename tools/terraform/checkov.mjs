// checkov over everything at once: what it finds is either repaired, or skipped in place and with a reason.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonCommand, pythonTool } from '../python-tool.mjs';
import { start } from './command.mjs';

const REQUIREMENT = 'checkov==3.3.30';

/** Skips that do not say why, as FILE:LINE. */
function withoutReason(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.tf'));
  return files.flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (/checkov:skip=(?!\w+:\s*\S.{10,})/.test(line) ? [`${file}:${i + 1}`] : [])),
  );
}

export async function checkPolicies(report, copy) {
  const folder = join(copy, 'terraform');
  await report.check('every check that is skipped has a reason', () =>
    assert.deepEqual(withoutReason(folder), []),
  );
  await report.check(REQUIREMENT, async () => {
    const args = [
      '--directory',
      folder,
      '--framework',
      'terraform',
      '--output',
      'json',
      '--compact',
      '--quiet',
    ];
    const [file, rest] = pythonCommand(pythonTool('checkov', REQUIREMENT), [...args, '--skip-download']);
    const { output: text } = await start(file, rest, { cwd: copy }).done;
    const { summary, results } = JSON.parse(text.slice(text.indexOf('{')));
    const failures = results.failed_checks.map(
      ({ check_id, check_name, resource, file_path, file_line_range }) =>
        `${check_id} ${resource} (${file_path}:${file_line_range[0]}): ${check_name}`,
    );
    assert.ok(failures.length === 0, failures.join('\n'));
    assert.equal(summary.parsing_errors, 0, 'checkov could not read every file');
    assert.ok(summary.passed > 0, 'checkov looked at nothing');
    return `${summary.passed} passed, ${summary.skipped} skipped`;
  });
}
