// AWS as the deployment scripts see it: a proxy in front of a moto server, which records every call and adds what moto
// lacks. Also serves the public endpoints of the deployed services for the smoke test.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startMoto } from '../harness/moto.mjs';
import { onTeardown } from '../harness/teardown.mjs';
import { deploymentAccesses } from '../permissions/deployment-permissions.mjs';
import { ACCOUNT } from '../permissions/required-permissions.mjs';

export const REGION = 'eu-central-1';
/** The access key ID of calls that set a test up, in the default account of moto. */
const SETUP_KEY = 'setup';

const LAMBDA_OPERATIONS = [
  ['GET', /^\/2015-03-31\/functions\/[^/]+$/, 'GetFunction'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, 'GetAlias'],
  ['PUT', /^\/2015-03-31\/functions\/[^/]+\/aliases\/[^/]+$/, 'UpdateAlias'],
  ['PUT', /^\/2015-03-31\/functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/versions$/, 'PublishVersion'],
];

async function listen(handle) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

/** The principal, service and operation of a request. */
export function parseCall(method, path, headers) {
  const [, principal, service] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target']?.split('.')[1];
  const byPath = () =>
    LAMBDA_OPERATIONS.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2];
  return { principal, service, operation: target ?? byPath() ?? `${method} ${path}` };
}

export class AwsStandIn {
  /** By access key ID: the operations called. */
  calls = new Map();
  /** By access key ID: what IAM would have decided for these calls. */
  accesses = new Map();
  /** By access key ID: the environment, which simulates the ECS scheduler and the services. */
  environments = new Map();
  /** Where the scripts reach AWS. */
  endpoint;
  #moto;
  #servicesUrl;

  static async start() {
    const aws = new AwsStandIn();
    aws.#moto = await startMoto();
    onTeardown(() => aws.#moto.close());
    aws.endpoint = await listen((request, response) => aws.#proxy(request, response));
    aws.#servicesUrl = await listen((request, response) => aws.#serve(request, response));
    return aws;
  }

  /** The moto server. */
  get motoEndpoint() {
    return this.#moto.endpoint;
  }

  /** The URL of the services of all environments, at `/ENVIRONMENT/SERVICE`. */
  get servicesUrl() {
    return this.#servicesUrl;
  }

  /** The public URL of a service of an environment. */
  publicUrl(environment, service) {
    return `${this.#servicesUrl}/${environment.name}/${service}`;
  }

  /**
   * Calls AWS without recording, to set up a test.
   * @param target the target of a JSON protocol, or `METHOD /path` for Lambda
   * @param accessKey decides the account
   */
  async request(service, target, body, accessKey) {
    const [method, path] = target.includes(' ') ? target.split(' ') : ['POST', '/'];
    const headers =
      path === '/'
        ? { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }
        : { 'content-type': 'application/json' };
    const options = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    return JSON.parse(await this.#send(service, target, path, options, accessKey));
  }

  /** Creates a role that an AWS service can assume, and returns its ARN. */
  async createRole(RoleName, Service, accessKey) {
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const call = { Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument };
    const options = { method: 'POST', body: new URLSearchParams(call) };
    return /<Arn>(.+?)<\/Arn>/.exec(await this.#send('iam', 'CreateRole', '/', options, accessKey))[1];
  }

  async #send(service, call, path, options, accessKey = SETUP_KEY) {
    const scope = `${accessKey}/20260101/${REGION}/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const response = await fetch(this.#moto.endpoint + path, {
      ...options,
      headers: { ...options.headers, authorization },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${call}: ${response.status} ${text}`);
    return text;
  }

  async #proxy(request, response) {
    const { url, method, headers: received } = request;
    const body = await buffer(request);
    const call = parseCall(method, url.split('?')[0], received);
    this.#record(call, url, body);
    const { host, connection, 'content-length': _, ...headers } = received;
    // As ECR does, moto must look into the account of the registry, which is its default account.
    if (call.service === 'ecr' && JSON.parse(body.toString() || '{}').registryId === ACCOUNT)
      headers.authorization = headers.authorization.replace(call.principal, SETUP_KEY);
    const upstream = await fetch(this.#moto.endpoint + url, {
      method,
      headers,
      ...(body.length > 0 && { body }),
    });
    let text = await upstream.text();
    const environment = this.environments.get(call.principal);
    if (upstream.ok && environment && text !== '')
      text = JSON.stringify(
        await environment.adjustResponse(call.operation, url, JSON.parse(text), body.toString()),
      );
    const type = upstream.headers.get('content-type') ?? 'text/plain';
    response.writeHead(upstream.status, { 'content-type': type }).end(text);
  }

  #record({ principal, service, operation }, url, body) {
    this.calls.set(principal, [...(this.calls.get(principal) ?? []), `${service}:${operation}`]);
    const call = {
      account: ACCOUNT,
      service,
      operation,
      region: REGION,
      url: new URL(url, this.endpoint),
      body: JSON.parse(body.toString() || '{}'),
    };
    this.accesses.set(principal, [...(this.accesses.get(principal) ?? []), ...deploymentAccesses(call)]);
  }

  /** Answers a request of the smoke test to a deployed service. */
  async #serve(request, response) {
    const [, name, service, ...path] = request.url.split('/');
    const environment = [...this.environments.values()].find((one) => one.name === name);
    const { status, body } = await environment.serviceResponse(
      service,
      `${request.method} /${path.join('/')}`,
    );
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  }
}
