// A moto server, which answers like AWS: Secrets Manager, DynamoDB, S3, ECS, Lambda and others.
import { spawn } from 'node:child_process';
import { pythonCommand, pythonTool } from './python-tool.mjs';

const REQUIREMENT = 'moto[server,secretsmanager]==5.2.5';

/**
 * The command of a moto server: the one that MOTO_SERVER names, or one from PyPI, installed in a temporary folder
 * that is kept for the next run. Throws where neither can be had.
 */
export function motoCommand() {
  return process.env.MOTO_SERVER ?? pythonTool('moto_server', REQUIREMENT);
}

/** The command of a moto server; undefined where none can be had, and then says what is not tested. */
export function findMoto(what) {
  try {
    return motoCommand();
  } catch (error) {
    const [reason] = error.message.split('\n');
    process.stderr.write(`SKIPPED: ${what}, because no moto server can be had (${reason}).\n`);
    return undefined;
  }
}

/** Starts a server on a port of its own choice. */
export async function startMoto(command = motoCommand()) {
  const [file, args] = pythonCommand(command, ['-H', '127.0.0.1', '-p', '0']);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  let said = '';
  const announced = new Promise((resolve) => {
    // It is read to the end of its life: a server whose log nobody reads stands still.
    child.stderr.on('data', (text) => {
      if (said.length < 10_000) said += text;
      const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\s)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const endpoint = await Promise.race([ended.then(() => undefined), announced]);
  if (endpoint === undefined) throw new Error('the moto server did not start');
  return {
    endpoint,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
