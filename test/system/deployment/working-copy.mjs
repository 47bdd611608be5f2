// A copy of the repository in which Terraform needs no provider, and the commands that the documents use.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runOrThrow } from '../harness/processes.mjs';
import { readBlocks } from '../terraform/hcl-blocks.mjs';
import { writeStandIns } from './terraform-data.mjs';

/** The modules whose resources have stand-ins of their own. Those of an environment have only their outputs. */
const EVALUATED = ['registry', 'pipeline_roles'];

/** An interpolation in a string of Terraform. */
const of = (expression) => `\${${expression}}`;
const input = (name) => of(`self.input.${name}`);

/** What creating a resource does in AWS. */
const CREATED = {
  aws_s3_bucket: `aws s3api create-bucket --bucket ${input('bucket')} --create-bucket-configuration LocationConstraint=${of('var.stand_in_region')}`,
  aws_dynamodb_table: `aws dynamodb create-table --table-name ${input('name')} --billing-mode PAY_PER_REQUEST --key-schema AttributeName=${input('hash_key')},KeyType=HASH --attribute-definitions AttributeName=${input('hash_key')},AttributeType=S`,
  aws_ecr_repository: `aws ecr create-repository --repository-name ${input('name')} --image-tag-mutability ${input('image_tag_mutability')}`,
};

/** An output of a module of an environment: known after the apply. Its description says what it is keyed by. */
function outputValue({ name, description }, values) {
  const unknown = `${of('terraform_data.this.output')}-${name}`;
  if (values[name] !== undefined) return values[name];
  if (/keyed by service/.test(description))
    return `{ for service in ["issuer", "verifier"] : service => "${unknown}-${of('service')}" }`;
  if (/keyed by/.test(description)) return '{}';
  return /^"(IDs|ARNs|Names|Public IPv4 addresses) /.test(description) ? `["${unknown}"]` : `"${unknown}"`;
}

/** The variables, without the validations of the IDs that stand-ins lack, and the outputs of a module. */
function writeInterface(from, to, values) {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from).filter((name) => /^variables.*\.tf$/.test(name)))
    writeFileSync(
      join(to, file),
      readFileSync(join(from, file), 'utf8').replace(/^ {2}validation \{\n.*?^ {2}\}\n/gms, ''),
    );
  const { outputs } = readBlocks(from);
  const blocks = outputs.map(
    (output) => `output "${output.name}" {\n  value = ${outputValue(output, values)}\n}\n`,
  );
  const main =
    'resource "terraform_data" "this" {\n  input = var.name\n}\n\nvariable "stand_in_account" {\n  type = string\n}\n';
  writeFileSync(join(to, 'main.tf'), [main, ...blocks].join('\n'));
}

/**
 * Writes the copy to a folder.
 * @param servicesUrl where the services of the environments are, at `/ENVIRONMENT/SERVICE`
 */
export async function writeWorkingCopy(folder, servicesUrl) {
  const terraform = join(root, 'terraform');
  const to = join(folder, 'terraform');
  writeStandIns(terraform, to);
  cpSync(join(terraform, 'environments'), join(to, 'environments'), { recursive: true });
  const backend = join(to, 'environments/s3.tfbackend');
  writeFileSync(backend, `${readFileSync(backend, 'utf8')}\nuse_path_style = true\n`);
  writeStandIns(join(terraform, 'bootstrap'), join(to, 'bootstrap'), CREATED);

  const byService = (text) => `{ for service in ["issuer", "verifier"] : service => "${text}" }`;
  const values = {
    table_prefix: `"${of('var.name')}-"`,
    endpoints: byService(`${servicesUrl}/${of('trimprefix(var.name, "zk-income-")')}/${of('service')}`),
    secret_ids: byService(`${of('var.name')}/${of('service')}`),
    rotation_function_names: byService(`${of('var.name')}-${of('service')}-rotation`),
  };
  for (const module of readdirSync(join(terraform, 'modules'))) {
    const [source, target] = [terraform, to].map((one) => join(one, 'modules', module));
    if (EVALUATED.includes(module)) {
      writeStandIns(source, target, CREATED);
      const policies = join(source, 'policies');
      if (module === 'pipeline_roles') cpSync(policies, join(target, 'policies'), { recursive: true });
    } else writeInterface(source, target, values);
  }

  for (const path of ['.github', 'docker/Dockerfile', 'package.json', 'package-lock.json', 'scripts'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  const git = (...args) =>
    runOrThrow('git', ['-c', 'user.name=test', '-c', 'user.email=test@example', ...args], { cwd: folder });
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'initial');
}
