// Reads the resources that Terraform creates from the state of an apply with a mocked AWS provider.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../terraform');
const modules = join(root, 'modules');

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
    const test = { mock_provider: { aws: {} }, variables, run: mapValues(runs, (own) => applyRun(own)) };
    const resources = await resourcesByRun(folder, test);
    return mapValues(resources, rolesOf);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `terraform test` of one file, given as an object. Returns the resources of the state after each run. */
async function resourcesByRun(folder, test, env = process.env) {
  writeFileSync(join(folder, 'rendered.tftest.json'), JSON.stringify(test));
  await terraform(folder, env, 'init', '-backend=false', '-input=false', '-no-color');
  const output = await terraform(folder, env, 'test', '-json', '-verbose', '-filter=rendered.tftest.json');
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map(JSON.parse)
      .filter(({ type }) => type === 'test_state')
      .map((event) => [event['@testrun'], resourcesOf(event.test_state.root_module)]),
  );
}

const resourcesOf = ({ resources = [], child_modules: children = [] }) => [
  ...resources,
  ...children.flatMap(resourcesOf),
];

/** A run that applies, with ARNs of resources by address. */
const applyRun = (variables, arns = {}) => ({
  command: 'apply',
  variables,
  override_resource: Object.entries(arns).map(([target, arn]) => ({ target, values: { arn } })),
});

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

/**
 * Applies a module with a mocked AWS provider.
 * @param data values of data sources, by type
 * @returns the resources, each with its `type`, `address` and `values`
 */
export async function resourcesOfModule(module, variables, data) {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-module-'));
  try {
    cpSync(join(modules, module), folder, { recursive: true, filter: (path) => !path.endsWith('/tests') });
    const mocks = mapValues(data, (defaults) => ({ defaults }));
    const test = { mock_provider: { aws: { mock_data: mocks } }, variables, run: { apply: applyRun({}) } };
    return (await resourcesByRun(folder, test)).apply;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Applies the root module as the environment dev with a mocked AWS provider, once for each of `runs`: its
 * `variables`, and the `arns` of resources by address.
 * @returns by run: the resources, each with its `type`, `address` and `values`
 */
export async function resourcesOfEnvironment(variables, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-environment-'));
  try {
    const filter = (path) => !/\.terraform|[/\\]tests$|[/\\]examples$|[/\\]bootstrap$/.test(path);
    cpSync(root, folder, { recursive: true, filter });
    cpSync(join(root, 'tests/mocks'), join(folder, 'mocks'), { recursive: true });
    const test = {
      mock_provider: { aws: { source: './mocks' } },
      variables,
      run: mapValues(runs, (own) => applyRun(own.variables, own.arns)),
    };
    return await resourcesByRun(folder, test, { ...process.env, TF_WORKSPACE: 'dev' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function terraform(folder, env, ...args) {
  try {
    return (await run('terraform', args, { cwd: folder, env, maxBuffer: 1 << 28 })).stdout;
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
  const names = {};
  for (const { name, arn, policy } of valuesOf('aws_iam_policy')) {
    managed[name] = JSON.parse(policy);
    names[arn] = name;
  }
  for (const { role, policy_arn } of valuesOf('aws_iam_role_policy_attachment'))
    roles[role].managed.push(names[policy_arn]);
  return { roles, managed };
}
