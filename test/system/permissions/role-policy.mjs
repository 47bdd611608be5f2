// Tests a role's policy against its recorded AWS calls, in both directions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantedPermissions } from './policies.mjs';

export const bulletList = (lines) => lines.map((one) => `\n    ${one}`).join('');

/**
 * Registers three tests for a role.
 * @param subject returns `policy` and `required`, the set of permissions that the recorded calls required
 * @param allowedWildcards wildcards that the policy may contain because IAM supports nothing narrower
 */
export function testRolePolicy(role, subject, allowedWildcards) {
  const granted = ({ policy }) => new Set(grantedPermissions(policy, allowedWildcards));

  test(`the policy of the ${role} names each action and each resource`, (t) => {
    const { size } = granted(subject());
    assert.ok(size > 0, 'The policy grants no permission');
    t.diagnostic(`${size} permissions`);
  });

  test(`the policy of the ${role} grants every permission that its calls require`, () => {
    const { policy, required } = subject();
    assert.ok(required.size > 0, 'No call of this role was recorded');
    const permissions = granted({ policy });
    const missing = [...required].filter((one) => !permissions.has(one)).sort();
    assert.ok(missing.length === 0, `Required, but not granted:${bulletList(missing)}`);
  });

  test(`the policy of the ${role} grants no other permission`, () => {
    const { policy, required } = subject();
    const unused = [...granted({ policy })].filter((one) => !required.has(one)).sort();
    assert.ok(unused.length === 0, `Granted, but never required:${bulletList(unused)}`);
  });
}
