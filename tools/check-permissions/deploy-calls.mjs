// What the calls of scripts/deploy.sh and rollback.sh need to be allowed: as calls.mjs, for ECR, ECS and Lambda.
import { ACCOUNT, line } from './calls.mjs';

/** The one condition under which a revision is tagged, and the one service that roles are passed to. */
const ON_REGISTERING = { 'ecs:CreateAction': 'RegisterTaskDefinition' };
const TO_TASKS = { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' };

/** A revision that is not there yet has no number, and IAM is asked for the family. */
function registering(arn, { family, taskRoleArn, executionRoleArn, tags = [] }) {
  const revision = arn('ecs', `task-definition/${family}:*`);
  return [
    line('ecs:RegisterTaskDefinition', revision),
    ...(tags.length > 0 ? [line('ecs:TagResource', revision, ON_REGISTERING)] : []),
    ...[taskRoleArn, executionRoleArn].map((role) => line('iam:PassRole', role, TO_TASKS)),
  ];
}

const OPERATIONS = {
  'ecr:DescribeImages': (arn, { repositoryName }) => [
    line('ecr:DescribeImages', arn('ecr', `repository/${repositoryName}`)),
  ],
  'ecs:DescribeServices': (arn, { cluster, services }) =>
    services.map((service) => line('ecs:DescribeServices', arn('ecs', `service/${cluster}/${service}`))),
  'ecs:UpdateService': (arn, { cluster, service }) => [
    line('ecs:UpdateService', arn('ecs', `service/${cluster}/${service}`)),
  ],
  // AWS knows no narrower resource for it.
  'ecs:DescribeTaskDefinition': () => [line('ecs:DescribeTaskDefinition', '*')],
  'ecs:RegisterTaskDefinition': registering,
};

/** A function, or where one is asked for by number or alias, its versions. */
function onFunction(arn, action, url) {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)/.exec(url.pathname) ?? [];
  const qualified = url.searchParams.has('Qualifier') ? ':*' : '';
  return [line(action, arn('lambda', `function:${name}${qualified}`))];
}

/** @returns lines as `neededBy` of calls.mjs */
export function neededByRollout({ service, operation, region, url, body }) {
  const arn = (of, resource) => `arn:aws:${of}:${region}:${ACCOUNT}:${resource}`;
  const action = `${service}:${operation}`;
  if (service === 'lambda') return onFunction(arn, action, url);
  return OPERATIONS[action]?.(arn, body) ?? [line(action, 'something that the recorder cannot name')];
}
