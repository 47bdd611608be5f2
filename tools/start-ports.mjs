// Which ports the services of `npm start` listen on.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './start-child.mjs';

const DEFAULTS = { ISSUER_PORT: 3001, VERIFIER_PORT: 3002, PROVER_PORT: 3003 };
const LOOPBACK = ['127.0.0.1', '::1'];

async function listen(port, host) {
  const server = createServer();
  server.listen({ port, host, exclusive: true });
  await once(server, 'listening');
  return server;
}

/** The code of the error where a port cannot be had. */
async function obstacle(port) {
  for (const host of LOOPBACK) {
    try {
      const server = await listen(port, host);
      await new Promise((closed) => server.close(closed));
    } catch (error) {
      // Not every machine has IPv6.
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') return error.code;
    }
  }
  return undefined;
}

/** A port by variable, as configured; 0 is a free one. Throws a `StartError` that names all that is wrong. */
export async function choosePorts(env) {
  const problems = [];
  const ports = {};
  for (const [variable, fallback] of Object.entries(DEFAULTS)) {
    const text = env[variable]?.trim() || String(fallback);
    const port = Number(text);
    ports[variable] = port;
    if (!/^\d{1,5}$/.test(text) || port > 65535)
      problems.push(`${variable}: expected a port from 0 to 65535.`);
    else if (port !== 0 && Object.values(ports).indexOf(port) !== Object.values(ports).lastIndexOf(port)) {
      problems.push(`${variable}: expected a port of its own; ${port} is given twice.`);
    } else if (port !== 0) {
      const code = await obstacle(port);
      if (code === 'EACCES')
        problems.push(`Port ${port} is not allowed for this user. Set ${variable} to another port.`);
      else if (code !== undefined) {
        problems.push(
          `Port ${port} is in use, perhaps by another npm start. Stop what listens there, or set ${variable} to another port.`,
        );
      }
    }
  }
  if (problems.length > 0) throw new StartError(problems.join('\n'));

  // Held together until all are chosen, so that they differ.
  const held = [];
  for (const variable of Object.keys(ports).filter((name) => ports[name] === 0)) {
    const server = await listen(0, LOOPBACK[0]);
    ports[variable] = server.address().port;
    held.push(server);
  }
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
