// What a request to AWS calls, and on what: read from the request itself, as AWS's own log of calls does.

export const ACCOUNT = '123456789012';

/** The parts of a SigV4 signature's scope: who calls, where, and which service. */
export function scopeOf(authorization = '') {
  const [, principal, region, service] =
    /Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  if (principal === undefined) throw new Error('a request to AWS without a signature');
  return { principal, region, service };
}

const arn = (service, region, resource) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** By service: the resource of a call, from what was sent. A call that names it otherwise is an error, not a guess. */
const RESOURCES = {
  dynamodb: ({ TableName }, { region }) => TableName && arn('dynamodb', region, `table/${TableName}`),
  secretsmanager: ({ SecretId }) => SecretId,
};

/** What AWS calls in the caller's name: the policy has to allow it, though no request of the caller says so. */
const IMPLIED = {
  'secretsmanager:GetSecretValue': 'kms:Decrypt',
  'secretsmanager:PutSecretValue': 'kms:GenerateDataKey',
};

/** A grant or a call as one line of text: they are compared by it. */
export const line = (action, resource, conditions = {}) => {
  const when = Object.entries(conditions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` if ${key} is ${value}`);
  return `${action} on ${resource}${when.join('')}`;
};

/** What a request needs to be allowed, as lines. */
export function neededBy(scope, target, body, { kmsKey }) {
  const operation = target?.split('.').at(-1);
  const resource = RESOURCES[scope.service]?.(body, scope);
  if (operation === undefined || !resource)
    return [`${scope.service}:${operation ?? 'a call'} on something that the recorder cannot name`];
  const action = `${scope.service}:${operation}`;
  const implied = IMPLIED[action];
  if (implied === undefined) return [line(action, resource)];
  const conditions = {
    'kms:ViaService': `secretsmanager.${scope.region}.amazonaws.com`,
    'kms:EncryptionContext:SecretARN': resource,
  };
  return [line(action, resource), line(implied, kmsKey, conditions)];
}
