// Derives what IAM decides for the AWS calls of scripts/deploy.sh, rollback.sh and keep-images.sh: ECR, ECS and Lambda.
import { permission } from './required-permissions.mjs';

const REGISTER_TASK_DEFINITION = { 'ecs:CreateAction': 'RegisterTaskDefinition' };
const PASSED_TO_ECS_TASKS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

const access = (action, resource, context = {}) => ({ action, resource, context });

/** IAM evaluates RegisterTaskDefinition on the family, because the new revision has no number yet. */
function registerTaskDefinition(arn, { family, taskRoleArn, executionRoleArn, tags = [] }) {
  const revisions = arn('ecs', `task-definition/${family}:*`);
  return [
    access('ecs:RegisterTaskDefinition', revisions),
    ...(tags.length > 0 ? [access('ecs:TagResource', revisions, REGISTER_TASK_DEFINITION)] : []),
    ...[taskRoleArn, executionRoleArn].map((role) => access('iam:PassRole', role, PASSED_TO_ECS_TASKS)),
  ];
}

const OPERATIONS = {
  'ecs:DescribeServices': (arn, { cluster, services }) =>
    services.map((service) => access('ecs:DescribeServices', arn('ecs', `service/${cluster}/${service}`))),
  'ecs:UpdateService': (arn, { cluster, service }) => [
    access('ecs:UpdateService', arn('ecs', `service/${cluster}/${service}`)),
  ],
  // DescribeTaskDefinition does not support resource-level permissions.
  'ecs:DescribeTaskDefinition': () => [access('ecs:DescribeTaskDefinition', '*')],
  'ecs:RegisterTaskDefinition': registerTaskDefinition,
  'ecr:GetAuthorizationToken': () => [access('ecr:GetAuthorizationToken', '*')],
};

/** Requests with a qualifier are evaluated on the versions and aliases of the function. */
function lambdaAccess(arn, action, url) {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)/.exec(url.pathname) ?? [];
  const qualifier = url.searchParams.has('Qualifier') ? ':*' : '';
  return access(action, arn('lambda', `function:${name}${qualifier}`));
}

/** UpdateFunctionCode reads the image as the caller: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html */
function imageAccesses({ ImageUri: image = '' }) {
  const [, account, region, repository] = /^(\d{12})\.dkr\.ecr\.([^.]+)\.[^/]+\/([^@:]+)/.exec(image) ?? [];
  if (repository === undefined) return [];
  const resource = `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  return ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => access(action, resource));
}

/** The actions, resources and contexts that IAM decides for a call of a deployment script. */
export function deploymentAccesses({ account, service, operation, region, url, body }) {
  const arn = (of, resource, owner = account) => `arn:aws:${of}:${region}:${owner}:${resource}`;
  const action = `${service}:${operation}`;
  if (service === 'lambda') return [lambdaAccess(arn, action, url), ...imageAccesses(body)];
  if (service === 'ecr' && body.repositoryName !== undefined)
    return [access(action, arn('ecr', `repository/${body.repositoryName}`, body.registryId))];
  return OPERATIONS[action]?.(arn, body) ?? [access(action, '(unknown resource)')];
}

/** An access as one line of text, by which granted and required permissions are compared. */
export const permissionOf = ({ action, resource, context }) => permission(action, resource, context);
