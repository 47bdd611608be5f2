import { maskedCrc32c } from './crc32c.js';
import { FormatError, Reader } from './reader.js';
import { decompressSnappy } from './snappy.js';

const FOOTER_BYTES = 48;
const MAGIC = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb);
const BLOCK_TRAILER_BYTES = 5;

/**
 * Verifies the checksum of every block of a table. A table consists of blocks, an index of the data blocks, an index of
 * the meta blocks, and a footer with the positions of both indexes. Format: LevelDB's table_format.
 *
 * @throws FormatError
 */
export function checkTable(bytes: Uint8Array): void {
  if (bytes.length < FOOTER_BYTES) throw new FormatError('the file is too short');
  const footer = bytes.subarray(bytes.length - FOOTER_BYTES);
  if (!MAGIC.every((byte, i) => footer[FOOTER_BYTES - MAGIC.length + i] === byte))
    throw new FormatError('the footer is invalid');
  const reader = new Reader(footer);
  const metaIndex = readHandle(reader);
  const index = readHandle(reader);
  for (const handles of [metaIndex, index]) {
    for (const handle of handlesIn(blockContent(bytes, handles))) verifiedBlock(bytes, handle);
  }
}

interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

function readHandle(reader: Reader): BlockHandle {
  return { offset: reader.varint(), size: reader.varint() };
}

/** The stored bytes of a block and its type: `data (size), type (1), crc (4)`. */
function verifiedBlock(bytes: Uint8Array, { offset, size }: BlockHandle): Uint8Array {
  const stored = new Reader(bytes, offset).take(size + BLOCK_TRAILER_BYTES);
  const covered = stored.subarray(0, size + 1);
  if (maskedCrc32c(covered) !== new Reader(stored, size + 1).littleEndian(4))
    throw new FormatError('a block has an invalid checksum');
  return covered;
}

function blockContent(bytes: Uint8Array, handle: BlockHandle): Uint8Array {
  const block = verifiedBlock(bytes, handle);
  const data = block.subarray(0, handle.size);
  return block[handle.size] === 1 ? decompressSnappy(data) : data;
}

/** Entries of `shared, unshared, value length, key rest, value`, then restart offsets and their count. */
function* handlesIn(block: Uint8Array): Generator<BlockHandle> {
  const restarts = new Reader(block, block.length - 4).littleEndian(4);
  const entries = new Reader(block.subarray(0, Math.max(0, block.length - 4 * (restarts + 1))));
  while (!entries.atEnd) {
    entries.varint();
    const unshared = entries.varint();
    const valueLength = entries.varint();
    entries.take(unshared);
    yield readHandle(new Reader(entries.take(valueLength)));
  }
}
