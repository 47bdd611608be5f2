import { type ChildProcess, fork } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { createStoreClient, type StoreClient } from '../store-client.js';

const SOURCES = resolve(import.meta.dirname, '../embedded');
const NODE_MODULES = resolve(import.meta.dirname, '../../../../node_modules');

export interface EmbeddedProcess {
  readonly child: ChildProcess;
  /** The first message to the parent. */
  readonly message: { type: 'ready'; endpoint: string } | { type: 'failed'; code: string; message: string };
  /** Resolves with the exit code or the signal when the process has exited. */
  readonly exited: Promise<number | NodeJS.Signals>;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'zk-income-store-'));

/** Compiles the embedded store, because `fork` needs JavaScript. Returns the path of its main file. */
export function compileEmbeddedStore(folder: string, nodeModules = NODE_MODULES): string {
  symlinkSync(nodeModules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /\.(spec|d)\.ts$/.test(file)) continue;
    const output = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(output), { recursive: true });
    const { outputText } = ts.transpileModule(readFileSync(join(SOURCES, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(output, outputText);
  }
  return join(folder, 'main.js');
}

/** Starts the embedded store as a child process and waits for its first message. */
export async function forkEmbeddedStore(main: string, path: string, port = 0): Promise<EmbeddedProcess> {
  const child = fork(main, ['--path', path, '--port', String(port)], { stdio: 'inherit', execArgv: [] });
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal!));
  });
  const message = await Promise.race([
    new Promise<EmbeddedProcess['message']>((resolve) => {
      child.once('message', (received) => resolve(received as EmbeddedProcess['message']));
    }),
    exited.then((status) => {
      throw new Error(`The embedded store exited (${status}) before its first message.`);
    }),
  ]);
  return { child, message, exited };
}

/** A client of a store that is ready. */
export function clientOf({ message }: EmbeddedProcess, maxAttempts = 4): StoreClient {
  if (message.type !== 'ready') throw new Error(message.message);
  return createStoreClient({ endpoint: message.endpoint, maxAttempts });
}

/** Temporary folders and child processes of a test file. `close` kills the processes and deletes the folders. */
export class EmbeddedProcesses {
  private readonly folders: string[] = [];
  private readonly started: EmbeddedProcess[] = [];
  private readonly main = compileEmbeddedStore(this.newFolder());

  newFolder(): string {
    const folder = temporaryFolder();
    this.folders.push(folder);
    return folder;
  }

  async start(path: string, main = this.main): Promise<EmbeddedProcess> {
    const process = await forkEmbeddedStore(main, path);
    this.started.push(process);
    return process;
  }

  async close(): Promise<void> {
    for (const { child, exited } of this.started) {
      child.kill('SIGKILL');
      await exited;
    }
    for (const folder of this.folders) rmSync(folder, { recursive: true });
  }
}
