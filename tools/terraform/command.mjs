import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

/** Starts a program; `done` is its exit code and all that it printed, both streams as they came. */
export function start(file, args, { cwd, env = process.env } = {}) {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const done = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
  return { child, done };
}

/** What a program printed that ended well; that it did not is a failed assertion with its output as the message. */
export async function output(file, args, options) {
  const { code, output } = await start(file, args, options).done;
  assert.ok(code === 0, `${file} ${args.join(' ')} ended with ${code}:\n${output.trim()}`);
  return output;
}
