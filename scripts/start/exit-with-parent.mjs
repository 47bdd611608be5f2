// Preloaded into the child processes of `npm start`: a process whose parent ends while it is still loading its modules
// exits at once. Later it handles the end of its parent itself, by a `disconnect` listener of its own.
import { isMainThread } from 'node:worker_threads';

function exitUnlessHandled() {
  if (process.listenerCount('disconnect') === 0) process.exit(1);
}

if (isMainThread && process.send !== undefined) {
  process.once('disconnect', exitUnlessHandled);
  // The event may have come before this module ran.
  if (!process.connected) process.exit(1);
}
