// The policies of the CI/CD roles, rendered from their templates as terraform/modules/pipeline_roles does.
import { renderPolicy } from './policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';

const SERVICES = ['issuer', 'verifier'];
/** The roles of an environment that run the scripts of the same names. */
export const SCRIPT_ROLES = ['deploy', 'rollback'];

export const REGION = 'eu-central-1';
export const PROJECT = 'zk-income';

/** The repositories of the services, by service, in the registry of an account. */
export const repositoriesOf = (account) =>
  Object.fromEntries(
    SERVICES.map((service) => [service, `arn:aws:ecr:${REGION}:${account}:repository/${PROJECT}/${service}`]),
  );

export const REPOSITORIES = repositoriesOf(ACCOUNT);

export const STATE = {
  bucket_arn: 'arn:aws:s3:::zk-income-terraform-state',
  lock_table_arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${PROJECT}-terraform-locks`,
  kms_key: { arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/66666666-7777-8888-9999-000000000000` },
  workspace_key_prefix: 'environments',
};

/** The policies of each role, by the name of the policy and of its template. */
const POLICIES_OF_ROLES = {
  push: { push: 'push' },
  plan: { state: 'state-read', 'state-key': 'state-decrypt', read: 'read', never: 'never' },
  apply: {
    state: 'state-write',
    roles: 'apply-roles',
    'state-key': 'state-encrypt',
    read: 'read',
    never: 'never',
    data: 'apply-data',
    network: 'apply-network',
    services: 'apply-services',
  },
  'deploy-fargate': { deploy: 'deploy-fargate' },
  'deploy-lambda': { deploy: 'deploy-lambda' },
  'rollback-fargate': { rollback: 'rollback-fargate' },
  'rollback-lambda': { rollback: 'rollback-lambda' },
};

export const PIPELINE_ROLES = Object.keys(POLICIES_OF_ROLES);

const forEachService = (value) => SERVICES.flatMap((service) => value(service));

/** The template values of an environment. */
function templateValues(environment, repositories = REPOSITORIES) {
  const name = `${PROJECT}-${environment}`;
  const arn = (service, resource, region = REGION) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  return {
    partition: 'aws',
    region: REGION,
    account: ACCOUNT,
    name: PROJECT,
    environment,
    environment_name: name,
    boundary: arn('iam', `policy/${name}-boundary`, ''),
    state: STATE,
    state_bucket: STATE.bucket_arn.split(':::')[1],
    repositories: Object.values(repositories),
    ecs_services: forEachService((service) => arn('ecs', `service/${name}/${service}-service`)),
    task_definitions: forEachService((service) => arn('ecs', `task-definition/${name}-${service}:*`)),
    task_roles: forEachService((service) =>
      ['task', 'execution'].map((kind) => arn('iam', `role/${name}-${service}-${kind}`, '')),
    ),
    functions: forEachService((service) => arn('lambda', `function:${name}-${service}`)),
    rotation_functions: forEachService((service) => arn('lambda', `function:${name}-${service}-rotation`)),
    function_versions: forEachService((service) => arn('lambda', `function:${name}-${service}:*`)),
  };
}

const render = (policy, environment, repositories) =>
  renderPolicy(policy, templateValues(environment, repositories), 'pipeline_roles');

export const scriptPolicy = (role, environment, mode, repositories) =>
  render(`${role}-${mode}`, environment, repositories);
export const boundaryPolicy = (environment, repositories) => render('boundary', environment, repositories);

/** The policies of a role, each with its name. */
export const rolePolicies = (role, environment) =>
  Object.entries(POLICIES_OF_ROLES[role]).map(([name, template]) => ({
    name,
    policy: render(template, environment),
  }));
