// The policies of the CI/CD roles, rendered from their templates as terraform/modules/pipeline_roles does.
import { renderPolicy } from './policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';

const SERVICES = ['issuer', 'verifier'];

export const REGION = 'eu-central-1';
export const PROJECT = 'zk-income';

export const REPOSITORIES = Object.fromEntries(
  SERVICES.map((service) => [service, `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${PROJECT}/${service}`]),
);

const forEachService = (value) => SERVICES.flatMap((service) => value(service));

/** The template values of an environment. */
function templateValues(environment) {
  const name = `${PROJECT}-${environment}`;
  const arn = (service, resource, region = REGION) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  return {
    partition: 'aws',
    region: REGION,
    account: ACCOUNT,
    name: PROJECT,
    environment,
    environment_name: name,
    repositories: Object.values(REPOSITORIES),
    ecs_services: forEachService((service) => arn('ecs', `service/${name}/${service}-service`)),
    task_definitions: forEachService((service) => arn('ecs', `task-definition/${name}-${service}:*`)),
    task_roles: forEachService((service) =>
      ['task', 'execution'].map((kind) => arn('iam', `role/${name}-${service}-${kind}`, '')),
    ),
    functions: forEachService((service) => arn('lambda', `function:${name}-${service}`)),
    function_versions: forEachService((service) => arn('lambda', `function:${name}-${service}:*`)),
  };
}

const render = (policy, environment) => renderPolicy(policy, templateValues(environment), 'pipeline_roles');

export const deployPolicy = (environment, mode) => render(`deploy-${mode}`, environment);
export const boundaryPolicy = (environment) => render('boundary', environment);
