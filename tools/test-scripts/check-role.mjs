// Compares the permissions that recorded calls required with a policy, in both directions.
import assert from 'node:assert/strict';
import { grantedPermissions } from '../../test/system/permissions/policies.mjs';

/** @param allowedWildcards wildcards that the policy may contain because IAM supports nothing narrower */
export async function checkRole(report, role, policy, calls, allowedWildcards) {
  let granted = new Set();
  await report.check(`the policy of the ${role} names each action and each resource`, () => {
    granted = new Set(grantedPermissions(policy, allowedWildcards));
    return `${granted.size} permissions`;
  });
  await report.check(`the ${role} may do all that it does`, () => {
    assert.ok(calls.size > 0, '  no call was recorded');
    assert.deepEqual(
      [...calls].filter((one) => !granted.has(one)),
      [],
    );
  });
  await report.check(`the ${role} may do nothing else`, () => {
    assert.deepEqual(
      [...granted].filter((one) => !calls.has(one)),
      [],
    );
  });
}
