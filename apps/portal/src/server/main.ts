// The portal's server: a child process of `npm start`, which sends the settings and is told when the server listens.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createPortalServer } from './portal-server.js';
import type { PortalSettings } from './settings.js';

function tell(message: object): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit(1));
if (process.send === undefined) {
  process.stderr.write('The portal is a part of npm start.\n');
  process.exit(2);
}
try {
  const [settings] = (await once(process, 'message')) as [PortalSettings];
  const app = await createPortalServer(settings);
  // On both loopback addresses, and no other.
  await app.listen({ host: 'localhost', port: settings.port });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void app.close().finally(() => process.exit(0)));
  tell({ type: 'ready', port: (app.server.address() as AddressInfo).port });
} catch (error) {
  tell({ type: 'failed', message: `The portal could not start: ${(error as Error).message}` });
  process.exitCode = 1;
}
