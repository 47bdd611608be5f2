// One instance of a Lambda function: AWS's runtime client with one of our handlers, started as Lambda starts it.
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { RuntimeApi } from './runtime-api.mjs';

export const REGION = 'eu-central-1';
/** More than Lambda gives: this machine may have other things to do. */
const INIT_MS = 60_000;
const TIMEOUT_MS = 29_000;

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

/** A process of this machine, frozen between invocations as Lambda freezes an instance. */
export const onThisMachine = (folder, handler) => (env) => {
  const child = spawn(process.execPath, [`${folder}/start.mjs`, handler], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    child,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill: () => child.kill('SIGKILL'),
  };
};

/**
 * A container of an image with as little as Lambda gives it: a user that the image does not know, a root that cannot be
 * written, no more than /tmp, and about one processor.
 */
export const inImage = (image, handler) => (env) => {
  const name = `zk-income-function-${crypto.randomUUID()}`;
  const limits = [
    '--memory',
    '1769m',
    '--cpus',
    '1',
    '--cap-drop',
    'ALL',
    '--security-opt',
    'no-new-privileges',
  ];
  const child = spawn(
    'docker',
    [
      ...[
        'run',
        '--rm',
        '--name',
        name,
        '--network',
        'host',
        '--user',
        '993:990',
        '--read-only',
        '--tmpfs',
        '/tmp',
      ],
      ...limits,
      ...Object.entries(env).flatMap(([variable, value]) => ['--env', `${variable}=${value}`]),
      ...[image, 'lambda/start.mjs', handler],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return { child, kill: () => spawn('docker', ['kill', name], { stdio: 'ignore' }) };
};

export class Instance {
  output = '';
  #process;

  /**
   * Starts an instance and waits until it is ready, or has said or shown that it cannot be: see `initError`.
   * @param launch starts the process with an environment
   */
  static async start(launch, env) {
    const instance = new Instance();
    instance.api = await RuntimeApi.start();
    const started = performance.now();
    instance.#process = launch({ ...lambdaEnvironment(instance.api.address), ...env });
    const { child } = instance.#process;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        instance.output += text;
      });
    }
    instance.exited = new Promise((resolve) =>
      child.once('close', (code, signal) => resolve(code ?? signal)),
    );
    instance.pid = child.pid;
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

  /** Lines of JSON that the instance has logged. */
  get log() {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
  }

  /** Hands the instance an event. As in Lambda, one that gives no answer in time is killed. */
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
    // Whatever it would say after its answer, it says when it is thawed.
    this.#process.freeze?.();
    if (outcome.error?.errorType === 'Sandbox.Timedout') this.#process.kill();
    return { id, ms, ...outcome };
  }

  async stop() {
    this.#process.kill();
    await this.exited;
    this.api.close();
  }
}
