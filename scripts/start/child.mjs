// Child processes of `npm start`: each reports over IPC when it is ready.
import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const EXIT_WITH_PARENT = new URL('./exit-with-parent.mjs', import.meta.url).href;

/** How long a process may take to end on SIGTERM before it is killed, after it has drained. */
const STOP_MS = 12_000;

/** An error whose message is all that the user needs to see. */
export class StartError extends Error {}

/** A child process that sends `{ type: 'ready', … }`, or `{ type: 'failed', message }` if it cannot start. */
export class Child {
  /** @param stdout where its standard output goes, as in `stdio` of node:child_process */
  constructor(name, file, args, env, stdout = 'inherit') {
    this.name = name;
    this.stopMs = STOP_MS + 1000 * (Number(env.SHUTDOWN_DRAIN_SECONDS) || 0);
    const stdio = ['ignore', stdout, 'inherit', 'ipc'];
    this.process = fork(file, args, { env, stdio, execArgv: ['--import', EXIT_WITH_PARENT] });
    this.exited = new Promise((resolve) => {
      this.process.once('exit', (code, signal) =>
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
      this.process.once('error', (error) => resolve(error.message));
    });
  }

  /** The message of the process that it is ready. Throws `StartError` if it fails or exits before. */
  async ready() {
    const received = new Promise((resolve) => this.process.once('message', resolve));
    const ended = this.exited.then((how) => ({
      message: `The ${this.name} exited before it was ready (${how}).`,
    }));
    const message = await Promise.race([received, ended]);
    if (message.type === 'ready') return message;
    throw new StartError(message.message);
  }

  /** Sends a message to the process, which may wait for it before it is ready. */
  tell(message) {
    this.process.send(message);
  }

  async stop() {
    this.process.kill('SIGTERM');
    const timer = new AbortController();
    const late = wait(this.stopMs, 'late', { signal: timer.signal }).catch(() => undefined);
    if ((await Promise.race([this.exited, late])) === 'late') {
      this.process.kill('SIGKILL');
      await this.exited;
    }
    timer.abort();
  }
}
