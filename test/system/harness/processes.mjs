// Child processes of tests. The teardown ends all that still run.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { assertNotTornDown, onTeardown } from './teardown.mjs';

export const root = join(import.meta.dirname, '../../..');

/** How long a process may take to end on SIGTERM before it gets SIGKILL. */
const STOP_MS = 20_000;
const OUTPUT_LIMIT = 1 << 26;

/** A running program: its output so far, what it says, and how it ends. */
export class Program {
  /** Standard output and standard error together. */
  output = '';
  stdout = '';
  #waiting = new Set();

  constructor(file, args, { env = process.env, cwd = root, ipc = false, onText = () => {} } = {}) {
    assertNotTornDown();
    this.name = [file, ...args].join(' ');
    this.child = spawn(file, args, {
      env,
      cwd,
      // A process group, so that `stop` also ends what the program has started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc'] : [])],
    });
    this.child.stdout.on('data', (text) => {
      if (this.stdout.length < OUTPUT_LIMIT) this.stdout += text;
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        if (this.output.length < OUTPUT_LIMIT) this.output += text;
        onText(text);
        for (const check of this.#waiting) check();
      });
    }
    /** Resolves with the exit code, or the name of the signal that ended the process, after all output was read. */
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve(code ?? signal));
      this.child.once('error', (error) => resolve(error.code));
    });
    onTeardown(() => this.stop());
  }

  /** The match of a pattern in the output, as soon as there is one. */
  line(pattern) {
    const found = new Promise((resolve) => {
      const check = () => {
        const match = pattern.exec(this.output);
        if (match === null) return;
        this.#waiting.delete(check);
        resolve(match);
      };
      this.#waiting.add(check);
      check();
    });
    return this.#unlessExited(found, `printed ${pattern}`);
  }

  /** The next message over the IPC channel. */
  message() {
    const received = new Promise((resolve) => this.child.once('message', resolve));
    return this.#unlessExited(received, 'sent a message');
  }

  /** Ends the process group by SIGTERM, by SIGKILL if that takes too long. Returns the exit code or signal. */
  async stop() {
    this.#signal('SIGTERM');
    const patience = new AbortController();
    const late = wait(STOP_MS, 'late', { signal: patience.signal }).catch(() => undefined);
    if ((await Promise.race([this.exited, late])) === 'late') this.#signal('SIGKILL');
    patience.abort();
    return this.exited;
  }

  #signal(signal) {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  async #unlessExited(awaited, what) {
    const ended = this.exited.then((how) => {
      throw new Error(`${this.name} ended (${how}) before it ${what}:\n${this.output.slice(-4000)}`);
    });
    return Promise.race([awaited, ended]);
  }
}

/** Runs a program to its end. Returns its exit code (or signal) and everything that it printed, in order. */
export async function runProgram(file, args, options) {
  const program = new Program(file, args, options);
  return { code: await program.exited, output: program.output };
}

/** The same; throws with the end of the output unless the exit code is 0. Returns the output. */
export async function runOrThrow(file, args, options) {
  const { code, output } = await runProgram(file, args, options);
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} failed (${code}):\n${output.slice(-4000)}`);
  return output;
}

/** Runs a program to its end; throws with the end of its output unless the exit code is 0. Returns its standard output. */
export async function stdoutOf(file, args, options) {
  const program = new Program(file, args, options);
  const code = await program.exited;
  if (code !== 0) throw new Error(`${program.name} failed (${code}):\n${program.output.slice(-4000)}`);
  return program.stdout;
}

/**
 * Starts a program of ours that reports over IPC when it is ready: a service, the embedded store, `npm start`'s script.
 *
 * @param file path below the root of the repository
 * @returns what it reported, and the program
 */
export async function startService(file, { args = [], env } = {}) {
  const program = new Program(process.execPath, [join(root, file), ...args], { env, ipc: true });
  const message = await program.message();
  if (message.type !== 'ready') throw new Error(`${file} did not start: ${message.message}`);
  return { ...message, program };
}
