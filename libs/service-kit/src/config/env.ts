/** Parses the text of an environment variable. Returns invalid text unchanged; the validator then rejects it. */
type EnvParser = (text: string) => unknown;

/** A property that is read from the environment variable of the same name. */
interface EnvVariable {
  /** What the variable configures, for docs/configuration.md. */
  readonly description: string;
  readonly parse: EnvParser;
  /** Describes a default that depends on the machine or on other variables. */
  readonly defaultText?: string | undefined;
}

const declared = new WeakMap<object, Map<string, EnvVariable>>();

/** Reads a property from the environment variable of the same name. */
export const Env =
  (
    description: string,
    parse: EnvParser = text,
    { defaultText }: Pick<EnvVariable, 'defaultText'> = {},
  ): PropertyDecorator =>
  (prototype, property) => {
    const own = declared.get(prototype) ?? new Map<string, EnvVariable>();
    declared.set(prototype, own.set(String(property), { description, parse, defaultText }));
  };

/** All variables of a configuration class, base classes first. */
export function envVariables(type: new () => object): Map<string, EnvVariable> {
  const found: [string, EnvVariable][] = [];
  for (let prototype = type.prototype; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    found.unshift(...(declared.get(prototype) ?? []));
  }
  return new Map(found);
}

export const text: EnvParser = (value) => value;

export const integer: EnvParser = (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

export const flag: EnvParser = (text) => (text === 'true' ? true : text === 'false' ? false : text);

export const json: EnvParser = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Comma-separated items. */
export const list: EnvParser = (text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
