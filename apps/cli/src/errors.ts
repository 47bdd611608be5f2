export const EXIT_CODE = { ok: 0, failed: 1, wrongUsage: 2 } as const;
export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** Why a subcommand cannot run. The message tells the operator what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT_CODE.failed,
  ) {
    super(message);
  }
}

/** Errors of the libs whose messages tell the operator what to do; by name, so that no lib is loaded for it. */
const EXPLAINED = ['ConfigError', 'KeyVaultError', 'StoreUnavailableError', 'WalletError'];

/** What to print about an error: the message if it is written for operators, otherwise the stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The AWS SDK throws this one when the first command is sent; the store gives it as the cause of its own.
  if ([error, error.cause].some((one) => one instanceof Error && one.message === 'Region is missing'))
    return 'Set STORE_ENDPOINT, or AWS_REGION for DynamoDB on AWS. Under npm start, .data/demo.env has STORE_ENDPOINT.';
  if (!(error instanceof CommandError || EXPLAINED.includes(error.name))) return error.stack ?? error.message;
  // For scripts, which must not read sentences.
  return error.name === 'WalletError' && 'code' in error ? `${error.message} (${error.code})` : error.message;
}

export const exitCodeOf = (error: unknown): ExitCode =>
  error instanceof CommandError ? error.exitCode : EXIT_CODE.failed;
