// The processes that `npm start` is made of, and how they end.
import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** For how long a process may take to end before it is killed. */
const PATIENCE_MS = 12_000;

/** What is said to the person at the terminal, and nothing else. */
export class StartError extends Error {}

/** A process of ours. It says over the channel when it is ready, or why it cannot start. */
export class Child {
  constructor(name, file, args, env) {
    this.name = name;
    this.process = fork(file, args, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.exited = new Promise((resolve) => {
      this.process.once('exit', (code, signal) => resolve(signal ?? code));
      this.process.once('error', (error) => resolve(error.message));
    });
  }

  /** What the process says when it is ready. Throws `StartError` where it does not get there. */
  async ready() {
    const said = new Promise((resolve) => this.process.once('message', resolve));
    const ended = this.exited.then((how) => ({
      message: `The ${this.name} ended before it was ready (${how}).`,
    }));
    const answer = await Promise.race([said, ended]);
    if (answer.type === 'ready') return answer;
    throw new StartError(answer.message);
  }

  async stop() {
    this.process.kill('SIGTERM');
    const patience = new AbortController();
    const late = wait(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => undefined);
    if ((await Promise.race([this.exited, late])) === 'late') {
      this.process.kill('SIGKILL');
      await this.exited;
    }
    patience.abort();
  }
}
