// The ports on which the services of `npm start` listen.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from './child.mjs';

const REQUIRED = { ISSUER_PORT: 3001, VERIFIER_PORT: 3002, PROVER_PORT: 3003 };
/** Callers that let the issuer have any free port need not know these. */
const FURTHER = {
  FULL_ISSUER_PORT: 3004,
  ISSUER_HTTPS_PORT: 3441,
  VERIFIER_HTTPS_PORT: 3442,
  FULL_ISSUER_HTTPS_PORT: 3444,
  PORTAL_PORT: 3000,
};
const DEFAULTS = { ...REQUIRED, ...FURTHER };
const defaultOf = (variable, { ISSUER_PORT }) =>
  String(variable in FURTHER && ISSUER_PORT?.trim() === '0' ? 0 : DEFAULTS[variable]);
const LOOPBACK = ['127.0.0.1', '::1'];
/** Each service serves metrics on a port of its own: METRICS_PORT and the ports after it, in this order. */
const METRICS_ORDER = ['issuer', 'verifier', 'prover', 'full_issuer'];

async function listen(port, host) {
  const server = createServer();
  server.listen({ port, host, exclusive: true });
  await once(server, 'listening');
  return server;
}

/** The error code of listening on a port; undefined if the port is free. */
async function listenError(port) {
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

/** What is wrong with a port; undefined if it can be used. `ports` are those chosen so far, this one included. */
async function problemOf(variable, text, ports) {
  const port = ports[variable];
  if (!/^\d{1,5}$/.test(text) || port > 65535) return `${variable}: expected a port from 0 to 65535.`;
  if (port === 0) return undefined;
  if (Object.values(ports).filter((other) => other === port).length > 1)
    return `${variable}: port ${port} is configured twice. Choose another port.`;
  const code = await listenError(port);
  if (code === 'EACCES') return `Port ${port} is not allowed for this user. Set ${variable} to another port.`;
  if (code === undefined) return undefined;
  return `Port ${port} is in use, perhaps by another npm start. Stop the process that uses it, or set ${variable} to another port.`;
}

/** The metrics port of each service; none if METRICS_PORT is not set. Adds what is wrong with it to `problems`. */
async function chooseMetricsPorts(env, taken, problems) {
  const text = env.METRICS_PORT?.trim();
  if (!text) return {};
  const first = Number(text);
  const last = first + METRICS_ORDER.length - 1;
  if (!/^\d{1,5}$/.test(text) || first < 1 || last > 65535) {
    problems.push(`METRICS_PORT: expected a port from 1 to ${65535 - METRICS_ORDER.length + 1}.`);
    return {};
  }
  const ports = METRICS_ORDER.map((name, i) => [name, first + i]);
  for (const [name, port] of ports) {
    const isTaken = Object.values(taken).includes(port);
    if (isTaken || (await listenError(port)) !== undefined)
      problems.push(
        `METRICS_PORT: the services use the ports ${first} to ${last} for metrics, and port ${port} (${name}) is in use or not allowed. Set METRICS_PORT to another port.`,
      );
  }
  return Object.fromEntries(ports);
}

/**
 * The ports by variable, as configured; 0 selects a free port. `metrics` has the metrics port of each service. Throws a
 * `StartError` that names every problem.
 */
export async function choosePorts(env) {
  const problems = [];
  const ports = {};
  for (const variable of Object.keys(DEFAULTS)) {
    const text = env[variable]?.trim() || defaultOf(variable, env);
    ports[variable] = Number(text);
    const problem = await problemOf(variable, text, ports);
    if (problem) problems.push(problem);
  }
  const metrics = await chooseMetricsPorts(env, ports, problems);
  if (problems.length > 0) throw new StartError(problems.join('\n'));

  // All are held until the last is chosen, so that they differ.
  const held = [];
  for (const variable of Object.keys(ports).filter((name) => ports[name] === 0)) {
    const server = await listen(0, LOOPBACK[0]);
    ports[variable] = server.address().port;
    held.push(server);
  }
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  return { ...ports, metrics };
}
