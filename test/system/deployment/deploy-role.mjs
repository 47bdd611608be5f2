// Compares the calls of the deployment scripts with scripts/aws-calls.json and with the policy of the deploy role.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../harness/processes.mjs';
import { deployPolicy } from '../permissions/pipeline-policies.mjs';
import { testRolePolicy } from '../permissions/role-policy.mjs';

/** IAM supports nothing narrower than all revisions of a task definition or all versions of a function. */
const ALLOWED_WILDCARDS = /^\*$|:\*$/;

/**
 * Registers the tests of a compute mode. They need all deployments of the mode to have run.
 * @param environments returns the environments in which the scripts ran
 */
export function testDeployRole(mode, environments) {
  describe(`permissions of the deploy role on ${mode}`, () => {
    test(`scripts/aws-calls.json lists the calls on ${mode} and no others`, (t) => {
      const calls = new Set(environments().flatMap((environment) => environment.calls));
      const listed = JSON.parse(readFileSync(join(root, 'scripts/aws-calls.json'), 'utf8'));
      assert.deepEqual([...calls].sort(), listed[mode].calls);
      t.diagnostic(`${calls.size} calls`);
    });

    testRolePolicy(
      `deploy role of mode ${mode}`,
      () => ({
        policy: deployPolicy('dev', mode),
        required: new Set(environments().flatMap((environment) => environment.permissionsIn('dev'))),
      }),
      ALLOWED_WILDCARDS,
    );
  });
}
