import { kindOfValue } from '../encoding/describe-value.js';
import { isObject, own } from '../encoding/json.js';
import { FaultCollector, faultError } from '../input-faults.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { CLAIMS_OF_PEOPLE, peopleOf } from '../policy/people.js';
import { POLICY_TYPE, type Policy } from '../policy/policy.js';
import type { Parameter } from './parameter.js';
import { POLICY_TEMPLATES } from './registry.js';
import { type COMMON_PARAMETERS, type Parameters, parametersOf, type ValuesOf } from './template.js';

function parseParameter(
  name: string,
  { parse, expected, isOptional, ...parameter }: Parameter<unknown>,
  given: unknown,
) {
  const path = `parameters.${name}`;
  const value = given ?? parameter.default;
  if (value === undefined) {
    if (isOptional) return undefined;
    throw faultError('template_parameter_missing', path, `expected ${expected}.`);
  }
  const parsed = parse(value);
  if (parsed === undefined)
    throw faultError('template_parameter_invalid', path, `expected ${expected}; got ${kindOfValue(value)}.`);
  return parsed;
}

/** @throws ProtocolError with every fault */
function parseParameters(parameters: Parameters, given: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(given)) {
    const detail = `expected an object; got ${kindOfValue(given)}.`;
    throw faultError('template_parameter_invalid', 'parameters', detail);
  }
  const faults = new FaultCollector();
  const names = Object.keys(parameters);
  if (!Object.keys(given).every((name) => names.includes(name))) {
    // The error does not repeat the name of an unknown parameter: it is the sender's text.
    const detail = `unknown parameter; expected only ${names.join(', ')}.`;
    faults.add(faultError('template_parameter_unknown', 'parameters', detail));
  }
  const values = Object.entries(parameters).map(([name, parameter]) => [
    name,
    faults.try(() => parseParameter(name, parameter, own(given, name))),
  ]);
  faults.throwIfFailed();
  return Object.fromEntries(values);
}

/**
 * The policy of a template. A pure function of its arguments: the same template and parameters are the same policy.
 *
 * @throws ProtocolError `template_unknown`, `template_parameter_missing`, `template_parameter_unknown`,
 * `template_parameter_invalid`, with every fault of the parameters
 */
export function expandTemplate(id: unknown, parameters: unknown = {}): Policy {
  const template = typeof id === 'string' ? POLICY_TEMPLATES.get(id) : undefined;
  if (!template) {
    const known = [...POLICY_TEMPLATES.keys()].join(', ');
    throw faultError('template_unknown', 'template', `expected one of ${known}.`);
  }
  const values = parseParameters(parametersOf(template), parameters);
  const content = template.content(values);
  const { credentials, people, predicates } = content;
  const { currency, max_age_days, language, purpose, disclose } = values as ValuesOf<
    typeof COMMON_PARAMETERS
  >;
  const claims = people ? [...new Set([...CLAIMS_OF_PEOPLE, ...(disclose ?? [])])] : disclose;
  const label = template.name[language];
  return parsePolicy({
    type: POLICY_TYPE,
    credential_ids: peopleOf(content).map((person) => person.credentials[0]!),
    credentials,
    ...(people && { people }),
    purpose: purpose ?? label,
    currency: template.currency ?? currency,
    max_age_days,
    predicates: predicates.map((predicate) => ({ label, ...predicate })),
    ...(claims && { disclose: claims }),
  });
}
