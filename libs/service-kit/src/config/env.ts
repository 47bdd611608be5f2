/** Reads the text of an environment variable. What it cannot read it returns as it is, for the validator to refuse. */
export type EnvParser = (text: string) => unknown;

const parsers = new WeakMap<object, Map<string, EnvParser>>();

/** Marks a property as an environment variable of the same name. */
export const Env =
  (parse: EnvParser = (text) => text): PropertyDecorator =>
  (prototype, property) => {
    const own = parsers.get(prototype) ?? new Map<string, EnvParser>();
    parsers.set(prototype, own.set(String(property), parse));
  };

/** All variables of a configuration class, those of its parents first. */
export function envParsers(type: new () => object): Map<string, EnvParser> {
  const found: [string, EnvParser][] = [];
  for (let prototype = type.prototype; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    found.unshift(...(parsers.get(prototype) ?? []));
  }
  return new Map(found);
}

export const integer: EnvParser = (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);

export const flag: EnvParser = (text) => (text === 'true' ? true : text === 'false' ? false : text);

export const json: EnvParser = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Items between commas. */
export const list: EnvParser = (text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
