// The policies of the roles: rendered from their files as Terraform does, and read as single permissions.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { line } from './calls.mjs';

const modules = join(import.meta.dirname, '../../terraform/modules');

/** A policy file with its values put in: `${name}`, `${name.member}` and `${jsonencode(name)}`, as in Terraform. */
export function renderPolicy(name, values, module = 'roles') {
  const template = readFileSync(join(modules, module, 'policies', `${name}.json.tftpl`), 'utf8');
  const text = template.replace(/\$\{(jsonencode\()?([\w.]+)\)?\}/g, (_, encode, path) => {
    const value = path.split('.').reduce((at, member) => at?.[member], values);
    if (value === undefined) throw new Error(`${name}.json.tftpl: there is no ${path}`);
    return encode ? JSON.stringify(value) : value;
  });
  return JSON.parse(text);
}

const list = (value) => [value].flat();

/** Every combination of one value for each key: a condition with several values is met by any of them. */
const combinations = (conditions) =>
  Object.entries(conditions).reduce(
    (found, [key, values]) => found.flatMap((one) => list(values).map((value) => ({ ...one, [key]: value }))),
    [{}],
  );

/** The texts with a wildcard that a policy may have anyway: none. */
const NONE = /^\b$/;

/** What a policy allows, one line a permission. Throws where it could allow more than it names. */
export function grantsOf(policy, allowed = NONE) {
  return policy.Statement.flatMap((statement) => {
    const { Sid, Effect, Action, Resource, Condition = {}, ...more } = statement;
    const { StringEquals = {}, ...otherConditions } = Condition;
    const unread = [...Object.keys(more), ...Object.keys(otherConditions)];
    if (Effect !== 'Allow' || unread.length > 0) {
      throw new Error(
        `${Sid}: ${Effect} with ${unread.join(', ') || 'nothing else'} is not a plain permission`,
      );
    }
    for (const text of [...list(Action), ...list(Resource)]) {
      if (/[*?]/.test(text) && !allowed.test(text)) throw new Error(`${Sid}: ${text} has a wildcard`);
    }
    return list(Action).flatMap((action) =>
      list(Resource).flatMap((resource) =>
        combinations(StringEquals).map((conditions) => line(action, resource, conditions)),
      ),
    );
  });
}

/** What is allowed and not used, and what is used and not allowed. */
export function compare(grants, calls) {
  const granted = new Set(grants);
  return {
    missing: [...calls].filter((one) => !granted.has(one)).sort(),
    unused: [...granted].filter((one) => !calls.has(one)).sort(),
  };
}
