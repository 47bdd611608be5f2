// Compares the calls of a role with a policy, each way as a check of its own.
import assert from 'node:assert/strict';
import { compare, grantsOf } from './policies.mjs';

export const indented = (lines) => lines.map((one) => `\n    ${one}`).join('');

/** @param allowed wildcards that the policy may have, where AWS knows nothing narrower */
export async function checkRole(report, role, policy, calls, allowed) {
  let grants = [];
  await report.check(`the policy of the ${role} names each action and each resource`, () => {
    grants = grantsOf(policy, allowed);
    return `${grants.length} permissions`;
  });
  const { missing, unused } = compare(grants, calls);
  await report.check(`the ${role} may do all that it does`, () => {
    assert.ok(calls.size > 0, '  it was not seen to call anything');
    assert.ok(missing.length === 0, `  called, and not allowed:${indented(missing)}`);
  });
  await report.check(`the ${role} may do nothing else`, () => {
    assert.ok(unused.length === 0, `  allowed, and never called:${indented(unused)}`);
  });
}
