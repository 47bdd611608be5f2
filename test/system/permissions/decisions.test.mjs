// Asks an IAM simulator for the decision on every call that Terraform makes to apply an environment, on every call that
// the roles of the environment may make, and on every use of a KMS key: role, boundary, resource policy and VPC endpoint
// policy together. The resources and their policies are those of an apply with a mocked AWS provider.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { APPLY_CALLS } from './apply-calls.mjs';
import { COMPUTE_MODES, environmentResources } from './environment-resources.mjs';
import { ENVIRONMENT_NAME } from './environment-values.mjs';
import {
  boundaryPolicy,
  PROJECT,
  REGION,
  repositoriesOf,
  rolePolicies,
  STATE,
  scriptPolicy,
} from './pipeline-policies.mjs';
import { list, renderPolicy } from './policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';
import { deniedCalls, isAllowed, roleArn } from './simulator.mjs';
import { hasTerraform, resourcesOfModule } from './terraform-roles.mjs';

const ENVIRONMENT = {
  name: ENVIRONMENT_NAME,
  boundary: `arn:aws:iam::${ACCOUNT}:policy/${ENVIRONMENT_NAME}-boundary`,
};
const APPLY_ROLE = roleArn(`${PROJECT}-pipeline-dev-apply`);

const skip = (await hasTerraform()) ? false : 'Terraform is not installed';

let resources;
before(async () => {
  if (!skip) resources = await environmentResources();
});

const ofType = (mode, type) => resources[mode].filter((one) => one.type === type);

/** The policies of keys and secrets, by ARN. */
function resourcePolicies(mode) {
  const keys = ofType(mode, 'aws_kms_key').map(({ values }) => [values.arn, values.policy]);
  const secrets = ofType(mode, 'aws_secretsmanager_secret_policy').map(({ values }) => [
    values.secret_arn,
    values.policy,
  ]);
  return Object.fromEntries([...keys, ...secrets].map(([arn, policy]) => [arn, JSON.parse(policy)]));
}

/** Every call that Terraform makes for the resources of a mode. */
function applyCalls(mode) {
  const environment = { ...ENVIRONMENT, keys: ofType(mode, 'aws_kms_key').map(({ values }) => values.arn) };
  return resources[mode].flatMap(({ type, values }) =>
    (APPLY_CALLS[type]?.(values, environment) ?? []).map((call) => ({ principal: APPLY_ROLE, ...call })),
  );
}

