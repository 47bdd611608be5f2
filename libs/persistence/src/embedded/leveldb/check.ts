import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logRecords } from './log.js';
import { readManifest } from './manifest.js';
import { FormatError } from './reader.js';
import { checkTable } from './table.js';

/**
 * What is wrong with the files of a LevelDB that nobody has open; undefined when nothing is. Reads each file
 * once and checks LevelDB's own checksums: by itself it silently drops records of its log that it cannot
 * read, never looks at the checksums of its tables, and takes a folder without CURRENT for a new one.
 */
export function findCorruption(folder: string): string | undefined {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (!files.includes('CURRENT')) {
    const remains = files.some((file) => /^MANIFEST-|\.(log|ldb|sst)$/.test(file));
    return remains ? 'the file CURRENT is missing' : undefined;
  }
  const manifest = /^(MANIFEST-\d+)\n$/.exec(readFileSync(join(folder, 'CURRENT'), 'latin1'))?.[1];
  if (manifest === undefined) return 'the file CURRENT is damaged';
  const reading = { file: manifest };
  try {
    checkFiles(folder, files, manifest, reading);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return `the file ${reading.file} is damaged: ${error.message}`;
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
