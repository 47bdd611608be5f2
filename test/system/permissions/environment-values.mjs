// The template values of the environment in which the recorded services run.
import { TABLE_NAMES } from '../../../dist/libs/persistence/src/index.js';
import { REGION } from './pipeline-policies.mjs';
import { ACCOUNT } from './required-permissions.mjs';

export const ENVIRONMENT_NAME = 'zk-income-dev';
export const KMS_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
export const SERVICES = ['issuer', 'verifier'];

const arn = (service, resource) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const byName = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

/** @param secrets the ARN of the secret of each service */
export const environmentValues = (secrets) => ({
  name: ENVIRONMENT_NAME,
  partition: 'aws',
  region: REGION,
  account: ACCOUNT,
  kms_key: KMS_KEY,
  tables: byName(TABLE_NAMES, (table) => arn('dynamodb', `table/${ENVIRONMENT_NAME}-${table}`)),
  secrets,
  repositories: byName(SERVICES, (service) => arn('ecr', `repository/zk-income/${service}`)),
  log_groups: byName([...SERVICES, 'rotation'], (one) =>
    arn('logs', `log-group:/${ENVIRONMENT_NAME}/${one}`),
  ),
});
