import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { startMetricsServer } from '../observability/metrics-server.js';
import { explainStart } from './start-error.js';

let other: Server;
let port: number;

beforeEach(async () => {
  other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  port = (other.address() as AddressInfo).port;
});

afterEach(() => new Promise((closed) => other.close(closed)));

const explained = async (env: Record<string, string>, host: string, listenOn: number) => {
  const config = loadConfig(ServiceConfig, env);
  const error = await startMetricsServer(loadConfig(ServiceConfig, { HOST: host }), listenOn).then(
    () => new Error('it listens'),
    (reason: unknown) => reason,
  );
  return explainStart('issuer', error, config);
};

test('a port in use is reported with the variable that set it', async () => {
  const text = `The issuer could not listen on port ${port}`;
  const metrics = await explained({ PORT: '0', METRICS_PORT: String(port) }, '127.0.0.1', port);
  expect(metrics).toContain(`${text} (METRICS_PORT): the port is in use.`);
  expect(metrics).toContain('or set METRICS_PORT to another port.');
  const own = await explained({ PORT: String(port), METRICS_PORT: '9464' }, '127.0.0.1', port);
  expect(own).toContain(`${text} (PORT): the port is in use.`);
  expect(own).not.toContain('METRICS_PORT');
});

// TEST-NET-1 of RFC 5737 and the top-level domain of RFC 6761 belong to no machine.
test.each(['192.0.2.1', 'host.invalid'])('HOST=%s is reported as HOST', async (host) => {
  expect(await explained({ HOST: host }, host, 0)).toContain('could not listen on HOST');
});

test('other errors keep their explanation or, if unexpected, lose their message', () => {
  const explainedError = Object.assign(new Error('No key.'), { name: 'KeyVaultError' });
  expect(explainStart('issuer', explainedError)).toBe('The issuer could not start. No key.');
  expect(explainStart('issuer', new Error('a secret'))).not.toContain('a secret');
});
