import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { CommandError } from '../errors.js';
import { type Cells, headerFaults, type RowFault } from './payroll-columns.js';

/** More than a body of `POST /issue` may have. */
const MAX_ROW_BYTES = 65_536;
const FIRST_BYTES = 65_536;
const DELIMITERS = [',', ';', '\t'];

/** One row of a file: its cells, or why they cannot be read. */
export interface PayrollRow {
  /** From 1, counting the line of the names. For a row of several lines, the last. */
  readonly line: number;
  readonly cells?: Cells;
  readonly faults: readonly RowFault[];
}

/** The delimiter that the first line has most of: no name of a column contains one. */
async function delimiterOf(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`The file cannot be read (${error.code}).`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
    const [firstLine = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    const count = (delimiter: string) => firstLine.split(delimiter).length;
    return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
  } finally {
    await file.close();
  }
}

function faultsOfCells(header: readonly string[], cells: readonly string[]): RowFault[] {
  if (cells.length !== header.length) {
    const detail = `expected ${header.length} cells, as in the first line; got ${cells.length}.`;
    return [{ detail }];
  }
  // The parser replaces bytes that are not UTF-8.
  return header.flatMap((column, i) =>
    cells[i]!.includes('\ufffd') ? [{ column, detail: 'expected text encoded in UTF-8.' }] : [],
  );
}

/**
 * Reads a CSV file (RFC 4180; also with semicolons or tabs) row by row, so that memory does not grow with the file.
 *
 * @throws CommandError where the file cannot be read, or its first line does not name the columns
 */
export async function* readPayroll(path: string): AsyncGenerator<PayrollRow> {
  const parser = parse({
    bom: true,
    delimiter: await delimiterOf(path),
    info: true,
    max_record_size: MAX_ROW_BYTES,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const source = createReadStream(path);
  source.on('error', (error) => parser.destroy(error));
  let header: readonly string[] | undefined;
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === undefined) {
        header = record;
        const faults = headerFaults(record);
        if (faults.length > 0)
          throw new CommandError(faults.map(({ detail }) => `line 1: ${detail}`).join('\n'));
        continue;
      }
      const faults = faultsOfCells(header, record);
      const cells = new Map(header.map((column, i) => [column, record[i]!]));
      yield { line: info.lines, faults, ...(faults.length === 0 && { cells }) };
    }
  } catch (error) {
    // What follows a fault of the syntax cannot be told apart into rows.
    if (!(error instanceof CsvError)) throw error;
    yield {
      line: Number(error.lines),
      faults: [{ detail: SYNTAX_FAULTS[error.code] ?? 'expected CSV (RFC 4180).' }],
    };
  } finally {
    source.destroy();
  }
  if (header === undefined) throw new CommandError('The file is empty.');
}

const SYNTAX_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quoted cell has no closing quote; a quote within it is written twice.',
  CSV_INVALID_CLOSING_QUOTE:
    'expected the end of the cell after a closing quote; a quote within it is written twice.',
  INVALID_OPENING_QUOTE: 'a cell with quotes must begin with one; a quote within it is written twice.',
  CSV_MAX_RECORD_SIZE: `a row has more than ${MAX_ROW_BYTES} characters; is a quote missing?`,
};
