import { STATUS_BITS } from '../format.js';
import type { CredentialStatus, StatusListEntry } from '../ports/index.js';

/** Values of Token Status List, section 7.1. */
export const STATUS_VALUES: Readonly<Record<CredentialStatus, number>> = {
  valid: 0,
  revoked: 1,
  suspended: 2,
};

const ENTRIES_PER_BYTE = 8 / STATUS_BITS;

/**
 * The bytes of a list, starting at the lowest bits of the first byte (Token Status List, section 4.1). Writes only the
 * given entries, so a list of 2^17 takes microseconds.
 */
export function packStatusList(size: number, entries: readonly StatusListEntry[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(size / ENTRIES_PER_BYTE));
  for (const { index, status } of entries) {
    bytes[Math.floor(index / ENTRIES_PER_BYTE)]! |=
      STATUS_VALUES[status] << ((index % ENTRIES_PER_BYTE) * STATUS_BITS);
  }
  return bytes;
}

/** Compresses to zlib data (RFC 1950) with the platform's stream, off the event loop. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
