// Derives the IAM permissions that the AWS calls of scripts/deploy.sh and rollback.sh require: ECR, ECS and Lambda.
import { ACCOUNT, permission } from './required-permissions.mjs';

const REGISTER_TASK_DEFINITION = { 'ecs:CreateAction': 'RegisterTaskDefinition' };
const PASSED_TO_ECS_TASKS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** IAM evaluates RegisterTaskDefinition on the family, because the new revision has no number yet. */
function registerTaskDefinition(arn, { family, taskRoleArn, executionRoleArn, tags = [] }) {
  const revisions = arn('ecs', `task-definition/${family}:*`);
  return [
    permission('ecs:RegisterTaskDefinition', revisions),
    ...(tags.length > 0 ? [permission('ecs:TagResource', revisions, REGISTER_TASK_DEFINITION)] : []),
    ...[taskRoleArn, executionRoleArn].map((role) => permission('iam:PassRole', role, PASSED_TO_ECS_TASKS)),
  ];
}

const OPERATIONS = {
  'ecr:DescribeImages': (arn, { repositoryName }) => [
    permission('ecr:DescribeImages', arn('ecr', `repository/${repositoryName}`)),
  ],
  'ecs:DescribeServices': (arn, { cluster, services }) =>
    services.map((service) =>
      permission('ecs:DescribeServices', arn('ecs', `service/${cluster}/${service}`)),
    ),
  'ecs:UpdateService': (arn, { cluster, service }) => [
    permission('ecs:UpdateService', arn('ecs', `service/${cluster}/${service}`)),
  ],
  // DescribeTaskDefinition does not support resource-level permissions.
  'ecs:DescribeTaskDefinition': () => [permission('ecs:DescribeTaskDefinition', '*')],
  'ecs:RegisterTaskDefinition': registerTaskDefinition,
};

/** Requests with a qualifier are evaluated on the versions and aliases of the function. */
function lambdaPermission(arn, action, url) {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)/.exec(url.pathname) ?? [];
  const qualifier = url.searchParams.has('Qualifier') ? ':*' : '';
  return [permission(action, arn('lambda', `function:${name}${qualifier}`))];
}

/** UpdateFunctionCode reads the image as the caller: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html */
function imagePermissions({ ImageUri: image = '' }) {
  const [, account, region, repository] = /^(\d{12})\.dkr\.ecr\.([^.]+)\.[^/]+\/([^@:]+)/.exec(image) ?? [];
  if (repository === undefined) return [];
  const resource = `arn:aws:ecr:${region}:${account}:repository/${repository}`;
  return ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => permission(action, resource));
}

/** The permissions that a call of the deployment scripts requires. */
export function deploymentPermissions({ service, operation, region, url, body }) {
  const arn = (of, resource) => `arn:aws:${of}:${region}:${ACCOUNT}:${resource}`;
  const action = `${service}:${operation}`;
  if (service === 'lambda') return [...lambdaPermission(arn, action, url), ...imagePermissions(body)];
  return OPERATIONS[action]?.(arn, body) ?? [permission(action, '(unknown resource)')];
}
