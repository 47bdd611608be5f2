// A moto server, which answers like AWS: Secrets Manager, DynamoDB, S3, ECS, Lambda and others. Specs of jest use it too,
// so it may import nothing of node:test.
import { spawn } from 'node:child_process';
import { pythonCommand, pythonTool } from './python-tool.mjs';

const REQUIREMENT = 'moto[server,secretsmanager]==5.2.5';
const LOG_LIMIT = 10_000;

/**
 * The command of a moto server: the one that MOTO_SERVER names, otherwise one from PyPI in a temporary folder that is kept
 * for later runs. Throws if it cannot be installed.
 */
export function motoCommand() {
  return process.env.MOTO_SERVER ?? pythonTool('moto_server', REQUIREMENT);
}

/** The command of a moto server; undefined if it cannot be installed, after a message that names the skipped tests. */
export function findMoto(tests) {
  try {
    return motoCommand();
  } catch (error) {
    const [reason] = error.message.split('\n');
    process.stderr.write(`SKIPPED: ${tests}, because the moto server could not be installed (${reason}).\n`);
    return undefined;
  }
}

/** Starts a moto server on a free port. */
export async function startMoto(command = motoCommand()) {
  const [file, args] = pythonCommand(command, ['-H', '127.0.0.1', '-p', '0']);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  let log = '';
  const announced = new Promise((resolve) => {
    // Keep reading for as long as the server runs: it blocks when the pipe is full.
    child.stderr.on('data', (text) => {
      if (log.length < LOG_LIMIT) log += text;
      const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(log) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const endpoint = await Promise.race([exited.then(() => undefined), announced]);
  if (endpoint === undefined) throw new Error(`The moto server did not start:\n${log}`);
  return {
    endpoint,
    close: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
