import type { Words } from '../words/language.js';
import type { PARAMETER_TYPES, PARAMETER_UNITS, Parameter } from './parameter.js';
import { POLICY_TEMPLATES } from './registry.js';
import { type PolicyTemplate, parametersOf } from './template.js';

/** A parameter as `GET /policy-templates` shows it. Values are of the JSON type in which they are sent. */
export interface ListedParameter {
  readonly name: string;
  readonly type: (typeof PARAMETER_TYPES)[number];
  readonly description: Words;
  readonly required: boolean;
  readonly unit?: (typeof PARAMETER_UNITS)[number];
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  /** Of a choice: every value. Of claims: every name. */
  readonly values?: readonly string[];
  readonly default?: unknown;
  readonly example: unknown;
}

export interface ListedTemplate extends Pick<PolicyTemplate, 'id' | 'name' | 'description' | 'source'> {
  /** Of all amounts, where the rule has one. Otherwise it is a parameter. */
  readonly currency?: string;
  readonly parameters: readonly ListedParameter[];
  /** Valid parameters: the examples of those that are required. */
  readonly example: Readonly<Record<string, unknown>>;
}

function listParameter(name: string, parameter: Parameter<unknown>): ListedParameter {
  const { parse: _parse, expected: _expected, isOptional, ...listed } = parameter;
  return { name, required: isOptional === undefined && listed.default === undefined, ...listed };
}

function listTemplate(template: PolicyTemplate): ListedTemplate {
  const { content: _content, parameters: _own, ...texts } = template;
  const parameters = Object.entries(parametersOf(template)).map(([name, one]) => listParameter(name, one));
  const required = parameters.filter((one) => one.required);
  return {
    ...texts,
    parameters,
    example: Object.fromEntries(required.map(({ name, example }) => [name, example])),
  };
}

/** Every template, as plain JSON. */
export const listTemplates = (): ListedTemplate[] => [...POLICY_TEMPLATES.values()].map(listTemplate);
