import { maskedCrc32c } from './crc32c.js';
import { FormatError, Reader } from './reader.js';

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
/** The unit in which the operating system writes to disk. */
const PAGE_BYTES = 4096;
const FULL = 1;
const LAST = 4;

interface Fragment {
  readonly type: number;
  readonly data: Uint8Array;
  readonly end: number;
}

/**
 * The records of a log file. A record consists of fragments `crc (4), length (2), type (1), data` in blocks of 32 KiB
 * that a fragment does not cross. An incomplete last write is valid. Format: LevelDB's log_format.
 *
 * @throws FormatError for a corrupt record
 */
export function* logRecords(bytes: Uint8Array): Generator<Uint8Array> {
  let fragments: Uint8Array[] = [];
  let position = 0;
  while (position + HEADER_BYTES <= bytes.length) {
    const leftInBlock = BLOCK_BYTES - (position % BLOCK_BYTES);
    if (leftInBlock < HEADER_BYTES) {
      position += leftInBlock;
      continue;
    }
    const fragment = readFragment(bytes, position);
    if (fragment === undefined) {
      if (isIncompleteWrite(bytes, position)) return;
      throw new FormatError('a record has an invalid checksum');
    }
    fragments.push(fragment.data);
    if (fragment.type === FULL || fragment.type === LAST) {
      yield Buffer.concat(fragments);
      fragments = [];
    }
    position = fragment.end;
  }
}

/** The fragment at a position; undefined if it is missing, truncated or corrupt. */
function readFragment(bytes: Uint8Array, position: number): Fragment | undefined {
  const header = new Reader(bytes, position);
  const checksum = header.littleEndian(4);
  const start = position + HEADER_BYTES;
  const end = start + header.littleEndian(2);
  const type = header.byte();
  if (type < FULL || type > LAST || end > bytes.length) return undefined;
  if (maskedCrc32c(bytes.subarray(start - 1, end)) !== checksum) return undefined;
  return { type, data: bytes.subarray(start, end), end };
}

/**
 * Whether the bytes from a position on are a write that the process or the machine did not complete: they begin like a
 * fragment, the file ends before the fragment does or in a page of zeros (left by a power failure), and no valid
 * fragment follows.
 */
function isIncompleteWrite(bytes: Uint8Array, position: number): boolean {
  const isZeroFrom = (start: number) => bytes.subarray(start).every((byte) => byte === 0);
  if (isZeroFrom(position)) return true;
  const header = new Reader(bytes, position + 4);
  const size = HEADER_BYTES + header.littleEndian(2);
  const type = header.byte();
  const begins = type >= FULL && type <= LAST && (position % BLOCK_BYTES) + size <= BLOCK_BYTES;
  const lastPage = bytes.length - 1 - ((bytes.length - 1) % PAGE_BYTES);
  const isTruncated = position + size > bytes.length || (lastPage > position && isZeroFrom(lastPage));
  if (!begins || !isTruncated) return false;
  for (let next = position + 1; next + HEADER_BYTES <= bytes.length; next++) {
    if (readFragment(bytes, next) !== undefined) return false;
  }
  return true;
}
