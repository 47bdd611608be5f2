// Copies Terraform modules with `terraform_data` in place of every AWS resource, so that real Terraform evaluates, plans and
// applies them without a provider. As with the real provider, arguments are known in a plan, and what AWS chooses (ARNs,
// IDs) is not known before the apply.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Arguments of Terraform itself. `lifecycle` and `provider` refer to the AWS provider, so they are omitted. */
const META_ARGUMENTS = ['count', 'for_each', 'depends_on'];

/** The ID of every KMS key: the bootstrap has one, that of the state. */
export const STATE_KEY_ID = '11111111-2222-3333-4444-555555555555';

/**
 * By type: the argument that names the resource, and the attributes that AWS chooses. `$NAME` is the value of that argument;
 * `$ACCOUNT` and `$REGION` are replaced too.
 */
const COMPUTED = {
  aws_dynamodb_table: ['name', { arn: 'arn:aws:dynamodb:$REGION:$ACCOUNT:table/$NAME', id: '$NAME' }],
  aws_ecr_repository: [
    'name',
    {
      arn: 'arn:aws:ecr:$REGION:$ACCOUNT:repository/$NAME',
      repository_url: '$ACCOUNT.dkr.ecr.$REGION.amazonaws.com/$NAME',
    },
  ],
  aws_iam_openid_connect_provider: [
    'url',
    { arn: 'arn:aws:iam::$ACCOUNT:oidc-provider/token.actions.githubusercontent.com' },
  ],
  aws_iam_policy: ['name', { arn: 'arn:aws:iam::$ACCOUNT:policy/$NAME' }],
  aws_iam_role: ['name', { arn: 'arn:aws:iam::$ACCOUNT:role/$NAME' }],
  aws_kms_key: [
    'description',
    {
      arn: `arn:aws:kms:$REGION:$ACCOUNT:key/${STATE_KEY_ID}`,
      key_id: STATE_KEY_ID,
    },
  ],
  aws_s3_bucket: ['bucket', { arn: 'arn:aws:s3:::$NAME', id: '$NAME' }],
};

const interpolated = (expression) => `\${${expression}}`;

/** Data sources, as expressions. */
const DATA = {
  'data.aws_caller_identity.this.account_id': 'var.stand_in_account',
  'data.aws_partition.this.partition': '"aws"',
  'data.aws_partition.this.dns_suffix': '"amazonaws.com"',
  'data.aws_region.this.region': 'var.stand_in_region',
};

const VARIABLES = `variable "stand_in_account" {
  type = string
}

variable "stand_in_region" {
  type    = string
  default = "eu-central-1"
}
`;

/** The arguments and nested blocks of a block that `terraform fmt` has formatted. */
function partsOf(body) {
  const lines = body.split('\n');
  const parts = [];
  for (let i = 0; i < lines.length; i++) {
    const [, name, isBlock] = /^ {2}(\w+)(?: "\w+")?\s*(?:=|(\{))/.exec(lines[i]) ?? [];
    if (name === undefined) continue;
    const first = i;
    if (/[[({]$/.test(lines[i])) while (!/^ {2}[\])}]/.test(lines[i])) i++;
    parts.push({ name, isBlock: isBlock !== undefined, text: lines.slice(first, i + 1).join('\n') });
  }
  return parts;
}

/** A nested block as an argument. Repeated blocks overwrite each other; blocks that `dynamic` makes are omitted. */
const asArgument = (text) =>
  text.replace(/^( *)dynamic "\w+" \{\n.*?^\1\}\n?/gms, '').replace(/^( +\w+) \{/gm, '$1 = {');

const withoutReferences = (text) =>
  text.replace(/\bdata\.aws_\w+\.\w+\.\w+/g, (one) => {
    if (DATA[one] === undefined) throw new Error(`No stand-in for ${one}`);
    return DATA[one];
  });

/** Expressions refer to a local value that has both the arguments and what AWS chooses. */
const withLocals = (text) =>
  withoutReferences(text).replace(/(?<![\w."/-])(aws_\w+)\.(\w+)\b/g, 'local.$1__$2');

function resource(type, name, body, provisioners) {
  const label = `${type}__${name}`;
  const meta = [];
  const input = [];
  for (const part of partsOf(body)) {
    if (part.name === 'depends_on')
      meta.push(part.text.replace(/\b(aws_\w+)\.(\w+)/g, 'terraform_data.$1__$2'));
    else if (META_ARGUMENTS.includes(part.name)) meta.push(withLocals(part.text));
    else if (!['lifecycle', 'provider', 'dynamic', 'timeouts'].includes(part.name))
      input.push({ ...part, text: withLocals(part.isBlock ? asArgument(part.text) : part.text) });
  }
  const [naming, computed] = COMPUTED[type] ?? [undefined, {}];
  const named = input.find((part) => part.name === naming)?.text.replace(/^\s*\w+\s*= /, '');
  const values = { NAME: named, ACCOUNT: 'var.stand_in_account', REGION: 'var.stand_in_region' };
  const chosen = Object.entries(computed).map(
    ([attribute, value]) =>
      `    ${attribute} = "${value.replace(/\$([A-Z]+)/g, (_, key) => interpolated(values[key]))}"`,
  );
  const command = provisioners[type];
  const provisioner = command ? `\n  provisioner "local-exec" {\n    command = "${command}"\n  }\n` : '';
  const one = (reference) =>
    `merge(${reference}.input, { ${Object.keys(computed)
      .map((key) => `${key} = ${reference}.output.${key}`)
      .join(', ')} })`;
  const all = `terraform_data.${label}`;
  const value = meta.some((text) => /^ {2}for_each/.test(text))
    ? `{ for key, one in ${all} : key => ${one('one')} }`
    : meta.some((text) => /^ {2}count/.test(text))
      ? `[for one in ${all} : ${one('one')}]`
      : one(all);
  return `resource "terraform_data" "${label}" {
${meta.join('\n')}
  input = {
${[...input.map(({ text }) => text), ...chosen].join('\n')}
  }
${provisioner}}

locals {
  ${label} = ${value}
}
`;
}

const TOP_LEVEL = /^(\w+)((?: "[\w-]+")*) \{(?:\}|\n(.*?)^\})\n/gms;

function convert(text, provisioners) {
  return text.replace(TOP_LEVEL, (block, kind, labels, body = '') => {
    const [type, name] = [...labels.matchAll(/"([\w-]+)"/g)].map(([, label]) => label);
    switch (kind) {
      case 'provider':
      case 'data':
        return '';
      case 'terraform':
        return block.replace(/^ {4}aws\s+= \{\n.*?^ {4}\}\n/ms, '');
      case 'resource':
        return type.startsWith('aws_') ? resource(type, name, body, provisioners) : withLocals(block);
      case 'module':
        return withLocals(block).replace(
          /^ {2}source\s*=.*\n/m,
          '$&  stand_in_account = var.stand_in_account\n',
        );
      case 'variable':
        return block;
      default:
        return withLocals(block);
    }
  });
}

/**
 * Writes the module in the folder `from` to the folder `to`, with stand-ins for its AWS resources. Its variable
 * `stand_in_account` is the AWS account.
 * @param provisioners by resource type: a command that runs when a resource is created
 */
export function writeStandIns(from, to, provisioners = {}) {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from, { withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = readFileSync(join(from, file.name), 'utf8');
    writeFileSync(join(to, file.name), file.name.endsWith('.tf') ? convert(text, provisioners) : text);
  }
  writeFileSync(join(to, 'stand-in-variables.tf'), VARIABLES);
}
