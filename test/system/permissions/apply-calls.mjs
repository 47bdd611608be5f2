// The AWS calls that Terraform's provider makes to create, change and delete each type of resource, besides reading, which
// the tests of the policy `read` cover. Calls that AWS makes with the permissions of the caller are among them.
import { REGION } from './pipeline-policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';

const arn = (service, resource, { region = REGION, account = ACCOUNT } = {}) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const global = { region: '' };

/** IDs that AWS assigns. */
const ID = '0123456789abcdef0';

const call = (action, resource, context = {}) => ({ action, resource, context });
const calls = (service, actions, resource, context) =>
  actions.map((action) => call(`${service}:${action}`, resource, context));

const ec2 = (type, actions) => calls('ec2', actions, arn('ec2', `${type}/${type}-${ID}`));
const tagged = (type, actions) => ec2(type, [...actions, 'CreateTags']);
const api = (path, methods = ['POST', 'PATCH', 'DELETE']) =>
  calls('apigateway', methods, `arn:aws:apigateway:${REGION}::/${path}`);
const passRole = (role, service) => call('iam:PassRole', role, { 'iam:PassedToService': service });
const serviceLinkedRole = (service, name) =>
  call('iam:CreateServiceLinkedRole', arn('iam', `role/aws-service-role/${service}/${name}`, global), {
    'iam:AWSServiceName': service,
  });
const webAcl = (name) => arn('wafv2', `regional/webacl/${name}/${ID}`);
const roleArn = (name) => arn('iam', `role/${name}`, global);
const tags = { 'aws:RequestTag/Environment': 'dev', 'aws:RequestTag/Project': 'zk-income' };

/** The repository of an image URI. */
function repositoryOf(image) {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([^.]+)\.[^/]+\/([^@:]+)/.exec(image);
  return arn('ecr', `repository/${name}`, { region, account });
}

/** Secrets Manager checks a new key with a context of its own, and uses it with the ARN of the secret. */
const keyOfSecret = (key, secret) =>
  [secret, 'RequestToValidateKeyAccess'].flatMap((context) =>
    calls('kms', ['GenerateDataKey', 'Decrypt'], key, {
      'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com`,
      'kms:EncryptionContext:SecretARN': context,
    }),
  );

const keyOfTable = (key) =>
  calls('kms', ['CreateGrant', 'DescribeKey', 'Decrypt', 'GenerateDataKey'], key, {
    'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`,
    'kms:CallerAccount': ACCOUNT,
  });

