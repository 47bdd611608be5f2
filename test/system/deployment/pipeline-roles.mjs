// The roles that terraform/modules/pipeline_roles makes.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runOrThrow, stdoutOf } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { writeStandIns } from './terraform-data.mjs';

const MODULE = 'terraform/modules/pipeline_roles';
const ACCOUNT = '123456789012';
const REGION = 'eu-central-1';

/** Terraform without a version check and without the settings of whoever runs the tests. */
export function terraformEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('TF_'));
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
}

/** By name: the token subject that each role for these environments trusts, as Terraform plans them for an empty account. */
export async function plannedSubjects(environments, repository) {
  const cwd = temporaryFolder('pipeline-roles');
  writeStandIns(join(root, MODULE), cwd);
  cpSync(join(root, MODULE, 'policies'), join(cwd, 'policies'), { recursive: true });
  const arn = (service, resource) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
  const variables = {
    stand_in_account: ACCOUNT,
    account_id: ACCOUNT,
    region: REGION,
    github_repository: repository,
    oidc_provider_arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    environments: Object.fromEntries(environments.map((name) => [name, {}])),
    repository_arns: Object.fromEntries(
      ['issuer', 'verifier'].map((service) => [service, arn('ecr', `repository/zk-income/${service}`)]),
    ),
    state: { bucket_arn: 'arn:aws:s3:::state', lock_table_arn: arn('dynamodb', 'table/locks') },
  };
  writeFileSync(join(cwd, 'terraform.tfvars.json'), JSON.stringify(variables));
  const options = { cwd, env: terraformEnvironment() };
  await runOrThrow('terraform', ['init', '-input=false', '-no-color'], options);
  await runOrThrow('terraform', ['plan', '-input=false', '-no-color', '-out=plan'], options);
  const plan = JSON.parse(await stdoutOf('terraform', ['show', '-json', 'plan'], options));
  return Object.fromEntries(
    plan.planned_values.root_module.resources
      .filter(({ name }) => name.startsWith('aws_iam_role__'))
      .map(({ values: { input } }) => {
        const [{ Condition }] = JSON.parse(input.assume_role_policy).Statement;
        return [input.name, Condition.StringEquals['token.actions.githubusercontent.com:sub']];
      }),
  );
}
