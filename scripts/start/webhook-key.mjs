// The key from which `npm start` derives the secrets of webhooks: the first start makes it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the key of a data folder, or makes it, readable only for its user. */
export function webhookKeyOf(dataFolder) {
  const file = join(dataFolder, 'webhook-key');
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
