// Compares the calls of the deployment scripts with scripts/aws-calls.json and with the policies of the roles that run them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../harness/processes.mjs';
import { permissionOf } from '../permissions/deployment-permissions.mjs';
import { PROJECT, SCRIPT_ROLES, scriptPolicy } from '../permissions/pipeline-policies.mjs';
import { testRolePolicy } from '../permissions/role-policy.mjs';
import { deniedCalls, roleArn } from '../permissions/simulator.mjs';

/** IAM supports nothing narrower than all revisions of a task definition or all versions of a function. */
const ALLOWED_WILDCARDS = /^\*$|:\*$/;

/**
 * Registers the tests of a compute mode. They need all deployments and rollbacks of the mode to have run.
 * @param environments returns the environments in which the scripts ran
 */
export function testScriptRoles(mode, environments) {
  const accessesOf = (role) =>
    [...new Set(environments())].flatMap((environment) => environment.accessesIn('dev', role));
  /** The calls that IAM denies to a role, of those that a script made. */
  const deniedTo = (role, accesses) => {
    const byPermission = new Map(accesses.map((access) => [permissionOf(access), access]));
    const identity = [{ name: role, policy: scriptPolicy(role, 'dev', mode) }];
    const calls = [...byPermission.values()].map((access) => ({
      ...access,
      principal: roleArn(`${PROJECT}-pipeline-dev-${role}`),
      resource: access.resource.replace(/:\*$/, ':1'),
    }));
    return deniedCalls(calls, () => ({ identity }));
  };

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
          required: new Set(accessesOf(role).map(permissionOf)),
        }),
        ALLOWED_WILDCARDS,
      );

      test(`IAM allows the ${role} role every call of its script on ${mode}`, async () => {
        assert.deepEqual(await deniedTo(role, accessesOf(role)), []);
      });
    });
  }

  test(`IAM denies the rollback role every call that only deploy.sh makes on ${mode}`, async (t) => {
    const ofRollback = new Set(accessesOf('rollback').map(permissionOf));
    const others = accessesOf('deploy').filter((access) => !ofRollback.has(permissionOf(access)));
    const distinct = new Set(others.map(permissionOf));
    assert.ok(distinct.size > 0);
    const denied = await deniedTo('rollback', others);
    assert.equal(denied.length, distinct.size, denied.join('\n'));
    t.diagnostic(`${denied.length} calls`);
  });
}
