// Which policies each role has, and that Terraform gives it these and no others.
import assert from 'node:assert/strict';
import { renderPolicy } from './policies.mjs';
import { hasTerraform, rolesByTerraform } from './terraform.mjs';

const SERVICES = ['issuer', 'verifier'];

/** By role: its policies by name, rendered from the files without Terraform. */
export function expectedRoles(values, mode) {
  const { name, secrets, log_groups, repositories } = values;
  const role = (suffix, policies) => [`${name}-${suffix}`, { policies, managed: [] }];
  const service = (one) => renderPolicy(one, { ...values, secret: secrets[one] });
  const own = (policy, one) =>
    renderPolicy(policy, { ...values, log_group: log_groups[one], repository: repositories[one] });
  const byMode = {
    fargate: (one) => [
      role(`${one}-task`, { service: service(one) }),
      role(`${one}-execution`, { execution: own('execution', one) }),
    ],
    lambda: (one) => [role(`${one}-function`, { service: service(one), function: own('function', one) })],
  };
  return Object.fromEntries([
    ...SERVICES.flatMap(byMode[mode]),
    role('rotation', {
      rotation: renderPolicy('rotation', { ...values, secrets: Object.values(secrets) }),
      function: own('function', 'rotation'),
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
  await report.check('Terraform makes the roles', async () => {
    made = await rolesByTerraform('roles', variables, {
      fargate: { compute_mode: 'fargate' },
      lambda: { compute_mode: 'lambda' },
    });
  });
  for (const mode of made ? ['fargate', 'lambda'] : []) {
    await report.check(`Terraform gives the roles of mode ${mode} these policies and no others`, () => {
      assert.deepEqual(made[mode], expectedRoles(values, mode));
      return Object.keys(made[mode]).join(', ');
    });
  }
}
