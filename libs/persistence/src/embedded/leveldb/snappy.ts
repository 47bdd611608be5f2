import { FormatError, Reader } from './reader.js';

const MAX_UNCOMPRESSED_BYTES = 64 * 1024 * 1024;

/** The content of a block in Snappy's raw format; throws `FormatError`. Source: Snappy's format description. */
export function uncompressSnappy(compressed: Uint8Array): Uint8Array {
  const reader = new Reader(compressed);
  const length = reader.varint();
  if (length > MAX_UNCOMPRESSED_BYTES) throw new FormatError('a block is too large');
  const output = new Uint8Array(length);
  let written = 0;
  const copy = (distance: number, count: number): void => {
    if (distance === 0 || distance > written || written + count > length) throw new FormatError('a bad copy');
    // Byte by byte, for a copy may overlap what it writes.
    for (const end = written + count; written < end; written++) output[written] = output[written - distance]!;
  };
  while (!reader.atEnd) {
    const tag = reader.byte();
    const upper = tag >>> 2;
    switch (tag & 3) {
      case 0: {
        const literal = reader.take(1 + (upper < 60 ? upper : reader.littleEndian(upper - 59)));
        if (written + literal.length > length) throw new FormatError('a block is longer than it says');
        output.set(literal, written);
        written += literal.length;
        break;
      }
      case 1:
        copy(((tag >>> 5) << 8) + reader.byte(), 4 + (upper & 7));
        break;
      case 2:
        copy(reader.littleEndian(2), 1 + upper);
        break;
      default:
        copy(reader.littleEndian(4), 1 + upper);
    }
  }
  if (written !== length) throw new FormatError('a block is shorter than it says');
  return output;
}
