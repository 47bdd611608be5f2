import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logRecords } from './log.js';
import { readManifest } from './manifest.js';
import { FormatError } from './reader.js';
import { checkTable } from './table.js';

/**
 * The first corruption in the files of a LevelDB that no process has open, or undefined. Reads each file once and
 * verifies the checksums that LevelDB stores. LevelDB itself silently drops unreadable records of its log, does not
 * verify the checksums of its tables, and treats a folder without CURRENT as new.
 */
export function findCorruption(folder: string): string | undefined {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (!files.includes('CURRENT')) {
    const hasData = files.some((file) => /^MANIFEST-|\.(log|ldb|sst)$/.test(file));
    return hasData ? 'the file CURRENT is missing' : undefined;
  }
  const manifest = /^(MANIFEST-\d+)\n$/.exec(readFileSync(join(folder, 'CURRENT'), 'latin1'))?.[1];
  if (manifest === undefined) return 'the file CURRENT is invalid';
  const reading = { file: manifest };
  try {
    checkFiles(folder, files, manifest, reading);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return `the file ${reading.file} is invalid: ${error.message}`;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `the file ${reading.file} is missing`;
    throw error;
  }
}

function checkFiles(
  folder: string,
  files: readonly string[],
  manifest: string,
  reading: { file: string },
): void {
  const open = (file: string): Uint8Array => {
    reading.file = file;
    return readFileSync(join(folder, file));
  };
  const { tables, firstLog } = readManifest(open(manifest));
  for (const number of tables) {
    const name = fileName(number);
    checkTable(open(files.includes(`${name}.sst`) ? `${name}.sst` : `${name}.ldb`));
  }
  const logs = files.filter((file) => file.endsWith('.log') && Number.parseInt(file, 10) >= firstLog);
  if (firstLog > 0) logs.push(`${fileName(firstLog)}.log`);
  for (const file of new Set(logs)) {
    for (const record of logRecords(open(file))) void record;
  }
}

const fileName = (number: number): string => String(number).padStart(6, '0');
