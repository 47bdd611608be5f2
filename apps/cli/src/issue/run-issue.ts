import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { CommandError, EXIT_CODE } from '../errors.js';
import type { Progress, Result } from '../result.js';
import { IssueResults, RowKeys, type RowResult } from './issue-results.js';
import { type IssuerAccess, issueRow } from './issue-row.js';
import { type RowFault, readRow } from './payroll-columns.js';
import { readPayroll } from './payroll-file.js';

const MAX_PRINTED_FAULTS = 200;

export interface IssueOptions extends Partial<IssuerAccess> {
  readonly csv: string;
  /** By default the name of the file with `.results.jsonl`. */
  readonly results?: string;
  readonly dryRun?: boolean;
  readonly concurrency: number;
  readonly json?: boolean;
}

interface LineFault extends RowFault {
  readonly line: number;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const describeFault = ({ line, column, detail }: LineFault): string =>
  column === undefined ? `line ${line}: ${detail}` : `line ${line}, column ${column}: ${detail}`;

/** Reads all rows and issues none. Returns their number and every fault, of which only the first are kept. */
async function checkFile(path: string, now: number, keys: RowKeys, report: Report) {
  const faults: LineFault[] = [];
  const lines = new Map<string, number>();
  let rows = 0;
  let faultCount = 0;
  const add = (line: number, found: readonly RowFault[]) => {
    faultCount += found.length;
    for (const fault of found) if (faults.length < MAX_PRINTED_FAULTS) faults.push({ line, ...fault });
  };
  for await (const { line, cells, faults: unreadable } of readPayroll(path)) {
    rows += 1;
    report(`${rows} rows checked`);
    add(line, unreadable);
    if (!cells) continue;
    const row = await readRow(cells, now);
    if ('faults' in row) {
      add(line, row.faults);
      continue;
    }
    const key = keys.of(row.input);
    const earlier = lines.get(key);
    if (earlier === undefined) lines.set(key, line);
    else add(line, [{ detail: `the row is the same as that of line ${earlier}.` }]);
  }
  return { rows, faults, faultCount };
}

type Report = (text: string, done?: boolean) => void;

/** On a terminal one line that changes; otherwise nothing. */
function progressLine({ stderr, isTerminal }: Context, isQuiet: boolean): Report {
  if (!isTerminal || isQuiet) return () => undefined;
  let last = 0;
  return (text, done = false) => {
    const now = performance.now();
    if (!done && now - last < 200) return;
    last = now;
    stderr(`\r\x1b[K${text}${done ? '\n' : ''}`);
  };
}

const bar = (done: number, total: number): string => {
  const width = 30;
  const filled = total === 0 ? width : Math.floor((done / total) * width);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done} of ${total} rows`;
};

interface IssueJob {
  readonly csv: string;
  readonly access: IssuerAccess;
  readonly concurrency: number;
  readonly total: number;
}

/** Sends all rows of a checked file that no earlier run has issued. */
async function issueFile(
  { csv, access, concurrency, total }: IssueJob,
  results: IssueResults,
  context: Context,
  report: Report,
) {
  const counts = { issued: 0, issuedBefore: 0, rejected: 0 };
  let done = 0;
  let failure: unknown;
  const rows = readPayroll(csv);
  const finish = (line: number, result?: RowResult) => {
    if (result === undefined) counts.issuedBefore += 1;
    else if ('id' in result) counts.issued += 1;
    else {
      counts.rejected += 1;
      context.stderr(`line ${line}: ${result.error.code}: ${result.error.detail}\n`);
    }
    done += 1;
    report(bar(done, total));
  };
  const issueNext = async (): Promise<void> => {
    while (failure === undefined) {
      const { value, done: isEnd } = await rows.next();
      if (isEnd) return;
      const { line, cells } = value;
      const row = cells && (await readRow(cells, context.clock.now()));
      if (!row || 'faults' in row)
        throw new CommandError(`line ${line}: the file has changed since it was checked.`);
      const key = results.keys.of(row.input);
      if (results.isIssued(key)) {
        finish(line);
        continue;
      }
      const result = await issueRow(access, key, row.input).catch((error: unknown) => {
        throw error instanceof CommandError ? new CommandError(`line ${line}: ${error.message}`) : error;
      });
      await results.add(line, key, result);
      finish(line, result);
    }
  };
  await Promise.all(
    Array.from({ length: concurrency }, () =>
      issueNext().catch((error: unknown) => {
        failure ??= error;
      }),
    ),
  );
  await rows.return(undefined);
  report(bar(done, total), true);
  return { ...counts, failure };
}

interface Checked {
  readonly rows: number;
  readonly faults: readonly LineFault[];
  readonly faultCount: number;
}

const describeCheck = ({ rows, faults, faultCount }: Checked): Result => ({
  lines: [
    ...faults.map(describeFault),
    ...(faultCount > faults.length ? [`and ${faultCount - faults.length} more.`] : []),
    `${counted(faultCount, 'fault')} in ${counted(rows, 'row')}; nothing was issued.`,
  ],
  json: { rows, faults, fault_count: faultCount, issued: 0 },
  hasFailed: faultCount > 0,
});

/** `zk-income issue`: issues a credential for each row of a payroll file. */
export async function runIssue(options: IssueOptions, context: Context, progress: Progress): Promise<Result> {
  const csv = resolve(context.folder, options.csv);
  const path = resolve(
    context.folder,
    options.results ?? `${options.csv.replace(/\.csv$/i, '')}.results.jsonl`,
  );
  const report = progressLine(context, options.json === true);
  const check = async (keys: RowKeys): Promise<Checked> => {
    const checked = await checkFile(csv, context.clock.now(), keys, report);
    report(`${checked.rows} rows checked`, true);
    return checked;
  };
  if (options.dryRun) return describeCheck(await check(new RowKeys()));
  const { issuer, issuerKey } = options;
  if (issuer === undefined || issuerKey === undefined)
    throw new CommandError('Expected --issuer and --issuer-key, or --dry-run.', EXIT_CODE.wrongUsage);
  const results = await IssueResults.open(path);
  try {
    const checked = await check(results.keys);
    if (checked.faultCount > 0) return describeCheck(checked);
    progress(`${counted(checked.rows, 'row')} without faults. Results: ${path}`);
    const { failure, ...counts } = await issueFile(
      { csv, access: { issuer, issuerKey }, concurrency: options.concurrency, total: checked.rows },
      results,
      context,
      report,
    );
    if (failure !== undefined && !(failure instanceof CommandError)) throw failure;
    if (failure !== undefined)
      throw new CommandError(
        `${failure.message}\n${counted(counts.issued, 'row')} issued now. Run the same command again to go on with the others.`,
      );
    return {
      lines: [
        `${counts.issued} issued, ${counts.issuedBefore} issued by an earlier run, ${counts.rejected} rejected.`,
        'The results contain credentials and their incomes: give each to its holder, then delete the file.',
      ],
      json: {
        rows: checked.rows,
        issued: counts.issued,
        issued_before: counts.issuedBefore,
        rejected: counts.rejected,
        results: path,
      },
      hasFailed: counts.rejected > 0,
    };
  } finally {
    await results.close();
  }
}
