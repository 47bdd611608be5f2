// AWS as the scripts see it: a moto server, with what moto lacks put before it. Records every call, answers for the
// scheduler of ECS, and runs the "services" that a smoke test asks.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { startMoto } from '../../test/system/harness/moto.mjs';
import { deploymentPermissions } from '../../test/system/permissions/deployment-permissions.mjs';

export const REGION = 'eu-central-1';
const LAMBDA_CALLS = [
  ['GET', /^\/2015-03-31\/functions\/[^/]+$/, 'GetFunction'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, 'GetAlias'],
  ['PUT', /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, 'UpdateAlias'],
  ['PUT', /^\/2015-03-31\/functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/versions$/, 'PublishVersion'],
];

async function bodyOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listen(handle) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

/** Who calls what, by the signature and the operation's own name. */
function readCall(method, path, headers) {
  const [, who, service] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target']?.split('.')[1];
  const byPath = () => LAMBDA_CALLS.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2];
  return { who, service, operation: target ?? byPath() ?? `${method} ${path}` };
}

export class Cloud {
  /** By access key: the calls that were made with it. */
  calls = new Map();
  /** By access key: what those calls need to be allowed. */
  needs = new Map();
  /** By access key: an environment, which says how the scheduler of ECS and the services do. */
  environments = new Map();

  static async start() {
    const cloud = new Cloud();
    cloud.moto = await startMoto();
    cloud.front = await listen((request, response) => cloud.#call(request, response));
    cloud.services = await listen((request, response) => cloud.#answer(request, response));
    return cloud;
  }

  get endpoint() {
    return this.front.url;
  }

  /** Where a service of an environment is reached. */
  publicUrl(environment, service) {
    return `${this.services.url}/${environment.name}/${service}`;
  }

  async close() {
    for (const { server } of [this.front, this.services]) server.close();
    await this.moto.close();
  }

  /** Calls AWS past the recorder. */
  async #send(service, what, path, options) {
    const scope = `seed/20260101/${REGION}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const response = await fetch(this.moto.endpoint + path, {
      ...options,
      headers: { ...options.headers, authorization },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
    return text;
  }

  /** Calls a service past the recorder. `target` is that of a JSON protocol, or `METHOD /path` of Lambda. */
  async request(service, target, body) {
    const [method, path] = target.includes(' ') ? target.split(' ') : ['POST', '/'];
    const headers =
      path === '/'
        ? { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
        : { 'content-type': 'application/json' };
    const options = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    return JSON.parse(await this.#send(service, target, path, options));
  }

  /** A role that a service of AWS may take; returns its ARN. */
  async role(RoleName, Service) {
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const call = { Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument };
    const options = { method: 'POST', body: new URLSearchParams(call) };
    return /<Arn>(.+?)<\/Arn>/.exec(await this.#send('iam', 'CreateRole', '/', options))[1];
  }

  ecs(operation, body) {
    return this.request('ecs', `AmazonEC2ContainerServiceV20141113.${operation}`, body);
  }

  async #call(request, response) {
    const body = await bodyOf(request);
    const { who, service, operation } = readCall(request.method, request.url.split('?')[0], request.headers);
    this.calls.set(who, [...(this.calls.get(who) ?? []), `${service}:${operation}`]);
    this.#note(who, { service, operation, url: request.url, body });
    const { host, connection, 'content-length': _, ...headers } = request.headers;
    const answer = await fetch(this.moto.endpoint + request.url, {
      method: request.method,
      headers,
      ...(body.length > 0 && { body }),
    });
    let text = await answer.text();
    const environment = this.environments.get(who);
    if (answer.ok && environment)
      text = JSON.stringify(await environment.amend(operation, request.url, JSON.parse(text)));
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    response.end(text);
  }

  #note(who, { service, operation, url, body }) {
    const call = { service, operation, region: REGION, url: new URL(url, this.endpoint) };
    const json = service === 'lambda' ? undefined : JSON.parse(body.toString() || '{}');
    const needs = this.needs.get(who) ?? new Set();
    this.needs.set(who, needs);
    for (const needed of deploymentPermissions({ ...call, body: json })) needs.add(needed);
  }

  /** A service as the smoke test sees it. */
  async #answer(request, response) {
    const [, name, service, ...path] = request.url.split('/');
    const environment = [...this.environments.values()].find((one) => one.name === name);
    const answer = await environment.answer(service, `${request.method} /${path.join('/')}`);
    const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'content-type': type }).end(JSON.stringify(answer.body));
  }
}
