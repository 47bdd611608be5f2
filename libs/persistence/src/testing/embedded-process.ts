import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const SOURCES = resolve(import.meta.dirname, '../embedded');

export interface EmbeddedProcess {
  readonly child: ChildProcess;
  /** What it told its parent first. */
  readonly message: { type: 'ready'; endpoint: string } | { type: 'failed'; code: string; message: string };
  /** Resolves when it has ended, with the exit code or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'zk-income-store-'));

/** Compiles the embedded store into a folder and returns its main file: what is forked must be JavaScript. */
export function compileEmbeddedStore(folder: string): string {
  symlinkSync(resolve(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules'));
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

/** Starts the embedded store as a child and waits for what it says. */
export async function forkEmbeddedStore(main: string, path: string, port = 0): Promise<EmbeddedProcess> {
  const child = fork(main, ['--path', path, '--port', String(port)], { stdio: 'inherit', execArgv: [] });
  const ended = new Promise<number | NodeJS.Signals>((done) => {
    child.once('exit', (code, signal) => done(code ?? signal!));
  });
  const message = await Promise.race([
    new Promise<EmbeddedProcess['message']>((said) => {
      child.once('message', (received) => said(received as EmbeddedProcess['message']));
    }),
    ended.then((how) => {
      throw new Error(`the embedded store ended (${how}) without a word`);
    }),
  ]);
  return { child, message, ended };
}
