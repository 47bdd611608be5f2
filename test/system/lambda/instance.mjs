// One instance of a Lambda function: AWS's runtime client with one of our handlers, started as Lambda does it.
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { Program } from '../harness/processes.mjs';
import { onTeardown } from '../harness/teardown.mjs';
import { RuntimeApi } from './runtime-api.mjs';

export const REGION = 'eu-central-1';
/** More than Lambda allows, because this machine may be busy. */
const INIT_MS = 60_000;
const TIMEOUT_MS = 29_000;
const KILL_INTERVAL_MS = 500;

/** What Lambda sets in the environment of every function. */
const lambdaEnvironment = (address) => ({
  AWS_LAMBDA_RUNTIME_API: address,
  AWS_LAMBDA_FUNCTION_NAME: 'zk-income-test',
  AWS_LAMBDA_FUNCTION_VERSION: '1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  AWS_LAMBDA_LOG_GROUP_NAME: '/zk-income-test',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/24/[1]0123456789abcdef',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_REGION: REGION,
  LAMBDA_TASK_ROOT: '/var/task',
  TZ: ':UTC',
});

/** Launches a process of this machine, frozen between invocations as Lambda freezes an instance. */
export const onThisMachine = (folder, handler) => (env) => {
  const program = new Program(process.execPath, [`${folder}/start.mjs`, handler], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
  });
  const { child } = program;
  return {
    program,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill: () => child.kill('SIGKILL'),
  };
};

/** What Lambda gives a container: an unknown user, a read-only root, only /tmp to write to, about one processor. */
const CONTAINER_OPTIONS = [
  ...['--network', 'host', '--user', '993:990', '--read-only', '--tmpfs', '/tmp'],
  ...['--memory', '1769m', '--cpus', '1', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
];

/** Launches a container of an image, with the restrictions of Lambda. */
export const inImage = (image, handler) => (env) => {
  const name = `zk-income-function-${crypto.randomUUID()}`;
  const variables = Object.entries(env).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]);
  const program = new Program('docker', [
    ...['run', '--rm', '--name', name, ...CONTAINER_OPTIONS, ...variables],
    ...[image, 'lambda/start.mjs', handler],
  ]);
  return { program, kill: () => spawnSync('docker', ['kill', name], { stdio: 'ignore' }) };
};

export class Instance {
  #process;

  /**
   * Starts an instance, and waits until it is ready or has failed to start: see `initError`.
   * @param launch starts the process with an environment
   */
  static async start(launch, env) {
    const instance = new Instance();
    instance.api = await RuntimeApi.start();
    const started = performance.now();
    instance.#process = launch({ ...lambdaEnvironment(instance.api.address), ...env });
    const { program } = instance.#process;
    instance.exited = program.exited;
    onTeardown(() => instance.stop());
    const { ready, initError } = instance.api;
    const late = new AbortController();
    const outcome = await Promise.race([
      ready.promise.then(() => 'ready'),
      initError.promise.then((error) => ({ error })),
      instance.exited.then(() => wait(50).then(() => ({ error: undefined }))),
      wait(INIT_MS, { error: undefined }, { signal: late.signal }),
    ]);
    late.abort();
    instance.initMs = performance.now() - started;
    if (outcome === 'ready') {
      instance.#process.freeze?.();
    } else {
      instance.failed = true;
      instance.initError = outcome.error;
    }
    return instance;
  }

  get output() {
    return this.#process.program.output;
  }

  /** The JSON lines in the output. */
  get log() {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  }

  /** Passes an event to the instance. As in Lambda, an instance that does not respond in time is killed. */
  async invoke(event, { timeoutMs = TIMEOUT_MS } = {}) {
    const started = performance.now();
    this.#process.thaw?.();
    const { id, posted } = this.api.invoke(event, Date.now() + timeoutMs);
    const late = new AbortController();
    const outcome = await Promise.race([
      posted,
      this.exited.then((how) => ({ error: { errorType: 'Runtime.ExitError', errorMessage: String(how) } })),
      wait(timeoutMs, { error: { errorType: 'Sandbox.Timedout' } }, { signal: late.signal }).catch(
        () => undefined,
      ),
    ]);
    late.abort();
    const ms = performance.now() - started;
    // Output after the response appears once the instance is thawed.
    this.#process.freeze?.();
    if (outcome.error?.errorType === 'Sandbox.Timedout') this.#process.kill();
    return { id, ms, ...outcome };
  }

  async stop() {
    const { child } = this.#process.program;
    // More than once: a container that is still being created cannot be killed yet.
    while (child.exitCode === null && child.signalCode === null) {
      this.#process.kill();
      await Promise.race([this.exited, wait(KILL_INTERVAL_MS)]);
    }
    await this.exited;
    this.api.close();
  }
}
