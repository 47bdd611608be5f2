// The sizes of an environment, from its file of Terraform's variables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../terraform/environments');
/** What variables.tf has where a file says nothing. */
const DEFAULTS = { availability_zones: 2, point_in_time_recovery_days: 35, log_retention_days: 365 };

/** Tasks, zones and what is kept in an environment: `dev` is terraform/environments/dev.tfvars. */
export function readEnvironment(name) {
  const text = readFileSync(join(FOLDER, `${name}.tfvars`), 'utf8');
  const number = (variable) =>
    Number(new RegExp(`^${variable}\\s*=\\s*(\\d+)`, 'm').exec(text)?.[1] ?? DEFAULTS[variable]);
  const [containers] = /^containers = \{\n.*?^\}/ms.exec(text) ?? [];
  if (containers === undefined) throw new Error(`${name}.tfvars: no sizes of containers`);
  const task = (service) => {
    const line = new RegExp(`^ {2}${service}\\s*= \\{(.*)\\}$`, 'm').exec(containers)?.[1];
    const value = (member) => Number(new RegExp(`\\b${member} = (\\d+)`).exec(line)?.[1]);
    const size = { count: value('min_count'), vcpu: value('cpu') / 1024, gb: value('memory') / 1024 };
    if (Object.values(size).some(Number.isNaN)) throw new Error(`${name}.tfvars: no size of the ${service}`);
    return { ...size, spot: (value('spot_percent') || 0) / 100 };
  };
  return {
    tasks: { issuer: task('issuer'), verifier: task('verifier') },
    zones: number('availability_zones'),
    recovery: number('point_in_time_recovery_days') > 0,
    logMonths: number('log_retention_days') / 30,
    kmsKeys: /^customer_kms_keys\s*= false$/m.test(text) ? 1 : 3,
  };
}
