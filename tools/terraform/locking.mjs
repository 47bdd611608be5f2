// The lock of the state, tried for real: while one writer works, a second one is refused. The backend is Terraform's
// own; a moto server answers for S3 and DynamoDB.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startMoto } from '../../test/system/harness/moto.mjs';
import { output, start } from './command.mjs';
import { root } from './folders.mjs';

const BUCKET = 'zk-income-terraform-state-000000000000';
const TABLE = 'zk-income-terraform-locks';
/** What the environments are initialised with, from the repository. */
const COMMITTED = 'terraform/environments/s3.tfbackend';

const WAYS = {
  dynamodb_table: [`dynamodb_table=${TABLE}`, 'use_lockfile=false', 'key=table', 'region=eu-central-1'],
  use_lockfile: ['use_lockfile=true', 'key=lockfile', 'region=eu-central-1'],
  [COMMITTED]: [join(root, COMMITTED)],
};

/** A writer that holds its lock until there is a file `go`. */
const configuration = (endpoint) => `
terraform {
  backend "s3" {
    endpoints                   = { s3 = "${endpoint}", dynamodb = "${endpoint}" }
    use_path_style              = true
    skip_credentials_validation = true
    skip_requesting_account_id  = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
  }
}

variable "written" {
  type = string
}

variable "waits" {
  type    = bool
  default = false
}

resource "terraform_data" "written" {
  input            = var.written
  triggers_replace = var.written

  provisioner "local-exec" {
    command = var.waits ? "touch started; while [ ! -e go ]; do sleep 0.1; done" : "true"
  }
}
`;

async function makeStore(endpoint) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  client.destroy();
  const made = await fetch(`${endpoint}/${BUCKET}`, { method: 'PUT' });
  assert.ok(made.ok, `the moto server makes no bucket: ${made.status}`);
}

async function until(condition, running) {
  let ended;
  running.then((result) => (ended = result));
  while (!condition()) {
    assert.ok(ended === undefined, `the first writer ended before its time:\n${ended?.output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function checkWay(report, cwd, env, name, backend) {
  const terraform = (...args) => output('terraform', [...args, '-no-color'], { cwd, env });
  const apply = (...args) =>
    start('terraform', ['apply', '-auto-approve', '-input=false', '-no-color', ...args], { cwd, env });

  await report.check(`${name}: a second writer is refused while the first one works`, async () => {
    for (const file of ['started', 'go', '.terraform'])
      rmSync(join(cwd, file), { recursive: true, force: true });
    await terraform(
      'init',
      '-input=false',
      '-reconfigure',
      ...[...backend, `bucket=${BUCKET}`].map((value) => `-backend-config=${value}`),
    );
    await terraform('workspace', 'new', 'dev');
    const first = apply('-var=written=first', '-var=waits=true');
    try {
      await until(() => existsSync(join(cwd, 'started')), first.done);
      const second = await apply('-var=written=second').done;
      assert.notEqual(second.code, 0, 'the second writer was let in');
      assert.match(second.output, /Error acquiring the state lock/);
      // It is the lock that refused it: who does not ask for one is let in.
      await terraform('plan', '-input=false', '-lock=false', '-var=written=second');
    } finally {
      writeFileSync(join(cwd, 'go'), '');
    }
    const { code, output: text } = await first.done;
    assert.equal(code, 0, text);
    const third = await apply('-var=written=third').done;
    assert.equal(third.code, 0, `the lock was not given back:\n${third.output}`);
    assert.match(await terraform('state', 'pull'), /"third"/);
  });
}

/** Another environment is another state with a lock of its own. */
async function checkWorkspaces(report, cwd, env) {
  await report.check('environments do not share a state', async () => {
    await output('terraform', ['workspace', 'new', 'stage', '-no-color'], { cwd, env });
    assert.doesNotMatch(await output('terraform', ['state', 'pull'], { cwd, env }), /"third"/);
  });
}

export async function checkLocking(report, folder) {
  const cwd = join(folder, 'locking');
  mkdirSync(cwd);
  let moto;
  try {
    const started = await report.check('a moto server starts', async () => {
      moto = await startMoto();
      await makeStore(moto.endpoint);
    });
    if (!started) return;
    writeFileSync(join(cwd, 'main.tf'), configuration(moto.endpoint));
    const { TF_WORKSPACE: _, ...rest } = process.env;
    const env = {
      ...rest,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      CHECKPOINT_DISABLE: '1',
    };
    for (const [name, backend] of Object.entries(WAYS)) await checkWay(report, cwd, env, name, backend);
    await checkWorkspaces(report, cwd, env);
  } finally {
    await moto?.close();
  }
}
