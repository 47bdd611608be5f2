// AWS accounts as the documents and the workflows see them: a proxy in front of AWS that lets each role do what the simulator
// of IAM allows with its policies, and nothing else. Administrators may do everything.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTeardown } from '../harness/teardown.mjs';
import { deploymentAccesses } from '../permissions/deployment-permissions.mjs';
import { isAllowed, roleArn } from '../permissions/simulator.mjs';
import { parseCall, REGION } from './aws-stand-in.mjs';
import { STATE_KEY_ID } from './terraform-data.mjs';

const S3_ACTIONS = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};
/** S3 uses the key of the state as the caller: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const KMS_ACTIONS = { 's3:GetObject': 'kms:Decrypt', 's3:PutObject': 'kms:GenerateDataKey' };

function s3Accesses(account, { method, url }) {
  const [, bucket, key] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname));
  if (key === '') {
    const prefix = url.searchParams.get('prefix');
    const context = prefix === null ? {} : { 's3:prefix': prefix };
    return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context }];
  }
  const action = S3_ACTIONS[method];
  const accesses = [{ action, resource: `arn:aws:s3:::${bucket}/${key}`, context: {} }];
  if (KMS_ACTIONS[action] === undefined) return accesses;
  const resource = `arn:aws:kms:${REGION}:${account}:key/${STATE_KEY_ID}`;
  const context = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
  return [...accesses, { action: KMS_ACTIONS[action], resource, context }];
}

/** What IAM decides for a request. Nothing for those that need no permission. */
function accessesOf(account, { method, service, url, headers, body }) {
  if (service === 'sts') return [];
  if (service === 's3') return s3Accesses(account, { method, url });
  const { operation } = parseCall(method, url.pathname, headers);
  const input = JSON.parse(body.toString() || '{}');
  if (service !== 'dynamodb')
    return deploymentAccesses({ account, service, operation, region: REGION, url, body: input });
  const { LockID } = input.Key ?? input.Item ?? {};
  const context = LockID === undefined ? {} : { 'dynamodb:LeadingKeys': [LockID.S] };
  const resource = `arn:aws:dynamodb:${REGION}:${account}:table/${input.TableName}`;
  return [{ action: `dynamodb:${operation}`, resource, context }];
}

/** The default policy of a KMS key, which leaves the decision to the policies of its account. */
const defaultKeyPolicy = (account) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
  ],
});

const CREDENTIAL = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//;

export class AccountProxy {
  /** Where Terraform, the AWS CLI and the scripts reach AWS. */
  endpoint;
  /** The requests that were denied, as text. */
  denied = [];
  /** The calls that were allowed, by role. */
  allowed = new Map();
  /** Policies of resources that other accounts use, by ARN. */
  resourcePolicies = {};
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

  /** Credentials of a role: `role` has its name and its policies. Without a role they may do everything. */
  session(accessKey, account, role) {
    this.#sessions.set(accessKey, { account, role });
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
    if (session.role !== undefined) {
      const accesses = accessesOf(session.account, { method, service, url, headers, body });
      for (const access of accesses)
        if (!(await this.#allows(session, access))) return this.#deny(response, service, access);
    }
    const [, invoked] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname) ?? [];
    if (invoked !== undefined) return this.#invoke(invoked, headers, response);
    await this.#forward(request, body, service, response);
  }

  async #allows({ account, role: { name, policies } }, access) {
    const identity = policies.map((policy, index) => ({ name: `policy${index}`, policy }));
    const resource = access.resource.startsWith('arn:aws:kms:')
      ? defaultKeyPolicy(account)
      : this.resourcePolicies[access.resource];
    const principal = roleArn(name, account);
    const call = { ...access, principal, account, resource: access.resource.replace(/:\*$/, ':1') };
    const allowed = await isAllowed(call, { identity, resource });
    if (!allowed) this.denied.push(`${name}: ${access.action} on ${access.resource}`);
    else this.allowed.set(name, (this.allowed.get(name) ?? new Set()).add(access.action));
    return allowed;
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