describe('apply role', { skip }, () => {
  test('the calls for every type of resource are known', () => {
    const types = new Set(COMPUTE_MODES.flatMap((mode) => resources[mode].map(({ type }) => type)));
    assert.deepEqual([...types].sort(), Object.keys(APPLY_CALLS).sort());
  });

  for (const mode of COMPUTE_MODES) {
    test(`may make every call that Terraform makes on ${mode}`, async (t) => {
      const policies = resourcePolicies(mode);
      const identity = rolePolicies('apply', 'dev');
      const calls = applyCalls(mode);
      assert.deepEqual(
        await deniedCalls(calls, ({ resource }) => ({ identity, resource: policies[resource] })),
        [],
      );
      t.diagnostic(`${calls.length} calls`);
    });
  }

  test('may not read data or keys, leave its boundary, or change another environment', async () => {
    const secret = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret`;
    const other = { 'aws:ResourceTag/Environment': 'stage', 'aws:ResourceTag/Project': PROJECT };
    const key = `arn:aws:kms:${REGION}:${ACCOUNT}:key/44444444-0000-0000-0000-000000000000`;
    const forbidden = [
      ['secretsmanager:GetSecretValue', `${secret}:zk-income-dev/issuer-AbCdEf`],
      ['secretsmanager:CreateSecret', `${secret}:zk-income-stage/issuer-AbCdEf`],
      [
        'kms:Decrypt',
        key,
        {
          'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com`,
          'kms:EncryptionContext:SecretARN': `${secret}:zk-income-stage/issuer-AbCdEf`,
        },
      ],
      ['kms:Decrypt', key, { 'kms:EncryptionContext:SecretARN': `${secret}:zk-income-dev/issuer-AbCdEf` }],
      ['kms:PutKeyPolicy', key, other],
      ['kms:ScheduleKeyDeletion', key, other],
      ['dynamodb:GetItem', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/zk-income-dev-ApiClients`],
      ['dynamodb:DeleteTable', `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/zk-income-stage-Nonces`],
      ['iam:PutRolePolicy', roleArn('zk-income-dev-issuer-task'), {}],
      ['iam:CreatePolicyVersion', ENVIRONMENT.boundary],
      ['iam:UpdateAssumeRolePolicy', roleArn('zk-income-pipeline-dev-apply')],
      [
        'iam:PassRole',
        roleArn('zk-income-stage-issuer-task'),
        { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      ],
      [
        'cloudwatch:DeleteAlarms',
        `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:zk-income-stage-issuer-latency`,
      ],
      ['s3:GetObject', `${STATE.bucket_arn}/environments/stage/zk-income.tfstate`],
      ['s3:GetObject', `${STATE.bucket_arn}/bootstrap.tfstate`],
    ].map(([action, resource, context]) => ({ principal: APPLY_ROLE, action, resource, context }));
    const identity = rolePolicies('apply', 'dev');
    const denied = await deniedCalls(forbidden, () => ({ identity }));
    assert.equal(
      denied.length,
      forbidden.length,
      `of ${forbidden.length} calls, only these are denied:\n${denied.join('\n')}`,
    );
  });
});

/** The calls that the policies of a role of the environment allow, in the contexts that they require. */
function callsOfRole(mode, { values: { name, arn } }) {
  const principal = arn.endsWith(name) ? arn : roleArn(name);
  const statements = ofType(mode, 'aws_iam_role_policy')
    .filter(({ values }) => values.role === name)
    .flatMap(({ values }) => JSON.parse(values.policy).Statement)
    .filter(({ Effect }) => Effect === 'Allow');
  return statements.flatMap(({ Action, Resource, Condition: { StringEquals = {} } = {} }) =>
    list(Action).flatMap((action) =>
      list(Resource).map((pattern) => ({
        principal,
        action,
        resource: pattern === '*' ? '*' : pattern.replaceAll('*', 'x'),
        context: Object.fromEntries(
          Object.entries(StringEquals).map(([key, value]) => [key, list(value)[0]]),
        ),
      })),
    ),
  );
}

const identityOf = (mode, name) =>
  ofType(mode, 'aws_iam_role_policy')
    .filter(({ values }) => values.role === name)
    .map(({ values }) => ({ name: values.name, policy: JSON.parse(values.policy) }));

describe('roles of an environment', { skip }, () => {
  for (const mode of COMPUTE_MODES) {
    test(`may make every call of their policies within boundary, keys and secrets on ${mode}`, async (t) => {
      const policies = resourcePolicies(mode);
      const boundary = boundaryPolicy('dev');
      const roles = ofType(mode, 'aws_iam_role');
      let count = 0;
      for (const role of roles) {
        const calls = callsOfRole(mode, role);
        assert.ok(calls.length > 0, `${role.values.name} has no policy`);
        assert.deepEqual(
          await deniedCalls(calls, ({ resource }) => ({
            identity: identityOf(mode, role.values.name),
            boundary,
            resource: policies[resource],
          })),
          [],
        );
        count += calls.length;
      }
      t.diagnostic(`${roles.length} roles, ${count} calls`);
    });
  }

  test('tasks may make their calls through the VPC endpoints', async (t) => {
    const mode = 'fargate';
    const endpoints = Object.fromEntries(
      ofType(mode, 'aws_vpc_endpoint').map(({ values }) => [
        values.service_name.split('.').slice(3).join('.'),
        JSON.parse(values.policy),
      ]),
    );
    const roles = ofType(mode, 'aws_iam_role').filter(({ values }) => /-(task|execution)$/.test(values.name));
    const calls = roles.flatMap((role) =>
      callsOfRole(mode, role)
        // Secrets Manager calls KMS, not the task.
        .filter(({ action }) => !action.startsWith('kms:'))
        .flatMap((call) => endpointsOf(call.action).map((endpoint) => ({ ...call, endpoint }))),
    );
    const denied = await deniedCalls(calls, ({ endpoint }) => {
      assert.ok(endpoints[endpoint], `no VPC endpoint ${endpoint}`);
      return { identity: [{ name: 'all', policy: allowing('*') }], endpoint: endpoints[endpoint] };
    });
    assert.deepEqual(denied, []);
    t.diagnostic(`${calls.length} calls`);
  });

  test('no role may read the key of another service, and no service may change its own', async () => {
    const mode = 'fargate';
    const policies = resourcePolicies(mode);
    const everything = [{ name: 'all', policy: allowing('secretsmanager:*') }];
    const secrets = ofType(mode, 'aws_secretsmanager_secret').map(({ values }) => values.arn);
    const calls = secrets.flatMap((resource) => [
      {
        principal: roleArn(
          `${ENVIRONMENT_NAME}-${resource.includes('/issuer-') ? 'verifier' : 'issuer'}-task`,
        ),
        action: 'secretsmanager:GetSecretValue',
        resource,
      },
      {
        principal: roleArn(
          `${ENVIRONMENT_NAME}-${resource.includes('/issuer-') ? 'issuer' : 'verifier'}-task`,
        ),
        action: 'secretsmanager:PutSecretValue',
        resource,
      },
    ]);
    const denied = await deniedCalls(calls, ({ resource }) => ({
      identity: everything,
      resource: policies[resource],
    }));
    assert.equal(denied.length, calls.length, denied.join('\n'));
  });
});

/** The VPC endpoints that calls of an action may use. */
function endpointsOf(action) {
  const [service] = action.split(':');
  return service === 'ecr' ? ['ecr.api', 'ecr.dkr'] : [service];
}

const allowing = (action) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});

/** The services that use the key of a resource, as AWS documents them, and what they do with it. */
const USES_OF_KEYS = {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  aws_cloudwatch_log_group: ({ name, kms_key_id: key }) =>
    ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:GenerateDataKey', 'kms:DescribeKey'].map(
      (action) => ({
        principal: `logs.${REGION}.amazonaws.com`,
        action,
        resource: key,
        context: {
          'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
        },
      }),
    ),
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  aws_sns_topic: ({ kms_master_key_id: key }) =>
    ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com'].flatMap((principal) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
        principal,
        action,
        resource: key,
        context: { 'aws:SourceAccount': ACCOUNT },
      })),
    ),
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  aws_dynamodb_table: ({ server_side_encryption: [{ kms_key_arn: key }] }) =>
    [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:GenerateDataKey',
      'kms:DescribeKey',
      'kms:CreateGrant',
    ].map((action) => ({
      principal: roleArn(`${ENVIRONMENT_NAME}-issuer-task`),
      action,
      resource: key,
      context: { 'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`, 'kms:CallerAccount': ACCOUNT },
    })),
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  aws_secretsmanager_secret: ({ arn: secret, kms_key_id: key }) =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
      principal: roleArn(`${ENVIRONMENT_NAME}-rotation`),
      action,
      resource: key,
      context: {
        'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com`,
        'kms:EncryptionContext:SecretARN': secret,
      },
    })),
};

