import { Command, CommanderError } from 'commander';
import type { Context } from './context.js';
import { EXIT_CODE, type ExitCode, exitCodeOf, explain } from './errors.js';
import type { Execute } from './result.js';

export const VERSION = '0.1.0';

type Define = (command: Command, execute: Execute, context: Context) => void;

/** The subcommands. Only the definition of one that is named in the arguments is loaded. */
const SUBCOMMANDS: readonly [name: string, summary: string, load: () => Promise<Define>][] = [
  [
    'keys',
    'list, rotate and retire the signing keys of a service',
    async () => (await import('./keys/define-keys.js')).defineKeys,
  ],
  [
    'clients',
    'manage API clients: keys, scopes, plans',
    async () => (await import('./clients/define-clients.js')).defineClients,
  ],
  [
    'webhooks',
    'list, register and remove webhooks of API clients, and send deliveries again',
    async () => (await import('./webhooks/define-webhooks.js')).defineWebhooks,
  ],
  [
    'issue',
    'issue a credential for each row of a payroll file',
    async () => (await import('./issue/define-issue.js')).defineIssue,
  ],
  [
    'wallet',
    'receive credentials and answer requests, as their holder',
    async () => (await import('./wallet/define-wallet.js')).defineWallet,
  ],
  [
    'vectors',
    'verify or generate test vectors of range proofs',
    async () => (await import('./vectors/define-vectors.js')).defineVectors,
  ],
  [
    'e2e',
    'test deployed services from outside, with latencies',
    async () => (await import('./e2e/define-e2e.js')).defineE2e,
  ],
];

/** The command line of `zk-income`. Parsing throws a `CommanderError` in place of exiting. */
export async function createProgram(
  args: readonly string[],
  execute: Execute,
  context: Context,
): Promise<Command> {
  const program = new Command('zk-income')
    .description('Operate and test the services of zk-income.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .showHelpAfterError('Run it with --help to see all options.');
  for (const [name, summary, load] of SUBCOMMANDS) {
    const command = program.command(name).summary(summary).description(summary);
    if (args.includes(name)) (await load())(command, execute, context);
  }
  return program;
}

/** Runs one command line and returns the exit code. */
export async function runCommand(args: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODE.ok;
  const execute: Execute = async ({ json = false }, action) => {
    const printLine = (line: string) => context.stdout(`${line}\n`);
    const result = await action(json ? () => undefined : printLine);
    if (json) printLine(JSON.stringify(result.json));
    else for (const line of result.lines) printLine(line);
    if (result.hasFailed) exitCode = EXIT_CODE.failed;
  };
  try {
    const program = await createProgram(args, execute, context);
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed the help, the version or its error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.ok : EXIT_CODE.wrongUsage;
    context.stderr(`${explain(error)}\n`);
    return exitCodeOf(error);
  }
}
