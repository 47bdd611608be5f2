/** The embedded store as a separate process. The README of this lib describes its options, messages and signals. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedStore } from './embedded-store.js';
import { EmbeddedStoreError } from './errors.js';

// LevelDB creates its files with the mode that the umask leaves.
process.umask(0o077);

const { values } = parseArgs({ options: { path: { type: 'string' }, port: { type: 'string' } } });
const path = values.path ?? join(process.env.DATA_DIR?.trim() || '.data', 'store');
const port = Number(values.port ?? (process.env.EMBEDDED_STORE_PORT?.trim() || 0));

process.on('uncaughtException', (error) => fail('stopped', `The embedded store stopped: ${error.message}`));

try {
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw EmbeddedStoreError.invalidPort();
  const store = await startEmbeddedStore({ path, port });
  const close = () => store.close().then(() => process.exit(0));
  process.once('SIGTERM', close);
  process.once('disconnect', close);
  // Ctrl-C reaches parent and child at once. The parent still needs the store to finish, then disconnects.
  process.on('SIGINT', () => {
    if (!process.connected) close();
  });
  if (process.send === undefined) console.log(`The embedded store listens at ${store.endpoint}`);
  else process.send({ type: 'ready', endpoint: store.endpoint });
} catch (error) {
  fail(error instanceof EmbeddedStoreError ? error.code : 'failed', (error as Error).message);
}

/** Reports the error to the parent, or on the terminal, and exits. */
function fail(code: string, message: string): void {
  if (process.send === undefined) {
    console.error(message);
    process.exit(1);
  }
  process.send({ type: 'failed', code, message }, () => process.exit(1));
}
