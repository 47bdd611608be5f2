// The roles that Terraform has to create, with their policies rendered from the templates without Terraform.
import { PROJECT, scriptPolicy } from './pipeline-policies.mjs';
import { list, renderPolicy } from './policies.mjs';

const SERVICES = ['issuer', 'verifier'];

/** By role: its inline policies by name, and its managed policies, for a compute mode. */
export function expectedRoles(values, mode) {
  const { name, secrets, log_groups, repositories } = values;
  const role = (suffix, policies) => [`${name}-${suffix}`, { policies, managed: [] }];
  const service = (one) => renderPolicy(one, { ...values, secret: secrets[one] });
  const own = (policy, one) =>
    renderPolicy(policy, { ...values, log_group: log_groups[one], repository: repositories[one] });
  /** Permissions that Lambda itself uses under the role of a function, here in a VPC. */
  const functions = (one) => ({
    function: own('function', one),
    ...(mode === 'lambda' && { vpc: renderPolicy('function-vpc', values) }),
  });
  const byMode = {
    fargate: (one) => [
      role(`${one}-task`, { service: service(one) }),
      role(`${one}-execution`, { execution: own('execution', one) }),
    ],
    lambda: (one) => [role(`${one}-function`, { service: service(one), ...functions(one) })],
  };
  return Object.fromEntries([
    ...SERVICES.flatMap(byMode[mode]),
    role('rotation', {
      rotation: renderPolicy('rotation', { ...values, secrets: Object.values(secrets) }),
      ...functions('rotation'),
    }),
  ]);
}

/** A role of the pipeline that runs a script in an environment. */
export const expectedScriptRole = (role, environment, mode) => ({
  name: `${PROJECT}-pipeline-${environment}-${role}`,
  role: { policies: { [role]: scriptPolicy(role, environment, mode) }, managed: [] },
});

/** Flattens roles and managed policies to policies by name. */
export const policiesByName = ({ roles, managed = {} }) => ({
  ...managed,
  ...Object.fromEntries(
    Object.entries(roles).flatMap(([role, { policies }]) =>
      Object.entries(policies).map(([name, policy]) => [`${role}.${name}`, policy]),
    ),
  ),
});

/** Whether `text` matches an IAM resource pattern, in which * stands for any characters. */
const matchesPattern = (pattern, text) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.?+^$(){}|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** Permissions of the roles that the permissions boundary of the environment does not include, as text. */
export function permissionsBeyondBoundary(roles, boundary) {
  const isIncluded = (action, resource) =>
    boundary.Statement.some(
      (statement) =>
        list(statement.Action).includes(action) &&
        list(statement.Resource).some((pattern) => matchesPattern(pattern, resource)),
    );
  return Object.entries(policiesByName({ roles })).flatMap(([name, policy]) =>
    policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) =>
        list(Resource)
          .filter((resource) => !isIncluded(action, resource))
          .map((resource) => `${name}: ${action} on ${resource}`),
      ),
    ),
  );
}
