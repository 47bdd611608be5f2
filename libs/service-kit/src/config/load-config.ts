import { validateSync } from 'class-validator';
import { envVariables } from './env.js';

/** Lists all invalid environment variables, without their values, which may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`Invalid configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads and validates a configuration class. A variable that is absent or empty keeps its default.
 *
 * @throws ConfigError that names every invalid variable and the expected format
 */
export function loadConfig<T extends object>(
  type: new () => T,
  env: Readonly<Record<string, string | undefined>> = process.env,
): T {
  const config = new type();
  for (const [name, { parse }] of envVariables(type)) {
    const text = env[name]?.trim();
    if (text !== undefined && text !== '') Object.assign(config, { [name]: parse(text) });
  }
  const errors = validateSync(config, { stopAtFirstError: true, forbidUnknownValues: false });
  if (errors.length > 0) {
    throw new ConfigError(
      errors.map(
        ({ property, constraints }) => `${property}: expected ${Object.values(constraints ?? {})[0]}`,
      ),
    );
  }
  return config;
}
