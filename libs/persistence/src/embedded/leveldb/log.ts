import { maskedCrc32c } from './crc32c.js';
import { FormatError, Reader } from './reader.js';

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
/** What a system writes to disk at once. */
const PAGE_BYTES = 4096;
const FULL = 1;
const LAST = 4;

interface Fragment {
  readonly type: number;
  readonly data: Uint8Array;
  readonly end: number;
}

/**
 * The records of a log file; throws `FormatError` where one is damaged. Records are written as fragments
 * `crc (4), length (2), type (1), data` in blocks of 32 KiB that a fragment never crosses. A last write that
 * was never finished is no damage. Format: LevelDB's log_format.
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
      if (isUnfinishedWrite(bytes, position)) return;
      throw new FormatError('a record has a wrong checksum');
    }
    fragments.push(fragment.data);
    if (fragment.type === FULL || fragment.type === LAST) {
      yield Buffer.concat(fragments);
      fragments = [];
    }
    position = fragment.end;
  }
}

/** The fragment that begins here; undefined when none does, or one that is cut or damaged. */
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
 * A write that was under way when the process or the machine stopped: it begins like a fragment, the file ends
 * before it does, or in pages of zeros that a machine without power left, and nothing sound comes after it.
 */
function isUnfinishedWrite(bytes: Uint8Array, position: number): boolean {
  const isZeroFrom = (start: number) => bytes.subarray(start).every((byte) => byte === 0);
  if (isZeroFrom(position)) return true;
  const header = new Reader(bytes, position + 4);
  const size = HEADER_BYTES + header.littleEndian(2);
  const type = header.byte();
  const begins = type >= FULL && type <= LAST && (position % BLOCK_BYTES) + size <= BLOCK_BYTES;
  const lastPage = bytes.length - 1 - ((bytes.length - 1) % PAGE_BYTES);
  const isCut = position + size > bytes.length || (lastPage > position && isZeroFrom(lastPage));
  if (!begins || !isCut) return false;
  for (let next = position + 1; next + HEADER_BYTES <= bytes.length; next++) {
    if (readFragment(bytes, next) !== undefined) return false;
  }
  return true;
}
