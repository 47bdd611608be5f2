import { type Command, Option } from 'commander';
import { integer, jsonOption, parseApiKey, parseUrl } from '../options.js';
import type { Execute } from '../result.js';
import type { E2eOptions } from './run-e2e.js';

const DEFAULT_RUNS = 5;
const MAX_RUNS = 1_000;

/** `zk-income e2e` */
export function defineE2e(e2e: Command, execute: Execute): void {
  const required = (flags: string, description: string, variable: string) =>
    new Option(flags, description).env(variable).makeOptionMandatory();
  e2e
    .description(
      'run the whole flow against deployed services, from outside, and print the latency of each step',
    )
    .addOption(required('--issuer <url>', 'URL of the issuer', 'ISSUER_URL').argParser(parseUrl))
    .addOption(required('--verifier <url>', 'URL of the verifier', 'VERIFIER_URL').argParser(parseUrl))
    .addOption(
      required(
        '--issuer-key <key>',
        'API key of a client with the scopes issue and revoke',
        'ISSUER_API_KEY',
      ).argParser(parseApiKey),
    )
    .addOption(
      required(
        '--verifier-key <key>',
        'API key of a client with the scope request',
        'VERIFIER_API_KEY',
      ).argParser(parseApiKey),
    )
    .addOption(
      new Option('--runs <n>', `runs of the flow, 1 to ${MAX_RUNS}; more runs give better latencies`)
        .default(DEFAULT_RUNS)
        .argParser(integer(1, MAX_RUNS)),
    )
    .option(
      '--quick',
      "skip the check that revoked credentials are rejected, which takes up to 1.1 times the status list's ttl",
    )
    .addOption(jsonOption())
    .action((options: E2eOptions & { readonly json?: boolean }) =>
      execute(options, async (progress) => (await import('./run-e2e.js')).runE2e(options, progress)),
    );
}
