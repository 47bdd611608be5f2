import { createHmac, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { canonicalJson, type IssueInput } from '@zk-income/credential';
import { CommandError } from '../errors.js';

const FORMAT = 'urn:zk-income:payroll-results:1';
const SALT_BYTES = 32;
/** Only the owner may read the results: credentials contain incomes. */
const MODE = 0o600;

/** What became of a row. */
export type RowResult =
  | { readonly id: string; readonly credentials: readonly string[] }
  | { readonly error: { readonly status: number; readonly code: string; readonly detail: string } };

interface Opened {
  /** Undefined for a new file. */
  readonly salt?: Buffer;
  readonly issued: Set<string>;
  /** The length up to the end of the last complete line. */
  readonly length: number;
}

/** Reads what an earlier run wrote. Its last line may be incomplete. */
async function readResults(path: string, size: number): Promise<Opened> {
  let salt: Buffer | undefined;
  let length = 0;
  const issued = new Set<string>();
  const file = await open(path);
  for await (const text of file.readLines()) {
    const next = length + Buffer.byteLength(text) + 1;
    if (next > size) break;
    const entry = parseLine(text);
    if (salt === undefined) {
      if (entry?.format !== FORMAT) throw new CommandError('The results file is not one of this command.');
      salt = Buffer.from(entry.salt, 'base64url');
    } else if (entry?.id !== undefined) issued.add(entry.row);
    length = next;
  }
  return { ...(salt && { salt }), issued, length };
}

// biome-ignore lint/suspicious/noExplicitAny: written by this command
function parseLine(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError('The results file is damaged: a line is not JSON.');
  }
}

/**
 * Identifies rows by what they ask for. The salt keeps anyone who sees an Idempotency-Key from guessing the income.
 */
export class RowKeys {
  constructor(readonly salt: Buffer = randomBytes(SALT_BYTES)) {}

  of(input: IssueInput): string {
    return createHmac('sha256', this.salt).update(canonicalJson(input)).digest('base64url');
  }
}

/**
 * The results of a file of rows: a line of JSON for each row that was sent, so that a run which was interrupted can go
 * on. A row is recognized by its content.
 */
export class IssueResults {
  private writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    readonly keys: RowKeys,
    private readonly issued: Set<string>,
  ) {}

  static async open(path: string): Promise<IssueResults> {
    const file = await open(path, 'a', MODE).catch((error: NodeJS.ErrnoException) => {
      throw new CommandError(`The results file cannot be written (${error.code}).`);
    });
    try {
      const { size } = await file.stat();
      const { salt, issued, length } = await readResults(path, size);
      await file.truncate(length);
      const results = new IssueResults(file, new RowKeys(salt), issued);
      if (!salt) await results.append({ format: FORMAT, salt: results.keys.salt.toString('base64url') });
      return results;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  isIssued(row: string): boolean {
    return this.issued.has(row);
  }

  async add(line: number, row: string, result: RowResult): Promise<void> {
    await this.append({ line, row, ...result });
    if ('id' in result) this.issued.add(row);
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  /** One line after the other: concurrent writes could mix. */
  private append(entry: object): Promise<unknown> {
    const written = this.writing.then(() => this.file.appendFile(`${JSON.stringify(entry)}\n`));
    this.writing = written.catch(() => undefined);
    return written;
  }
}
