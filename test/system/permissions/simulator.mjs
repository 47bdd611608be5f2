// Decisions of IAM by the simulator of cloud-copilot: identity policies, permissions boundary, resource policy and
// endpoint policy together.
import { nodeTools } from '../harness/node-tools.mjs';
import { REGION } from './pipeline-policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';

const { runSimulation, runUnsafeSimulation } = await nodeTools(import.meta.dirname).load(
  '@cloud-copilot/iam-simulate',
);

export const roleArn = (name, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

/** The account of an ARN. ARNs of buckets, zones and APIs have none. */
const accountOf = (arn, byDefault = ACCOUNT) => arn.split(':')[4] || byDefault;

/**
 * The simulator drops context keys that it does not know, kms:EncryptionContext:NAME among them, but keeps every key of a
 * request tag. IAM does not interpret the names of keys, so renaming them in policies and context changes no decision.
 */
const withKnownKeys = (value) =>
  JSON.parse(
    JSON.stringify(value).replaceAll('"kms:EncryptionContext:', '"aws:RequestTag/kms:EncryptionContext:'),
  );

/**
 * Whether IAM allows a call.
 * @param call `principal` (ARN, or a service), `action`, `resource` and `context`; `account` owns resources whose ARNs have none
 * @param policies `identity` (each with `name` and `policy`), and optionally `boundary`, `resource` and `endpoint`
 */
export async function isAllowed({ principal, action, resource, context = {}, account }, policies) {
  const named = (policy) => (policy === undefined ? undefined : [{ name: 'policy', policy }]);
  const simulation = withKnownKeys({
    request: {
      principal,
      action,
      resource: { resource, accountId: accountOf(resource, account) },
      contextVariables: {
        'aws:RequestedRegion': REGION,
        ...(principal.startsWith('arn:') && {
          'aws:PrincipalArn': principal,
          'aws:PrincipalAccount': accountOf(principal),
        }),
        ...context,
      },
    },
    identityPolicies: policies.identity ?? [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policies.resource,
    permissionBoundaryPolicies: named(policies.boundary),
    vpcEndpointPolicies: named(policies.endpoint),
  });
  // Without validation, the simulator accepts resources of API Gateway and Elastic Load Balancing that its data lacks, but
  // no resource policies.
  if (policies.resource === undefined && policies.endpoint === undefined)
    return runUnsafeSimulation(simulation, {}) === 'Allowed';
  const result = await runSimulation(simulation, {});
  if (result.resultType === 'error')
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** The calls that IAM does not allow, one line each. */
export async function deniedCalls(calls, policiesOf) {
  const denied = new Set();
  for (const call of calls) {
    if (await isAllowed(call, policiesOf(call))) continue;
    const context = Object.keys(call.context ?? {}).length > 0 ? ` ${JSON.stringify(call.context)}` : '';
    denied.add(`${call.principal.split('/').at(-1)}: ${call.action} on ${call.resource}${context}`);
  }
  return [...denied];
}
