// Derives the IAM permissions that a request to AWS requires from the request itself, as CloudTrail would log it.

export const ACCOUNT = '123456789012';

/** The parts of the credential scope of a SigV4 signature. */
export function credentialScope(authorization = '') {
  const [, principal, region, service] =
    /Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  if (principal === undefined) throw new Error('Request to AWS without a SigV4 signature');
  return { principal, region, service };
}

const arn = (service, region, resource) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** By service: the ARN of the resource that a request names. A request that names none is reported, never guessed. */
const RESOURCES = {
  dynamodb: ({ TableName }, { region }) => TableName && arn('dynamodb', region, `table/${TableName}`),
  secretsmanager: ({ SecretId }) => SecretId,
};

/** KMS actions that Secrets Manager performs with the permissions of the caller. */
const KMS_ACTIONS = {
  'secretsmanager:GetSecretValue': 'kms:Decrypt',
  'secretsmanager:PutSecretValue': 'kms:GenerateDataKey',
};

/** A permission as one line of text, by which granted and required permissions are compared. */
export const permission = (action, resource, conditions = {}) => {
  const clauses = Object.entries(conditions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ` if ${key} is ${value}`);
  return `${action} on ${resource}${clauses.join('')}`;
};

/** The permissions that a request requires. */
export function requiredPermissions(scope, target, body, { kmsKey }) {
  const operation = target?.split('.').at(-1);
  const resource = RESOURCES[scope.service]?.(body, scope);
  if (operation === undefined || !resource)
    return [`${scope.service}:${operation ?? '(unknown operation)'} on (unknown resource)`];
  const action = `${scope.service}:${operation}`;
  const kmsAction = KMS_ACTIONS[action];
  if (kmsAction === undefined) return [permission(action, resource)];
  const conditions = {
    'kms:ViaService': `secretsmanager.${scope.region}.amazonaws.com`,
    'kms:EncryptionContext:SecretARN': resource,
  };
  return [permission(action, resource), permission(kmsAction, kmsKey, conditions)];
}
