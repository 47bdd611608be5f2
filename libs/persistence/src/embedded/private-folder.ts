import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder and everything in it accessible for this user only, whatever the umask was when it was created. Files
 * that belong to another user keep their mode.
 */
export function makePrivate(folder: string): void {
  changeMode(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makePrivate(path);
    else if (entry.isFile()) changeMode(path, 0o600);
  }
}

function changeMode(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // ENOENT: a temporary file of the database that is gone.
    if (!['EPERM', 'EROFS', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
