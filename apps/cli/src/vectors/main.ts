import { readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkVectors, UnreadableVectors } from './check.js';
import { generateVectors } from './generate.js';

const USAGE = `Usage:
  npm run --silent vectors -- FILE           check the vectors in FILE
  npm run --silent vectors -- --generate N   print N fresh proofs of every size, N from 1 to 9999`;

/** Standard output, also where it is a pipe that takes only so much at once. */
function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

/** @returns the exit code: 0, 1 if a vector failed, 2 if there was nothing to check or to do */
export function main(args: readonly string[], folder: string): number {
  const [first, second] = args;
  if (first === '--generate' && args.length === 2 && /^[1-9]\d{0,3}$/.test(second as string)) {
    for (const piece of generateVectors(Number(second))) print(piece);
    return 0;
  }
  if (args.length !== 1 || first === undefined || first.startsWith('-')) {
    console.error(USAGE);
    return 2;
  }
  try {
    const results = checkVectors(readFileSync(resolve(folder, first), 'utf8'));
    const failed = results.filter(({ failure }) => failure !== undefined);
    for (const { name, failure } of failed) print(`FAILED ${name}: ${failure}\n`);
    print(`${results.length - failed.length} passed, ${failed.length} failed\n`);
    return failed.length === 0 ? 0 : 1;
  } catch (error) {
    const isExpected =
      error instanceof UnreadableVectors || (error as NodeJS.ErrnoException).code !== undefined;
    if (!isExpected) throw error;
    console.error(`${first}: ${(error as Error).message}`);
    return 2;
  }
}
