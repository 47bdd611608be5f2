// Which policies each role has, and that Terraform gives it these and no others.
import assert from 'node:assert/strict';
import { ACCOUNT } from './calls.mjs';
import { lintPolicies } from './lint.mjs';
import { boundaryPolicy, deployPolicy, PROJECT, REGION, REPOSITORIES } from './pipeline-policies.mjs';
import { renderPolicy } from './policies.mjs';
import { hasTerraform, rolesByTerraform } from './terraform.mjs';

const SERVICES = ['issuer', 'verifier'];

/** A pipeline with an environment of each mode. */
const PIPELINE = {
  name: PROJECT,
  account_id: ACCOUNT,
  region: REGION,
  github_repository: 'owner/zk-income',
  oidc_provider_arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  environments: { dev: { compute_mode: 'fargate' }, stage: { compute_mode: 'lambda' } },
  repository_arns: REPOSITORIES,
  state: {
    bucket_arn: 'arn:aws:s3:::zk-income-terraform-state',
    lock_table_arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/zk-income-terraform-locks`,
    kms_key_arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/66666666-7777-8888-9999-000000000000`,
    workspace_key_prefix: 'environments',
  },
};

/** By role: its policies by name, rendered from the files without Terraform. */
export function expectedRoles(values, mode) {
  const { name, secrets, log_groups, repositories } = values;
  const role = (suffix, policies) => [`${name}-${suffix}`, { policies, managed: [] }];
  const service = (one) => renderPolicy(one, { ...values, secret: secrets[one] });
  const own = (policy, one) =>
    renderPolicy(policy, { ...values, log_group: log_groups[one], repository: repositories[one] });
  /** What Lambda does under the role of a function; here in a VPC. */
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

/** Compares what Terraform makes with the files. Where there is no Terraform that is said, and is no failure. */
export async function checkTerraform(report, values) {
  if (!(await hasTerraform())) {
    console.log('  SKIPPED: there is no Terraform here, so the files were read without it');
    return;
  }
  const { issuer, verifier, rotation } = values.log_groups;
  const variables = {
    name: values.name,
    table_arns: values.tables,
    secret_arns: values.secrets,
    kms_key_arn: values.kms_key,
    repository_arns: values.repositories,
    log_group_arns: { issuer, verifier },
    rotation: { log_group_arn: rotation },
  };
  let made;
  let pipeline;
  const isMade = await report.check('Terraform makes the roles', async () => {
    made = await rolesByTerraform('roles', variables, {
      fargate: { compute_mode: 'fargate' },
      lambda: { compute_mode: 'lambda', function_in_vpc: true },
    });
    pipeline = (await rolesByTerraform('pipeline_roles', PIPELINE, { pipeline: {} })).pipeline;
  });
  if (!isMade) return;
  for (const mode of ['fargate', 'lambda']) {
    await report.check(`Terraform gives the roles of mode ${mode} these policies and no others`, () => {
      assert.deepEqual(made[mode], { roles: expectedRoles(values, mode), managed: {} });
      return Object.keys(made[mode].roles).join(', ');
    });
  }
  for (const [environment, { compute_mode: mode }] of Object.entries(PIPELINE.environments)) {
    await report.check(
      `Terraform gives who deploys to ${environment} the policy for ${mode} and no other`,
      () => {
        const expected = { policies: { deploy: deployPolicy(environment, mode) }, managed: [] };
        assert.deepEqual(pipeline.roles[`${PROJECT}-pipeline-${environment}-deploy`], expected);
        assert.deepEqual(pipeline.managed[`${PROJECT}-${environment}-boundary`], boundaryPolicy(environment));
      },
    );
  }
  await lintPolicies(report, {
    ...policiesOf(made.fargate),
    ...policiesOf(made.lambda),
    ...policiesOf(pipeline),
  });
}

/** All policies, by role and name. */
const policiesOf = ({ roles, managed }) => ({
  ...managed,
  ...Object.fromEntries(
    Object.entries(roles).flatMap(([role, { policies }]) =>
      Object.entries(policies).map(([name, policy]) => [`${role}.${name}`, policy]),
    ),
  ),
});

/** Whether `text` is what `pattern` stands for, in which * is any number of characters. */
const matches = (pattern, text) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.?+^$(){}|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);

/** A role may do what its policies and its boundary both allow: the boundary must not take away what is needed. */
export async function checkBoundary(report, values) {
  const within = boundaryPolicy('dev').Statement;
  const list = (value) => [value].flat();
  const isWithin = (action, resource) =>
    within.some(
      (statement) =>
        list(statement.Action).includes(action) &&
        list(statement.Resource).some((one) => matches(one, resource)),
    );
  await report.check('the boundary of an environment has room for all of its roles', () => {
    const beyond = ['fargate', 'lambda'].flatMap((mode) =>
      Object.entries(policiesOf({ roles: expectedRoles(values, mode), managed: {} })).flatMap(
        ([role, policy]) =>
          policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
            list(Action).flatMap((action) =>
              list(Resource)
                .filter((resource) => !isWithin(action, resource))
                .map((resource) => `${role}: ${action} on ${resource}`),
            ),
          ),
      ),
    );
    assert.deepEqual(beyond, []);
  });
}