const keyOf = ({ kms_key_id, kms_master_key_id, server_side_encryption }) =>
  kms_key_id ?? kms_master_key_id ?? server_side_encryption?.[0]?.kms_key_arn;

describe('KMS keys', { skip }, () => {
  test('the uses of the key of every encrypted type of resource are known', () => {
    const encrypted = COMPUTE_MODES.flatMap((mode) => resources[mode].filter(({ values }) => keyOf(values)));
    const types = new Set(encrypted.map(({ type }) => type));
    assert.deepEqual([...types].sort(), Object.keys(USES_OF_KEYS).sort());
  });

  for (const mode of COMPUTE_MODES) {
    for (const type of Object.keys(USES_OF_KEYS)) {
      test(`every ${type} may use its key on ${mode}`, async (t) => {
        const policies = resourcePolicies(mode);
        const encrypted = ofType(mode, type).filter(({ values }) => keyOf(values));
        assert.ok(encrypted.length > 0);
        const identity = identityOf(mode, `${ENVIRONMENT_NAME}-rotation`);
        const denied = await deniedCalls(
          encrypted.flatMap(({ values }) => USES_OF_KEYS[type](values)),
          ({ resource, principal }) => ({
            identity: principal.endsWith('-rotation') ? identity : [],
            resource: policies[resource],
          }),
        );
        assert.deepEqual(denied, []);
        t.diagnostic(`${encrypted.length} encrypted`);
      });
    }
  }

  test('CloudWatch Logs may not use the key for log groups of other names', async () => {
    const policies = resourcePolicies('fargate');
    const [{ values }] = ofType('fargate', 'aws_cloudwatch_log_group');
    for (const name of [
      '/zk-income-stage/issuer',
      '/aws/vpc/zk-income-stage-flow',
      '/aws/lambda/zk-income-dev',
    ]) {
      const [call] = USES_OF_KEYS.aws_cloudwatch_log_group({ ...values, name });
      assert.equal(await isAllowed(call, { resource: policies[call.resource] }), false, name);
    }
  });
});

