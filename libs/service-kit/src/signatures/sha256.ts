import { createHash } from 'node:crypto';

/** SHA-256 by Node's own crypto: a fifth of the time of one in JavaScript. */
export const nodeSha256 = (bytes: Uint8Array): Uint8Array =>
  // A copy of its own: what Node gives may be a view of a larger buffer, all of which would be sent to a worker.
  new Uint8Array(createHash('sha256').update(bytes).digest());
