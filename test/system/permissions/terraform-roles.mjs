// Reads the roles and policies that Terraform creates from the state of an apply with a mocked AWS provider.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const modules = join(import.meta.dirname, '../../../terraform/modules');

/** Whether Terraform is installed. */
export const hasTerraform = () =>
  run('terraform', ['version']).then(
    () => true,
    () => false,
  );

/**
 * Applies a module with a mocked AWS provider, once for each of `runs` (variables by name).
 * @returns by run: `roles` with their inline and managed policies, and `managed`, the managed policies by name
 */
export async function rolesByTerraform(module, variables, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-roles-'));
  try {
    // Work on a copy without the module's own tests, because init writes a lock file.
    cpSync(join(modules, module), folder, { recursive: true, filter: (path) => !path.endsWith('/tests') });
    const test = {
      mock_provider: { aws: {} },
      variables,
      run: Object.fromEntries(
        Object.entries(runs).map(([name, own]) => [name, { command: 'apply', variables: own }]),
      ),
    };
    writeFileSync(join(folder, 'rendered.tftest.json'), JSON.stringify(test));
    await terraform(folder, 'init', '-backend=false', '-input=false', '-no-color');
    const events = (await terraform(folder, 'test', '-json', '-verbose')).trim().split('\n').map(JSON.parse);
    return Object.fromEntries(
      events
        .filter(({ type }) => type === 'test_state')
        .map((event) => [event['@testrun'], rolesOf(event.test_state.root_module.resources)]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function terraform(folder, ...args) {
  try {
    return (await run('terraform', args, { cwd: folder, maxBuffer: 1 << 28 })).stdout;
  } catch (error) {
    const messages = `${error.stdout}${error.stderr}`
      .split('\n')
      .filter((text) => !text.includes('test_state'));
    throw new Error(`terraform ${args[0]} failed:\n${messages.join('\n').slice(-4_000)}`);
  }
}

function rolesOf(resources) {
  const valuesOf = (type) => resources.filter((one) => one.type === type).map(({ values }) => values);
  const roles = {};
  const managed = {};
  for (const { name } of valuesOf('aws_iam_role')) roles[name] = { policies: {}, managed: [] };
  for (const { role, name, policy } of valuesOf('aws_iam_role_policy'))
    roles[role].policies[name] = JSON.parse(policy);
  for (const { role, policy_arn } of valuesOf('aws_iam_role_policy_attachment'))
    roles[role].managed.push(policy_arn);
  for (const { name, policy } of valuesOf('aws_iam_policy')) managed[name] = JSON.parse(policy);
  return { roles, managed };
}
