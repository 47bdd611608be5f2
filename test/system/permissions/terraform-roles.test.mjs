// Compares the roles that Terraform creates with the policy templates, and lints all policies.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { environmentValues } from './environment-values.mjs';
import {
  expectedRoles,
  expectedScriptRole,
  permissionsBeyondBoundary,
  policiesByName,
} from './expected-roles.mjs';
import { lintPolicies, PARLIAMENT } from './parliament.mjs';
import {
  boundaryPolicy,
  PROJECT,
  REGION,
  REPOSITORIES,
  rolePolicies,
  SCRIPT_ROLES,
  STATE,
} from './pipeline-policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';
import { hasTerraform, rolesByTerraform } from './terraform-roles.mjs';

const MODES = ['fargate', 'lambda'];

const secretArn = (service) =>
  `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${PROJECT}-dev/${service}-AbCdEf`;
const values = environmentValues({ issuer: secretArn('issuer'), verifier: secretArn('verifier') });

const ROLES = {
  name: values.name,
  table_arns: values.tables,
  secret_arns: values.secrets,
  kms_key_arn: values.kms_key,
  repository_arns: values.repositories,
  log_group_arns: { issuer: values.log_groups.issuer, verifier: values.log_groups.verifier },
  rotation: { log_group_arn: values.log_groups.rotation },
};

/** A pipeline with one environment of each compute mode. */
const PIPELINE = {
  name: PROJECT,
  account_id: ACCOUNT,
  region: REGION,
  github_repository: 'owner/zk-income',
  oidc_provider_arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  environments: { dev: { compute_mode: 'fargate' }, stage: { compute_mode: 'lambda' } },
  repository_arns: REPOSITORIES,
  state: STATE,
};

test('the permissions boundary of an environment includes every permission of its roles', () => {
  const beyond = MODES.flatMap((mode) =>
    permissionsBeyondBoundary(expectedRoles(values, mode), boundaryPolicy('dev')),
  );
  assert.deepEqual(beyond, []);
});

const skip = (await hasTerraform()) ? false : 'Terraform is not installed';

describe('roles created by Terraform', { skip }, () => {
  let roles;
  let pipeline;

  before(async () => {
    roles = await rolesByTerraform('roles', ROLES, {
      fargate: { compute_mode: 'fargate' },
      lambda: { compute_mode: 'lambda', enable_functions_in_vpc: true },
    });
    pipeline = (await rolesByTerraform('pipeline_roles', PIPELINE, { pipeline: {} })).pipeline;
  });

  for (const mode of MODES) {
    test(`the service roles in compute mode ${mode} have the expected policies and no others`, (t) => {
      assert.deepEqual(roles[mode], { roles: expectedRoles(values, mode), managed: {} });
      t.diagnostic(Object.keys(roles[mode].roles).join(', '));
    });
  }

  for (const [environment, { compute_mode: mode }] of Object.entries(PIPELINE.environments)) {
    for (const role of SCRIPT_ROLES) {
      test(`the ${role} role of ${environment} has the policy for ${mode} and no other`, () => {
        const expected = expectedScriptRole(role, environment, mode);
        assert.deepEqual(pipeline.roles[expected.name], expected.role);
      });
    }

    test(`the permissions boundary of ${environment} has the expected policy`, () => {
      assert.deepEqual(pipeline.managed[`${PROJECT}-${environment}-boundary`], boundaryPolicy(environment));
    });
  }

  for (const [role, kind] of Object.entries({ push: 'push', plan: 'plan', 'dev-apply': 'apply' })) {
    test(`the ${role} role has the expected policies and no others`, () => {
      const { policies, managed } = pipeline.roles[`${PROJECT}-pipeline-${role}`];
      const rendered = Object.values(policies).concat(managed.map((one) => pipeline.managed[one]));
      const byText = (all) => all.map((one) => JSON.stringify(one)).sort();
      assert.deepEqual(byText(rendered), byText(rolePolicies(kind, 'dev').map(({ policy }) => policy)));
    });
  }

  test(`${PARLIAMENT} reports no finding in the policies`, async (t) => {
    const policies = Object.assign({}, ...[roles.fargate, roles.lambda, pipeline].map(policiesByName));
    assert.deepEqual(await lintPolicies(policies), []);
    t.diagnostic(`${Object.keys(policies).length} policies`);
  });
});