/** By type: the calls for a resource with the given values. */
export const APPLY_CALLS = {
  aws_vpc: () => tagged('vpc', ['CreateVpc', 'ModifyVpcAttribute', 'AssociateVpcCidrBlock', 'DeleteVpc']),
  aws_subnet: () => tagged('subnet', ['CreateSubnet', 'ModifySubnetAttribute', 'DeleteSubnet']),
  aws_internet_gateway: () =>
    tagged('internet-gateway', [
      'CreateInternetGateway',
      'AttachInternetGateway',
      'DetachInternetGateway',
      'DeleteInternetGateway',
    ]),
  aws_egress_only_internet_gateway: () =>
    tagged('egress-only-internet-gateway', [
      'CreateEgressOnlyInternetGateway',
      'DeleteEgressOnlyInternetGateway',
    ]),
  aws_eip: () => tagged('elastic-ip', ['AllocateAddress', 'ReleaseAddress']),
  aws_nat_gateway: () => tagged('natgateway', ['CreateNatGateway', 'DeleteNatGateway']),
  aws_route_table: () => tagged('route-table', ['CreateRouteTable', 'DeleteRouteTable']),
  aws_default_route_table: () => tagged('route-table', ['DeleteRoute']),
  aws_route: () => ec2('route-table', ['CreateRoute', 'ReplaceRoute', 'DeleteRoute']),
  aws_route_table_association: () =>
    ec2('route-table', ['AssociateRouteTable', 'ReplaceRouteTableAssociation', 'DisassociateRouteTable']),
  aws_security_group: () =>
    tagged('security-group', ['CreateSecurityGroup', 'RevokeSecurityGroupEgress', 'DeleteSecurityGroup']),
  aws_default_security_group: () =>
    tagged('security-group', ['RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress']),
  aws_vpc_security_group_egress_rule: () => [
    ...ec2('security-group', ['AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupEgress']),
    ...ec2('security-group-rule', ['ModifySecurityGroupRules', 'CreateTags']),
  ],
  aws_vpc_security_group_ingress_rule: () => [
    ...ec2('security-group', ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress']),
    ...ec2('security-group-rule', ['ModifySecurityGroupRules', 'CreateTags']),
  ],
  aws_vpc_endpoint: ({ vpc_endpoint_type: type }) => [
    ...tagged('vpc-endpoint', ['CreateVpcEndpoint', 'ModifyVpcEndpoint', 'DeleteVpcEndpoints']),
    ...(type === 'Interface'
      ? [call('route53:AssociateVPCWithHostedZone', `arn:aws:route53:::hostedzone/Z${ID.toUpperCase()}`)]
      : []),
  ],
  aws_flow_log: ({ iam_role_arn: role }) => [
    ...tagged('vpc-flow-log', ['CreateFlowLogs', 'DeleteFlowLogs']),
    passRole(role, 'vpc-flow-logs.amazonaws.com'),
  ],

  aws_lb: ({ name }) => [
    serviceLinkedRole('elasticloadbalancing.amazonaws.com', 'AWSServiceRoleForElasticLoadBalancing'),
    ...calls(
      'elasticloadbalancing',
      [
        'CreateLoadBalancer',
        'AddTags',
        'ModifyLoadBalancerAttributes',
        'SetSecurityGroups',
        'SetSubnets',
        'DeleteLoadBalancer',
      ],
      arn('elasticloadbalancing', `loadbalancer/app/${name}/${ID}`),
    ),
  ],
  aws_wafv2_web_acl: ({ name }) =>
    calls('wafv2', ['CreateWebACL', 'TagResource', 'UpdateWebACL', 'DeleteWebACL'], webAcl(name)),
  aws_wafv2_web_acl_association: (_, { name }) => [
    ...calls('wafv2', ['AssociateWebACL', 'DisassociateWebACL'], webAcl(name)),
    ...calls(
      'wafv2',
      ['AssociateWebACL', 'DisassociateWebACL'],
      arn('elasticloadbalancing', `loadbalancer/app/${name}-internal/${ID}`),
    ),
    ...calls(
      'elasticloadbalancing',
      ['CreateWebACLAssociation', 'DeleteWebACLAssociation'],
      arn('elasticloadbalancing', `loadbalancer/app/${name}-internal/${ID}`),
    ),
    call('elasticloadbalancing:SetWebAcl', '*'),
  ],
  // Log delivery of WAF: https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
  aws_wafv2_web_acl_logging_configuration: (_, { name }) => [
    ...calls('wafv2', ['PutLoggingConfiguration', 'DeleteLoggingConfiguration'], webAcl(name)),
    ...calls('logs', ['CreateLogDelivery', 'DeleteLogDelivery'], '*'),
    ...calls('logs', ['PutResourcePolicy', 'DescribeResourcePolicies'], '*'),
    serviceLinkedRole('wafv2.amazonaws.com', 'AWSServiceRoleForWAFV2Logging'),
  ],
  aws_lb_target_group: ({ name }) =>
    calls(
      'elasticloadbalancing',
      [
        'CreateTargetGroup',
        'AddTags',
        'ModifyTargetGroupAttributes',
        'ModifyTargetGroup',
        'DeleteTargetGroup',
      ],
      arn('elasticloadbalancing', `targetgroup/${name}/${ID}`),
    ),
  // Resource types of listeners contain the name of the load balancer, which has the name of the environment.
  aws_lb_listener: (_, { name }) => [
    call(
      'elasticloadbalancing:CreateListener',
      arn('elasticloadbalancing', `loadbalancer/app/${name}-internal/${ID}`),
    ),
    ...calls(
      'elasticloadbalancing',
      ['AddTags', 'ModifyListener', 'ModifyListenerAttributes', 'DeleteListener'],
      arn('elasticloadbalancing', `listener/app/${name}-internal/${ID}/${ID}`),
    ),
  ],

  aws_apigatewayv2_api: () => [...api('apis', ['POST']), ...api(`apis/${ID}`, ['PATCH', 'DELETE'])],
  aws_apigatewayv2_api_mapping: () => api('domainnames/issuer.example/apimappings'),
  aws_apigatewayv2_authorizer: () => api(`apis/${ID}/authorizers`),
  aws_apigatewayv2_domain_name: () => [
    ...api('domainnames', ['POST']),
    ...api('domainnames/issuer.example', ['PATCH', 'DELETE']),
  ],
  aws_apigatewayv2_integration: () => api(`apis/${ID}/integrations`),
  aws_apigatewayv2_route: () => api(`apis/${ID}/routes`),
  aws_apigatewayv2_stage: () => [
    ...api(`apis/${ID}/stages`),
    ...calls('logs', ['CreateLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery'], '*'),
    ...calls('logs', ['PutResourcePolicy', 'DescribeResourcePolicies'], '*'),
    serviceLinkedRole('ops.apigateway.amazonaws.com', 'AWSServiceRoleForAPIGateway'),
  ],
  aws_apigatewayv2_vpc_link: () => [
    ...api('vpclinks', ['POST']),
    ...api(`vpclinks/${ID}`, ['PATCH', 'DELETE']),
    serviceLinkedRole('ops.apigateway.amazonaws.com', 'AWSServiceRoleForAPIGateway'),
  ],
  aws_route53_record: ({ type }) =>
    calls('route53', ['ChangeResourceRecordSets'], `arn:aws:route53:::hostedzone/Z${ID.toUpperCase()}`, {
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
    }),

  aws_ecs_cluster: ({ name }) => [
    serviceLinkedRole('ecs.amazonaws.com', 'AWSServiceRoleForECS'),
    ...calls(
      'ecs',
      ['CreateCluster', 'TagResource', 'UpdateCluster', 'UpdateClusterSettings', 'DeleteCluster'],
      arn('ecs', `cluster/${name}`),
    ),
  ],
  aws_ecs_cluster_capacity_providers: ({ cluster_name: name }) =>
    calls('ecs', ['PutClusterCapacityProviders'], arn('ecs', `cluster/${name}`)),
  aws_ecs_service: ({ name: service }, { name }) =>
    calls(
      'ecs',
      ['CreateService', 'TagResource', 'UpdateService', 'DeleteService'],
      arn('ecs', `service/${name}/${service}`),
    ),
  aws_ecs_task_definition: ({ family, task_role_arn: task, execution_role_arn: execution }) => [
    ...calls('ecs', ['RegisterTaskDefinition', 'TagResource'], arn('ecs', `task-definition/${family}:1`)),
    call('ecs:DeregisterTaskDefinition', '*'),
    passRole(task, 'ecs-tasks.amazonaws.com'),
    passRole(execution, 'ecs-tasks.amazonaws.com'),
  ],
  aws_appautoscaling_target: () => [
    serviceLinkedRole(
      'ecs.application-autoscaling.amazonaws.com',
      'AWSServiceRoleForApplicationAutoScaling_ECSService',
    ),
    ...calls(
      'application-autoscaling',
      ['RegisterScalableTarget', 'TagResource', 'DeregisterScalableTarget'],
      arn('application-autoscaling', `scalable-target/${ID}`),
    ),
  ],
  // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
  aws_appautoscaling_policy: ({ resource_id: target }) => [
    ...calls(
      'application-autoscaling',
      ['PutScalingPolicy', 'DeleteScalingPolicy'],
      arn('application-autoscaling', `scalable-target/${ID}`),
    ),
    ...calls(
      'cloudwatch',
      ['PutMetricAlarm', 'DeleteAlarms'],
      arn('cloudwatch', `alarm:TargetTracking-${target}-AlarmHigh-${ID}`),
    ),
  ],

  aws_lambda_function: ({ function_name: name, role, image_uri: image }) => [
    ...calls(
      'lambda',
      [
        'CreateFunction',
        'TagResource',
        'PublishVersion',
        'PutFunctionConcurrency',
        'DeleteFunctionConcurrency',
        'UpdateFunctionCode',
        'UpdateFunctionConfiguration',
        'DeleteFunction',
      ],
      arn('lambda', `function:${name}`),
    ),
    ...calls('ecr', ['BatchGetImage', 'GetDownloadUrlForLayer'], repositoryOf(image)),
    passRole(role, 'lambda.amazonaws.com'),
  ],
  aws_lambda_alias: ({ function_name: name }) =>
    calls('lambda', ['CreateAlias', 'UpdateAlias', 'DeleteAlias'], arn('lambda', `function:${name}`)),
  aws_lambda_permission: ({ function_name: name }) =>
    calls('lambda', ['AddPermission', 'RemovePermission'], arn('lambda', `function:${name}`)),
  aws_lambda_provisioned_concurrency_config: ({ function_name: name, qualifier }) =>
    calls(
      'lambda',
      ['PutProvisionedConcurrencyConfig', 'DeleteProvisionedConcurrencyConfig'],
      arn('lambda', `function:${name}:${qualifier}`),
    ),
  aws_scheduler_schedule: ({ name, target: [{ role_arn: role }] }) => [
    ...calls(
      'scheduler',
      ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule'],
      arn('scheduler', `schedule/default/${name}`),
    ),
    passRole(role, 'scheduler.amazonaws.com'),
  ],

  aws_dynamodb_table: ({ name, server_side_encryption: [{ kms_key_arn: key }] }) => [
    ...calls(
      'dynamodb',
      [
        'CreateTable',
        'TagResource',
        'UpdateContinuousBackups',
        'UpdateTable',
        'UpdateTimeToLive',
        'DeleteTable',
      ],
      arn('dynamodb', `table/${name}`),
    ),
    ...(key ? keyOfTable(key) : []),
  ],
  aws_secretsmanager_secret: ({ name, kms_key_id: key }) => {
    const secret = arn('secretsmanager', `secret:${name}-AbCdEf`);
    return [
      ...calls('secretsmanager', ['CreateSecret', 'TagResource', 'DeleteSecret'], secret),
      ...keyOfSecret(key, secret),
    ];
  },
  aws_secretsmanager_secret_policy: ({ secret_arn: secret }) =>
    calls('secretsmanager', ['PutResourcePolicy', 'DeleteResourcePolicy'], secret),
  // The tags of a new key take up to five minutes to affect its authorization, so the first calls have none:
  // https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
  aws_kms_key: ({ arn: key }) => [
    call('kms:CreateKey', '*', tags),
    ...calls('kms', ['TagResource'], key, tags),
    ...calls('kms', ['PutKeyPolicy', 'EnableKeyRotation'], key),
    ...calls(
      'kms',
      ['PutKeyPolicy', 'EnableKeyRotation', 'UpdateKeyDescription', 'ScheduleKeyDeletion'],
      key,
      {
        'aws:ResourceTag/Environment': 'dev',
        'aws:ResourceTag/Project': 'zk-income',
      },
    ),
  ],
  aws_kms_alias: ({ name }, { keys }) =>
    [arn('kms', name), ...keys].flatMap((resource) => calls('kms', ['CreateAlias', 'DeleteAlias'], resource)),

  aws_cloudwatch_log_group: ({ name, kms_key_id: key }) =>
    calls(
      'logs',
      [
        'CreateLogGroup',
        'TagResource',
        'PutRetentionPolicy',
        'DeleteLogGroup',
        ...(key ? ['AssociateKmsKey'] : []),
      ],
      arn('logs', `log-group:${name}`),
    ),
  aws_cloudwatch_log_metric_filter: ({ log_group_name: group }) =>
    calls('logs', ['PutMetricFilter', 'DeleteMetricFilter'], arn('logs', `log-group:${group}`)),
  aws_cloudwatch_metric_alarm: ({ alarm_name: name }) =>
    calls(
      'cloudwatch',
      ['PutMetricAlarm', 'TagResource', 'DeleteAlarms'],
      arn('cloudwatch', `alarm:${name}`),
    ),
  // AWS denies PutCompositeAlarm to permissions with a narrower resource than *:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
  aws_cloudwatch_composite_alarm: ({ alarm_name: name }) => [
    call('cloudwatch:PutCompositeAlarm', '*'),
    ...calls('cloudwatch', ['TagResource', 'DeleteAlarms'], arn('cloudwatch', `alarm:${name}`)),
  ],
  aws_cloudwatch_dashboard: ({ dashboard_name: name }) =>
    calls('cloudwatch', ['PutDashboard', 'DeleteDashboards'], arn('cloudwatch', `dashboard/${name}`, global)),
  aws_sns_topic: ({ name }) =>
    calls('sns', ['CreateTopic', 'SetTopicAttributes', 'TagResource', 'DeleteTopic'], arn('sns', name)),
  aws_sns_topic_policy: (_, { name }) => calls('sns', ['SetTopicAttributes'], arn('sns', `${name}-alarms`)),
  aws_sns_topic_subscription: (_, { name }) => calls('sns', ['Subscribe'], arn('sns', `${name}-alarms`)),
  aws_budgets_budget: ({ name }) =>
    calls('budgets', ['ModifyBudget', 'ViewBudget'], arn('budgets', `budget/${name}`, global)),

  aws_iam_role: ({ name, permissions_boundary: boundary }) => [
    call('iam:CreateRole', roleArn(name), { 'iam:PermissionsBoundary': boundary }),
    ...calls('iam', ['TagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'DeleteRole'], roleArn(name)),
  ],
  // IAM evaluates the boundary that the role has.
  aws_iam_role_policy: ({ role }, { boundary }) =>
    calls('iam', ['PutRolePolicy', 'DeleteRolePolicy'], roleArn(role), {
      'iam:PermissionsBoundary': boundary,
    }),
  aws_iam_role_policies_exclusive: ({ role_name: role }, { boundary }) => [
    call('iam:ListRolePolicies', roleArn(role)),
    call('iam:DeleteRolePolicy', roleArn(role), { 'iam:PermissionsBoundary': boundary }),
  ],
  aws_iam_role_policy_attachments_exclusive: ({ role_name: role }) => [
    call('iam:ListAttachedRolePolicies', roleArn(role)),
    call('iam:DetachRolePolicy', roleArn(role)),
  ],
};