describe('registry of another account', { skip }, () => {
  const REGISTRY_ACCOUNT = '210987654321';
  const repositories = repositoriesOf(REGISTRY_ACCOUNT);
  const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  let repositoryPolicy;

  before(async () => {
    const [{ values }] = (
      await resourcesOfModule(
        'registry',
        { pull_account_ids: [ACCOUNT] },
        {
          aws_caller_identity: { account_id: REGISTRY_ACCOUNT },
          aws_partition: { partition: 'aws' },
          aws_region: { region: REGION },
        },
      )
    ).filter(({ type }) => type === 'aws_ecr_repository_policy');
    repositoryPolicy = JSON.parse(values.policy);
  });

  const onRepository = (principal, actions, context) =>
    actions.map((action) => ({ principal, action, resource: repositories.issuer, context }));
  const executionRole = roleArn(`${ENVIRONMENT_NAME}-issuer-execution`);
  const executionPolicies = () => ({
    identity: [
      {
        name: 'execution',
        policy: renderPolicy('execution', {
          repository: repositories.issuer,
          log_group: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/${ENVIRONMENT_NAME}/issuer`,
        }),
      },
    ],
    boundary: boundaryPolicy('dev', repositories),
    resource: repositoryPolicy,
  });

  test('ECS may pull images with the execution role', async () => {
    assert.deepEqual(await deniedCalls(onRepository(executionRole, PULL), executionPolicies), []);
  });

  test('the boundary of an environment with a registry of its own would deny it', async () => {
    const policies = () => ({ ...executionPolicies(), boundary: boundaryPolicy('dev') });
    assert.equal((await deniedCalls(onRepository(executionRole, PULL), policies)).length, PULL.length);
  });

  for (const mode of COMPUTE_MODES) {
    test(`the deploy role of mode ${mode} may find images`, async () => {
      const role = roleArn(`${PROJECT}-pipeline-dev-deploy`);
      const identity = [{ name: 'deploy', policy: scriptPolicy('deploy', 'dev', mode, repositories) }];
      const actions = ['ecr:DescribeImages', ...(mode === 'lambda' ? PULL.slice(1) : [])];
      const denied = await deniedCalls(onRepository(role, actions), () => ({
        identity,
        resource: repositoryPolicy,
      }));
      assert.deepEqual(denied, []);
    });
  }

  test('Lambda may pull images for functions of both accounts and no other', async () => {
    const pullFor = (account) =>
      onRepository('lambda.amazonaws.com', PULL.slice(1), {
        'aws:SourceArn': `arn:aws:lambda:${REGION}:${account}:function:${ENVIRONMENT_NAME}-issuer`,
      });
    const policies = () => ({ resource: repositoryPolicy });
    assert.deepEqual(await deniedCalls([ACCOUNT, REGISTRY_ACCOUNT].flatMap(pullFor), policies), []);
    assert.equal((await deniedCalls(pullFor('333333333333'), policies)).length, 2);
  });

  test('the other account may not push, and a third account may not pull', async () => {
    const all = [{ name: 'all', policy: allowing('ecr:*') }];
    const calls = [
      ...onRepository(executionRole, ['ecr:PutImage', 'ecr:BatchDeleteImage']),
      ...onRepository('arn:aws:iam::333333333333:role/other', ['ecr:BatchGetImage']),
    ];
    const denied = await deniedCalls(calls, () => ({ identity: all, resource: repositoryPolicy }));
    assert.equal(denied.length, calls.length, denied.join('\n'));
  });
});
