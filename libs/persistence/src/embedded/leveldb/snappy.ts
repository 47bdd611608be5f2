import { FormatError, Reader } from './reader.js';

const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;

/**
 * Decompresses a block in Snappy's raw format. Source: Snappy's format description.
 *
 * @throws FormatError
 */
export function decompressSnappy(compressed: Uint8Array): Uint8Array {
  const reader = new Reader(compressed);
  const length = reader.varint();
  if (length > MAX_DECOMPRESSED_BYTES) throw new FormatError('a compressed block is too large');
  const output = new Uint8Array(length);
  let written = 0;
  const copy = (distance: number, count: number): void => {
    if (distance === 0 || distance > written || written + count > length)
      throw new FormatError('a compressed block has an invalid copy element');
    // Byte by byte: source and destination may overlap.
    for (const end = written + count; written < end; written++) output[written] = output[written - distance]!;
  };
  while (!reader.atEnd) {
    const tag = reader.byte();
    const upper = tag >>> 2;
    switch (tag & 3) {
      case 0: {
        const literal = reader.take(1 + (upper < 60 ? upper : reader.littleEndian(upper - 59)));
        if (written + literal.length > length)
          throw new FormatError('a compressed block is longer than its header says');
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
  if (written !== length) throw new FormatError('a compressed block is shorter than its header says');
  return output;
}
