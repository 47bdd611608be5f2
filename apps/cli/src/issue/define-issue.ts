import { type Command, Option } from 'commander';
import type { Context } from '../context.js';
import { dryRunOption, integer, jsonOption, parseApiKey, parseUrl } from '../options.js';
import type { Execute } from '../result.js';
import type { IssueOptions } from './run-issue.js';

const CONCURRENCY = { default: 4, max: 32 };

/** `zk-income issue` */
export function defineIssue(issue: Command, execute: Execute, context: Context): void {
  issue
    .description(
      'issue a credential for each row of a payroll file (CSV); docs/payroll.md describes its columns. All rows are checked before the first is issued. The same command again goes on where a run was interrupted',
    )
    .requiredOption('--csv <file>', 'the payroll file')
    .option(
      '--results <file>',
      'where to write ids and credentials (default: the payroll file with .results.jsonl)',
    )
    .addOption(new Option('--issuer <url>', 'URL of the issuer').env('ISSUER_URL').argParser(parseUrl))
    .addOption(
      new Option('--issuer-key <key>', 'API key of a client with the scope issue')
        .env('ISSUER_API_KEY')
        .argParser(parseApiKey),
    )
    .addOption(
      new Option('--concurrency <n>', `rows that are issued at the same time, 1 to ${CONCURRENCY.max}`)
        .default(CONCURRENCY.default)
        .argParser(integer(1, CONCURRENCY.max)),
    )
    .addOption(dryRunOption())
    .addOption(jsonOption())
    .action((options: IssueOptions) =>
      execute(options, async (progress) =>
        (await import('./run-issue.js')).runIssue(options, context, progress),
      ),
    );
}
