// The decision of IAM on a request, for the policy elements that the pipeline's policies use. Anything else throws.
import { list } from '../permissions/policies.mjs';

const escaped = (text) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
/** Whether a text matches a pattern with the wildcards of IAM. */
const isLike = (pattern, text) =>
  new RegExp(`^${escaped(pattern).replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);

const OPERATORS = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: isLike,
  ArnLike: isLike,
};

/** Whether the values of a key in a request fulfil a condition. */
function isFulfilled(name, expected, values) {
  const [, quantifier, operator] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(name);
  if (operator === 'Null') return (values.length === 0) === (list(expected)[0] === 'true');
  const compare = OPERATORS[operator];
  if (compare === undefined) throw new Error(`No decision on the condition operator ${name}`);
  const matches = (value) => list(expected).some((one) => compare(one, value));
  if (quantifier === 'ForAllValues') return values.every(matches);
  return values.length > 0 && values.some(matches);
}

function applies(statement, { action, resource, context }) {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (NotAction !== undefined) throw new Error(`${statement.Sid}: no decision on NotAction`);
  const isAction = list(Action).some((one) => isLike(one.toLowerCase(), action.toLowerCase()));
  const isResource =
    NotResource === undefined
      ? list(Resource ?? '*').some((one) => isLike(one, resource))
      : !list(NotResource).some((one) => isLike(one, resource));
  return (
    isAction &&
    isResource &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) =>
        isFulfilled(operator, expected, list(context[key] ?? [])),
      ),
    )
  );
}

/** `Allow`, `Deny`, or `ImplicitDeny` if no statement applies. */
export function evaluate(policies, request) {
  const effects = policies
    .flatMap(({ Statement }) => list(Statement))
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'Deny';
  return effects.includes('Allow') ? 'Allow' : 'ImplicitDeny';
}
