// Compares the calls of the deployment scripts with scripts/aws-calls.json and with the policies of the roles that run them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../harness/processes.mjs';
import { SCRIPT_ROLES, scriptPolicy } from '../permissions/pipeline-policies.mjs';
import { testRolePolicy } from '../permissions/role-policy.mjs';

/** IAM supports nothing narrower than all revisions of a task definition or all versions of a function. */
const ALLOWED_WILDCARDS = /^\*$|:\*$/;

/**
 * Registers the tests of a compute mode. They need all deployments and rollbacks of the mode to have run.
 * @param environments returns the environments in which the scripts ran
 */
export function testScriptRoles(mode, environments) {
  for (const role of SCRIPT_ROLES) {
    describe(`permissions of the ${role} role on ${mode}`, () => {
      test(`scripts/aws-calls.json lists the calls of the ${role} role on ${mode} and no others`, (t) => {
        const calls = new Set(environments().flatMap((environment) => environment.callsOf(role)));
        const listed = JSON.parse(readFileSync(join(root, 'scripts/aws-calls.json'), 'utf8'));
        assert.deepEqual([...calls].sort(), listed[role][mode].calls);
        t.diagnostic(`${calls.size} calls`);
      });

      testRolePolicy(
        `${role} role of mode ${mode}`,
        () => ({
          policy: scriptPolicy(role, 'dev', mode),
          required: new Set(environments().flatMap((environment) => environment.permissionsIn('dev', role))),
        }),
        ALLOWED_WILDCARDS,
      );
    });
  }
}
