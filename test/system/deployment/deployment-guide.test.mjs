// Checks that what DEPLOYMENT.md refers to exists: commands, files, sections, Terraform outputs and tests, costs.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root, runOrThrow } from '../harness/processes.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const exists = (path) => existsSync(join(root, path));
const guide = read('DEPLOYMENT.md');

/** The first group of every match. */
const matches = (pattern, text = guide) => [...text.matchAll(pattern)].map(([, found]) => found);

/** Names of the blocks of a kind in a Terraform folder, without its modules. */
function declaredIn(folder, kind) {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.tf'));
  return files.flatMap((name) => matches(new RegExp(`^${kind} "(\\w+)"`, 'gm'), read(`${folder}/${name}`)));
}

/** Registers a test that all references exist. */
function testReferences(name, references, isValid) {
  test(name, (t) => {
    const distinct = [...new Set(references)];
    assert.ok(distinct.length > 0, 'DEPLOYMENT.md has no such reference');
    assert.deepEqual(
      distinct.filter((one) => !isValid(one)),
      [],
    );
    t.diagnostic(`${distinct.length}`);
  });
}

/** The anchor that GitHub gives a heading. */
const anchorOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');

/** Test names, Terraform runs and settings that the security review names as evidence: `FILE: NAME` for each. */
function evidence() {
  return matches(/^\| \[[x ]\] .* \| (.*) \|$/gm).flatMap((cell) => {
    let file;
    return matches(/`([^`]+)`/g, cell).flatMap((text) => {
      if (text.startsWith('npm run ')) return [];
      if (!text.includes('/')) return [`${file}: ${text}`];
      file = text;
      return [];
    });
  });
}

/** Whether a file declares a name: a run in a Terraform test, a quoted name anywhere else. */
function isDeclared(reference) {
  const [, file, name] = reference.match(/^(.*?): (.*)$/s);
  if (!exists(file)) return false;
  const quoted = file.endsWith('.tftest.hcl') ? [`run "${name}"`] : [`'${name}'`, `"${name}"`, `\`${name}\``];
  return quoted.some((one) => read(file).includes(one));
}

const REFERENCED_FOLDERS = 'terraform|scripts|docs|apps|libs|test|docker|\\.github';

describe('DEPLOYMENT.md', () => {
  const { scripts } = JSON.parse(read('package.json'));
  testReferences('npm scripts exist', matches(/npm run (?:--silent )?([\w:-]+)/g), (name) =>
    Object.hasOwn(scripts, name),
  );
  testReferences('linked files exist', matches(/\]\(([^)#:]+)(?:#[^)]*)?\)/g), exists);
  const anchors = matches(/^#+ (.+)$/gm).map(anchorOf);
  testReferences('linked sections exist', matches(/\]\(#([^)]+)\)/g), (one) => anchors.includes(one));
  testReferences(
    'named files exist',
    matches(new RegExp(`\`((?:${REFERENCED_FOLDERS})/[\\w./-]+)\``, 'g')),
    exists,
  );
  const outputs = [...declaredIn('terraform', 'output'), ...declaredIn('terraform/bootstrap', 'output')];
  testReferences('Terraform outputs exist', matches(/output -(?:raw|json) (\w+)/g), (name) =>
    outputs.includes(name),
  );
  testReferences('tests named as evidence exist', evidence(), isDeclared);

  test('nothing reads outputs of the bootstrap between the change of its backend and its init', () => {
    for (const text of [guide, read('terraform/bootstrap/README.md')]) {
      const [, commands] = /backend_override\.tf\n(.*?)^\S*```$/ms.exec(text);
      assert.match(commands, /^terraform init -migrate-state/);
      assert.doesNotMatch(commands, /terraform output/);
    }
  });

  test('the costs are those of docs/cost.json', async () => {
    await runOrThrow(process.execPath, ['scripts/cost-estimate.mjs', '--check']);
  });
});
