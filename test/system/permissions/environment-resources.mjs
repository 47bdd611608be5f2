// The resources of an environment in both compute modes, with every optional resource.
import { TABLE_NAMES } from '../../../dist/libs/persistence/src/index.js';
import { ENVIRONMENT_NAME, SERVICES } from './environment-values.mjs';
import { REGION } from './pipeline-policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';
import { resourcesOfEnvironment } from './terraform-roles.mjs';

const arn = (service, resource, region = REGION) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

const CERTIFICATE = arn('acm', 'certificate/11111111-2222-3333-4444-555555555555');

const ENVIRONMENT = {
  environment: 'dev',
  image_tag: 'abc123',
  notification_emails: ['operator@example.com'],
  monthly_budget_usd: 500,
};

const RUNS = {
  fargate: {
    enable_nat_gateway: true,
    waf_requests_per_minute: 300,
    internal_tls: { certificate_arn: CERTIFICATE, server_name: 'inside.example' },
    domains: { issuer: { name: 'issuer.example', certificate_arn: CERTIFICATE, zone_id: 'Z0123456789' } },
    jwt_authorizer: { issuer: 'https://login.example', audience: ['zk-income'] },
    authorized_routes: { issuer: ['POST /issue'] },
  },
  lambda: {
    compute_mode: 'lambda',
    functions: { verifier: { reserved_concurrency: 50, provisioned_concurrency: 2 } },
  },
};

const ROLES = {
  fargate: SERVICES.flatMap((service) => [
    [`task["${service}"]`, `${service}-task`],
    [`execution["${service}"]`, `${service}-execution`],
  ]),
  lambda: SERVICES.map((service) => [`function["${service}-function"]`, `${service}-function`]),
};

/** The ARNs that AWS would assign, so that policies name different resources. */
const arns = (mode) => ({
  ...Object.fromEntries(
    [...ROLES[mode], ['function["rotation"]', 'rotation']].map(([address, name]) => [
      `module.roles.aws_iam_role.${address}`,
      arn('iam', `role/${ENVIRONMENT_NAME}-${name}`, ''),
    ]),
  ),
  ...Object.fromEntries(
    SERVICES.map((service) => [
      `module.secrets.aws_secretsmanager_secret.this["${service}"]`,
      arn('secretsmanager', `secret:${ENVIRONMENT_NAME}/${service}-AbCdEf`),
    ]),
  ),
  ...Object.fromEntries(
    TABLE_NAMES.map((table) => [
      `module.database.aws_dynamodb_table.this["${table}"]`,
      arn('dynamodb', `table/${ENVIRONMENT_NAME}-${table}`),
    ]),
  ),
  ...Object.fromEntries(
    SERVICES.map((service) => [
      `module.secrets.aws_lambda_function.rotation["${service}"]`,
      arn('lambda', `function:${ENVIRONMENT_NAME}-${service}-rotation`),
    ]),
  ),
  'module.database.aws_kms_key.this[0]': arn('kms', 'key/11111111-0000-0000-0000-000000000000'),
  'module.observability.aws_kms_key.this[0]': arn('kms', 'key/22222222-0000-0000-0000-000000000000'),
  'module.secrets.aws_kms_key.this': arn('kms', 'key/33333333-0000-0000-0000-000000000000'),
});

export const COMPUTE_MODES = Object.keys(RUNS);

/** By compute mode: the managed resources. */
export async function environmentResources() {
  const runs = Object.fromEntries(
    Object.entries(RUNS).map(([mode, variables]) => [mode, { variables, arns: arns(mode) }]),
  );
  const resources = await resourcesOfEnvironment(ENVIRONMENT, runs);
  return Object.fromEntries(
    Object.entries(resources).map(([mode, all]) => [mode, all.filter((one) => one.mode === 'managed')]),
  );
}
