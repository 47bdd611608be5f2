/** The outcome of a subcommand, as text for operators and as data for programs. */
export interface Result {
  readonly lines: Iterable<string>;
  /** Printed in place of the lines with `--json`. */
  readonly json: object;
  /** A check failed: the exit code is 1. */
  readonly hasFailed?: boolean;
}

/** Prints a line while a subcommand is still running; nothing with `--json`. */
export type Progress = (line: string) => void;

/** Runs the action of a subcommand and prints its result. */
export type Execute = (
  options: { readonly json?: boolean },
  action: (progress: Progress) => Promise<Result>,
) => Promise<void>;
