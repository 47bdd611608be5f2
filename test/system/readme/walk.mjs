// The curl walkthrough of README.md, executed as printed; its output is compared with what README.md shows.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Program, root } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

/** Of the section in README.md. */
const HEADING = 'Walkthrough with curl';
const END_OF_BLOCK = '=== end of block';

/** The code blocks of the walkthrough, each `{ kind, text }`. */
function codeBlocks() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((one) => one.startsWith(HEADING));
  assert.ok(section, `README.md has no section "${HEADING}"`);
  return [...section.matchAll(/^```(bash|text|json)\n(.*?)^```$/gms)].map(([, kind, text]) => ({
    kind,
    text,
  }));
}

/** Replaces what differs from run to run: URLs, random values, years. */
const normalize = (text) =>
  text
    .replace(/http:\/\/[a-z0-9.]+:\d+/g, 'URL')
    .replace(/[A-Za-z0-9_-]{20,}/g, '…')
    .replace(/^\d{4}$/gm, 'NNNN')
    .trim();

/** Runs the walkthrough against the services of a demo environment. Each output that README.md shows is a subtest. */
export async function walk(t, env) {
  const folder = temporaryFolder('readme');
  mkdirSync(join(folder, '.data'));
  writeDemoEnvironment(join(folder, '.data'), env);

  const blocks = codeBlocks();
  const commands = blocks.filter(({ kind }) => kind === 'bash');
  const script = commands.map(({ text }) => `${text}\necho; echo '${END_OF_BLOCK}'\n`).join('');
  const program = new Program('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder });
  assert.equal(await program.exited, 0, program.output);

  const outputs = program.stdout.split(END_OF_BLOCK);
  for (const [i, { kind, text }] of blocks.entries()) {
    if (kind === 'bash') continue;
    const command = commands[blocks.slice(0, i).filter((block) => block.kind === 'bash').length - 1];
    const output = outputs[commands.indexOf(command)] ?? '';
    const [title] = command.text.split('\n');
    await t.test(title, () => assert.equal(normalize(output), normalize(text)));
  }
}
