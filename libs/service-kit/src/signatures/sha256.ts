import { createHash } from 'node:crypto';

/** SHA-256 with node:crypto: five times as fast as an implementation in JavaScript. */
export const nodeSha256 = (bytes: Uint8Array): Uint8Array =>
  // Copied, because a digest may be a view of a larger buffer, all of which would be sent to a worker thread.
  new Uint8Array(createHash('sha256').update(bytes).digest());
