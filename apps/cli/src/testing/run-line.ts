import type { Context } from '../context.js';
import { runCommand } from '../program.js';

/** What a command line printed, and its exit code. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const notExpected = () => Promise.reject(new Error('The command opened what it does not need.'));

/** Runs a command line as the process would, with a vault or stores of the test. */
export async function runLine(
  line: string | readonly string[],
  context: Partial<Context> = {},
): Promise<Run> {
  const output = { stdout: '', stderr: '' };
  const args = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const exitCode = await runCommand(args, {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    isTerminal: false,
    folder: process.cwd(),
    clock: { now: () => Date.now() },
    openVault: notExpected,
    openClientStores: notExpected,
    openWebhookStores: notExpected,
    walletOptions: notExpected,
    ...context,
  });
  return { ...output, exitCode };
}
