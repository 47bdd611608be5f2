// scripts/restore.sh: a drill with a moto server. moto restores the present items, whatever the time, and at once; it does
// not forget the settings of a table that AWS does not restore.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root } from '../harness/processes.mjs';
import { startDeploymentTarget } from './deployment-target.mjs';
import { FargateEnvironment, SERVICES } from './environments.mjs';

const TIME = '2026-11-30T12:00:00Z';
const tables = JSON.parse(readFileSync(join(root, 'terraform/modules/database/tables.json'), 'utf8'));

let target;
let environment;
const dynamodb = (operation, body) => target.aws.request('dynamodb', `DynamoDB_20120810.${operation}`, body);

/** The names of the environment's tables, and of the restored ones. */
const tableNames = async () => {
  const { TableNames } = await dynamodb('ListTables', {});
  return TableNames.filter((name) => name.startsWith(environment.fullName));
};
const own = Object.keys(tables).map((table) => `zk-income-drill-${table}`);
const restored = Object.keys(tables).map((table) => `zk-income-drill-restored-${table}`);

const LISTS = { id: { S: 'lists' }, entry: { N: '0' } };
const item = async (TableName, Key) => (await dynamodb('GetItem', { TableName, Key })).Item;

async function run(args, expectedCode = 0) {
  const { code, output } = await target.runScript(environment, 'restore.sh', args);
  assert.equal(code, expectedCode, output);
  return output;
}

before(async () => {
  target = await startDeploymentTarget();
  const { aws, digests } = target;
  environment = await FargateEnvironment.create(aws, 'drill', digests.v1);
  for (const [table, { partition_key, sort_key }] of Object.entries(tables)) {
    const keys = [partition_key, sort_key].filter(Boolean);
    await dynamodb('CreateTable', {
      TableName: `zk-income-drill-${table}`,
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
      KeySchema: keys.map(({ name }, i) => ({ AttributeName: name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
    });
    await dynamodb('UpdateContinuousBackups', {
      TableName: `zk-income-drill-${table}`,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  }
  await dynamodb('PutItem', {
    TableName: 'zk-income-drill-StatusLists',
    Item: { ...LISTS, open: { L: [{ N: '3' }, { N: '4' }] }, count: { N: '5' }, version: { N: '2' } },
  });
  for (const [id, state] of Object.entries({ one: 'pending', two: 'answered' }))
    await dynamodb('PutItem', {
      TableName: 'zk-income-drill-Nonces',
      Item: { id: { S: id }, state: { S: state } },
    });
  for (const [id, state] of Object.entries({ one: 'created', two: 'issued', three: 'collecting' }))
    await dynamodb('PutItem', {
      TableName: 'zk-income-drill-Offers',
      Item: { id: { S: `offer/${id}` }, state: { S: state } },
    });
  await dynamodb('PutItem', {
    TableName: 'zk-income-drill-Offers',
    Item: { id: { S: 'content/one' }, bytes: { B: 'AA==' } },
  });
  await dynamodb('PutItem', {
    TableName: 'zk-income-drill-ApiClients',
    Item: { keyHash: { S: 'hash' }, client: { S: 'payroll' } },
  });
});

describe('restore.sh', () => {
  test('prepare rejects an environment whose secrets do not exist', async () => {
    assert.match(await run(['prepare', TIME], 1), /ResourceNotFoundException/);
    assert.deepEqual((await tableNames()).sort(), own.toSorted());
    for (const service of SERVICES)
      await target.aws.request('secretsmanager', 'secretsmanager.CreateSecret', {
        Name: `zk-income-drill/${service}`,
        SecretString: '{"keys":[]}',
      });
  });

  test('switch needs restored tables', async () => {
    assert.match(await run(['switch'], 1), /Run "restore\.sh drill prepare TIME" first/);
  });

  test('prepare restores all tables beside those of the environment', async () => {
    const output = await run(['prepare', TIME]);
    assert.match(output, /1 pending requests deleted/);
    assert.match(output, /2 open offers deleted/);
    assert.deepEqual((await tableNames()).sort(), [...own, ...restored].sort());
    const closed = await item('zk-income-drill-restored-StatusLists', LISTS);
    assert.deepEqual([closed.open, closed.count, closed.version], [{ L: [] }, { N: '1005' }, { N: '3' }]);
    assert.deepEqual((await item('zk-income-drill-StatusLists', LISTS)).count, { N: '5' }, 'not restored');
    assert.equal(await item('zk-income-drill-restored-Nonces', { id: { S: 'one' } }), undefined);
    assert.ok(await item('zk-income-drill-restored-Nonces', { id: { S: 'two' } }));
    for (const [id, isThere] of Object.entries({
      'offer/one': false,
      'offer/two': true,
      'offer/three': false,
    }))
      assert.equal(
        (await item('zk-income-drill-restored-Offers', { id: { S: id } })) !== undefined,
        isThere,
        id,
      );
  });

  test('prepare does not overwrite restored tables', async () => {
    assert.match(await run(['prepare', TIME], 1), /exists\. Run "restore\.sh drill discard" first/);
  });

  test('switch replaces the tables under their own names, and the services run with them', async () => {
    const output = await run(['switch']);
    assert.match(output, /zk-income-drill runs with the restored tables/);
    assert.match(output, /revoked after the time of the restore are valid again/);
    assert.deepEqual((await item('zk-income-drill-StatusLists', LISTS)).count, { N: '1005' });
    assert.ok(await item('zk-income-drill-ApiClients', { keyHash: { S: 'hash' } }));
    const { ContinuousBackupsDescription } = await dynamodb('DescribeContinuousBackups', {
      TableName: 'zk-income-drill-Nonces',
    });
    const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription.PointInTimeRecoveryDescription;
    assert.equal(PointInTimeRecoveryStatus, 'ENABLED');
    const { TimeToLiveDescription } = await dynamodb('DescribeTimeToLive', {
      TableName: 'zk-income-drill-Nonces',
    });
    assert.equal(TimeToLiveDescription.TimeToLiveStatus, 'ENABLED');
    for (const service of SERVICES) assert.equal((await environment.service(service)).desiredCount, 1);
    const calls = target.aws.calls.get(environment.accessKey('deploy'));
    const stopped = calls.indexOf('ecs:UpdateService');
    assert.ok(stopped !== -1 && stopped < calls.indexOf('dynamodb:DeleteTable'), 'the services stop first');
  });

  test('switch can run again', async () => {
    await run(['switch']);
    assert.deepEqual((await item('zk-income-drill-StatusLists', LISTS)).count, { N: '1005' });
  });

  test('discard deletes the restored tables', async () => {
    await run(['discard']);
    assert.deepEqual((await tableNames()).sort(), own.toSorted());
  });
});
