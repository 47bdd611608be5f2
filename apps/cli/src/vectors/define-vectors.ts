import { type Command, Option } from 'commander';
import type { Context } from '../context.js';
import { integer, jsonOption } from '../options.js';
import type { Execute } from '../result.js';

interface VectorsOptions {
  readonly generate?: number;
  readonly json?: boolean;
}

const MAX_GENERATED = 9_999;

const HELP = `
The file has the schema of libs/crypto/vectors/dalek-bulletproofs.json. The sections generators, merlin and cases are
optional. Exit codes: 0 if all vectors pass, 1 if one fails, 2 if there is nothing to check.`;

/** `zk-income vectors` */
export function defineVectors(vectors: Command, execute: Execute, { folder }: Context): void {
  vectors
    .description('verify the range-proof vectors in a file, or generate new ones')
    .argument('[file]', 'vector file to verify')
    .addOption(
      new Option('--generate <n>', `print a vector file with n proofs of every size, 1 to ${MAX_GENERATED}`)
        .argParser(integer(1, MAX_GENERATED))
        .conflicts('json'),
    )
    .addOption(jsonOption())
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: VectorsOptions, command: Command) => {
      const { generate: count } = options;
      if ((file === undefined) === (count === undefined))
        return command.error('error: expected either a file or --generate');
      const { checkFile, generateVectors } = await import('./vectors-action.js');
      return execute(options, async () =>
        file === undefined ? { lines: generateVectors(count!), json: {} } : checkFile(file, folder),
      );
    });
}
