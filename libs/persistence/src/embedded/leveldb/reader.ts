/** The bytes are not in the expected format. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Reads bytes sequentially. All methods throw `FormatError` at the end of the bytes. */
export class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    private position = 0,
  ) {}

  get atEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.bytes.length) throw new FormatError('unexpected end of data');
    const part = this.bytes.subarray(this.position, end);
    this.position = end;
    return part;
  }

  littleEndian(length: number): number {
    return this.take(length).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  /** Base-128 varint, least significant group first. */
  varint(): number {
    let value = 0;
    for (let scale = 1; scale < Number.MAX_SAFE_INTEGER; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new FormatError('a varint is too long');
  }
}
