// AWS accounts as the documents and the workflows see them: a proxy in front of AWS that lets each role do what its policies
// allow, and nothing else. Administrators may do everything.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTeardown } from '../harness/teardown.mjs';
import { evaluate } from './policy-decision.mjs';

const REGION = 'eu-central-1';

const S3_ACTIONS = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

/** The action, resource and context of a request, as IAM evaluates them. Undefined for those that need no permission. */
function accessOf(account, { method, service, url, target, body }) {
  const arn = (resource) => `arn:aws:${service}:${REGION}:${account}:${resource}`;
  if (service === 's3') {
    const [, bucket, key] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname));
    if (key === '') {
      const prefix = url.searchParams.get('prefix');
      const context = prefix === null ? {} : { 's3:prefix': prefix };
      return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context };
    }
    return { action: S3_ACTIONS[method], resource: `arn:aws:s3:::${bucket}/${key}`, context: {} };
  }
  if (service === 'sts') return undefined;
  const input = body.length > 0 && target ? JSON.parse(body.toString()) : {};
  if (service === 'dynamodb') {
    const { LockID } = input.Key ?? input.Item ?? {};
    const context = LockID === undefined ? {} : { 'dynamodb:LeadingKeys': [LockID.S] };
    return { action: `dynamodb:${target}`, resource: arn(`table/${input.TableName}`), context };
  }
  if (service === 'ecr') {
    const resource = input.repositoryName === undefined ? '*' : arn(`repository/${input.repositoryName}`);
    return { action: `ecr:${target}`, resource, context: {} };
  }
  // The calls of the deployment scripts are compared with the policies in fargate.test.mjs and lambda.test.mjs.
  return undefined;
}

const CREDENTIAL = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//;

export class AccountProxy {
  /** Where Terraform, the AWS CLI and the scripts reach AWS. */
  endpoint;
  /** The requests that were denied, as text. */
  denied = [];
  /** Names of the functions that were invoked. */
  invoked = [];
  #sessions = new Map();
  #upstream;

  /** @param upstream returns the URL of AWS for a service */
  static async start(upstream) {
    const proxy = new AccountProxy();
    proxy.#upstream = upstream;
    const server = createServer((request, response) => {
      proxy.#handle(request, response).catch((error) => response.writeHead(500).end(String(error.stack)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTeardown(() => {
      server.closeAllConnections();
      server.close();
    });
    proxy.endpoint = `http://127.0.0.1:${server.address().port}`;
    return proxy;
  }

  /** Credentials of a role. Without `policies` it may do everything. */
  session(accessKey, account, policies) {
    this.#sessions.set(accessKey, { account, policies });
    return {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    };
  }

  async #handle(request, response) {
    const body = await buffer(request);
    const { method, headers } = request;
    const url = new URL(request.url, 'http://aws');
    const [, accessKey, service] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
    const session = this.#sessions.get(accessKey);
    if (session === undefined) return response.writeHead(403).end(`unknown credentials: ${accessKey}`);
    if (session.policies !== undefined) {
      const target = headers['x-amz-target']?.split('.')[1];
      const access = accessOf(session.account, { method, service, url, target, body });
      if (access !== undefined && evaluate(session.policies, access) !== 'Allow') {
        this.denied.push(`${accessKey}: ${access.action} on ${access.resource}`);
        return this.#deny(response, service, access);
      }
    }
    const [, invoked] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
    if (invoked !== undefined) return this.#invoke(invoked, headers, response);
    await this.#forward(request, body, service, response);
  }

  #deny(response, service, { action, resource }) {
    const message = `not authorized to perform: ${action} on resource: ${resource}`;
    const [type, text] =
      service === 's3'
        ? ['application/xml', `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`]
        : ['application/x-amz-json-1.0', JSON.stringify({ __type: 'AccessDeniedException', message })];
    response.writeHead(service === 's3' ? 403 : 400, { 'content-type': type }).end(text);
  }

  /** Functions exist, but moto would need Docker to run them. */
  async #invoke(name, headers, response) {
    const found = await fetch(`${this.#upstream('lambda')}/2015-03-31/functions/${name}`, {
      headers: { authorization: headers.authorization },
    });
    if (!found.ok) return response.writeHead(found.status).end(await found.text());
    this.invoked.push(name);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }

  async #forward(request, body, service, response) {
    const {
      host,
      connection,
      expect,
      'content-length': _,
      'transfer-encoding': __,
      ...headers
    } = request.headers;
    const upstream = await fetch(this.#upstream(service) + request.url, {
      method: request.method,
      headers,
      ...(body.length > 0 && { body }),
    });
    const received = Object.fromEntries(upstream.headers);
    for (const name of [
      'content-length',
      'content-encoding',
      'transfer-encoding',
      'connection',
      'keep-alive',
    ])
      delete received[name];
    const bytes = Buffer.from(await upstream.arrayBuffer());
    if (request.method === 'HEAD') received['content-length'] = upstream.headers.get('content-length') ?? '0';
    response.writeHead(upstream.status, received).end(bytes);
  }
}
