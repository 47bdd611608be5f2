// Renders the IAM policy templates as Terraform does, and lists the permissions that a policy grants.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permission } from './required-permissions.mjs';

const modules = join(import.meta.dirname, '../../../terraform/modules');

/** Renders a policy template. Supports `${name}`, `${name.member}` and `${jsonencode(name)}`. */
export function renderPolicy(name, values, module = 'roles') {
  const template = readFileSync(join(modules, module, 'policies', `${name}.json.tftpl`), 'utf8');
  const text = template.replace(/\$\{(jsonencode\()?([\w.]+)\)?\}/g, (_, encode, path) => {
    const value = path.split('.').reduce((at, member) => at?.[member], values);
    if (value === undefined) throw new Error(`${name}.json.tftpl: unknown value ${path}`);
    return encode ? JSON.stringify(value) : value;
  });
  return JSON.parse(text);
}

export const list = (value) => [value].flat();

/** Every combination of one value for each key: a condition with several values accepts any of them. */
const combinations = (conditions) =>
  Object.entries(conditions).reduce(
    (found, [key, values]) => found.flatMap((one) => list(values).map((value) => ({ ...one, [key]: value }))),
    [{}],
  );

const NO_WILDCARD = /^\b$/;

/** The permissions that a policy grants. Throws if a statement could grant more than it names. */
export function grantedPermissions(policy, allowedWildcards = NO_WILDCARD) {
  return policy.Statement.flatMap((statement) => {
    const { Sid, Effect, Action, Resource, Condition = {}, ...otherElements } = statement;
    const { StringEquals = {}, ...otherConditions } = Condition;
    const unsupported = [...Object.keys(otherElements), ...Object.keys(otherConditions)];
    if (Effect !== 'Allow' || unsupported.length > 0) {
      throw new Error(
        `${Sid}: expected an Allow statement with StringEquals conditions only, got ${[Effect, ...unsupported].join(', ')}`,
      );
    }
    for (const text of [...list(Action), ...list(Resource)]) {
      if (/[*?]/.test(text) && !allowedWildcards.test(text)) {
        throw new Error(`${Sid}: ${text} has a wildcard`);
      }
    }
    return list(Action).flatMap((action) =>
      list(Resource).flatMap((resource) =>
        combinations(StringEquals).map((conditions) => permission(action, resource, conditions)),
      ),
    );
  });
}
