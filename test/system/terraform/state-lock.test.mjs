// The lock of the Terraform state: a second apply fails while the first one runs. Uses Terraform's own S3 backend; a moto
// server stands in for S3 and DynamoDB.
import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startMoto } from '../harness/moto.mjs';
import { Program, root, runOrThrow, runProgram } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import './prerequisites.mjs';

const BUCKET = 'zk-income-terraform-state-000000000000';
const TABLE = 'zk-income-terraform-locks';
/** The backend configuration of the environments. */
const COMMITTED = 'terraform/environments/s3.tfbackend';

const BACKENDS = {
  dynamodb_table: [`dynamodb_table=${TABLE}`, 'use_lockfile=false', 'key=table', 'region=eu-central-1'],
  use_lockfile: ['use_lockfile=true', 'key=lockfile', 'region=eu-central-1'],
  [COMMITTED]: [join(root, COMMITTED)],
};

/** moto checks no signature, but it denies requests without one. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0';

/** The default encryption of the bucket, as in terraform/bootstrap/state.tf. */
const DEFAULT_ENCRYPTION = `<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Rule><ApplyServerSideEncryptionByDefault>
    <SSEAlgorithm>aws:kms</SSEAlgorithm>
    <KMSMasterKeyID>arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-555555555555</KMSMasterKeyID>
  </ApplyServerSideEncryptionByDefault></Rule>
</ServerSideEncryptionConfiguration>`;

/** A configuration whose apply, with `waits`, holds the lock until a file `go` exists. */
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

async function createBackend(endpoint) {
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
  await put(`${endpoint}/${BUCKET}`);
  await put(`${endpoint}/${BUCKET}?encryption`, DEFAULT_ENCRYPTION);
}

async function put(url, body) {
  const { ok, status } = await fetch(url, { method: 'PUT', body });
  assert.ok(ok, `PUT ${url}: ${status}`);
}

const cwd = temporaryFolder('state-lock');
const { TF_WORKSPACE: _, ...inherited } = process.env;
const env = {
  ...inherited,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  CHECKPOINT_DISABLE: '1',
};

const terraform = (...args) => runOrThrow('terraform', [...args, '-no-color'], { cwd, env });
const applyArgs = (...variables) => [
  'apply',
  '-auto-approve',
  '-input=false',
  '-no-color',
  ...variables.map((one) => `-var=${one}`),
];
const apply = (...variables) => runProgram('terraform', applyArgs(...variables), { cwd, env });

async function initialise(backend) {
  for (const file of ['started', 'go', '.terraform']) {
    rmSync(join(cwd, file), { recursive: true, force: true });
  }
  const settings = [...backend, `bucket=${BUCKET}`].map((value) => `-backend-config=${value}`);
  await terraform('init', '-input=false', '-reconfigure', ...settings);
  await terraform('workspace', 'new', 'dev');
}

/** Starts an apply that holds the lock, and waits until it does. */
async function startLockHolder() {
  const holder = new Program('terraform', applyArgs('written=first', 'waits=true'), { cwd, env });
  let hasExited = false;
  holder.exited.then(() => (hasExited = true));
  while (!existsSync(join(cwd, 'started'))) {
    assert.ok(!hasExited, `The first apply ended too early:\n${holder.output}`);
    await wait(50);
  }
  return holder;
}

describe('state lock', () => {
  let moto;

  before(async () => {
    moto = await startMoto();
    onTeardown(() => moto.close());
    await createBackend(moto.endpoint);
    writeFileSync(join(cwd, 'main.tf'), configuration(moto.endpoint));
  });

  for (const [name, backend] of Object.entries(BACKENDS)) {
    test(`${name}: a second apply fails while the first one runs`, async () => {
      await initialise(backend);
      const first = await startLockHolder();
      try {
        const second = await apply('written=second');
        assert.notEqual(second.code, 0, 'the second apply succeeded');
        assert.match(second.output, /Error acquiring the state lock/);
        // The lock is what rejects it: without locking, a plan succeeds.
        await terraform('plan', '-input=false', '-lock=false', '-var=written=second');
      } finally {
        writeFileSync(join(cwd, 'go'), '');
      }
      assert.equal(await first.exited, 0, first.output);
      const third = await apply('written=third');
      assert.equal(third.code, 0, `the lock was not released:\n${third.output}`);
      assert.match(await terraform('state', 'pull'), /"third"/);
    });
  }

  test(`${COMMITTED}: the state has the default encryption of the bucket`, async () => {
    const { headers } = await fetch(`${moto.endpoint}/${BUCKET}/environments/dev/zk-income.tfstate`, {
      method: 'HEAD',
      headers: { authorization: AUTHORIZATION },
    });
    assert.equal(headers.get('x-amz-server-side-encryption'), 'aws:kms');
  });

  test('each environment has its own state', async () => {
    await terraform('workspace', 'new', 'stage');
    assert.doesNotMatch(await terraform('state', 'pull'), /"third"/);
  });
});
