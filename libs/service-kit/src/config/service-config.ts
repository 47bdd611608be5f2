import {
  BUILT_IN_PLANS,
  isPlanLimits,
  isPlanName,
  PLAN_LIMITS_EXPECTED,
  type Plans,
} from '@zk-income/credential';
import {
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { Env, flag, integer, json, list } from './env.js';

/** A check of one variable by a predicate; `expected` completes "expected …". */
export const Satisfies = (
  holds: (value: unknown, config: object) => boolean,
  expected: string,
): PropertyDecorator =>
  ValidateBy({
    name: 'satisfies',
    validator: {
      validate: (value, check) => holds(value, check?.object ?? {}),
      defaultMessage: () => expected,
    },
  });

/** An http or https URL in canonical form, without user, query, fragment or a slash at its end. */
export function isPublicUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value) || value.endsWith('/')) return false;
  const url = new URL(value);
  return (
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    [`${value}/`, value].includes(url.href) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  );
}

const isOrigin = (value: unknown): boolean => isPublicUrl(value) && new URL(String(value)).origin === value;

const isTrustProxy = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  (typeof value === 'number' && value >= 1) ||
  (Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => /^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(item)));

const arePlans = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([name, limits]) => isPlanName(name) && isPlanLimits(limits));

const KEY_PROVIDERS = ['file', 'environment', 'secrets-manager'] as const;
const REFRESH = 'seconds from 1 to 3600';
const DRAIN = 'seconds from 0 to 120';
const EMF = 'seconds from 1 to 3600';

/** What every service is configured with. */
export class ServiceConfig {
  /** Where to listen. `localhost` is this machine only; a container sets `0.0.0.0`. */
  @Env()
  @IsString({ message: 'a host name or address' })
  readonly HOST: string = 'localhost';

  @Env(integer)
  @IsInt({ message: 'a port from 0 to 65535' })
  @Min(0, { message: 'a port from 0 to 65535' })
  @Max(65535, { message: 'a port from 0 to 65535' })
  readonly PORT: number = 3000;

  /** The URL under which others reach the service. */
  @Env()
  @Satisfies(
    (value) => value === undefined || isPublicUrl(value),
    'an http or https URL without query, fragment or a slash at its end',
  )
  readonly PUBLIC_URL?: string;

  @Env()
  @IsIn(['json', 'text'], { message: 'json or text' })
  readonly LOG_FORMAT: 'json' | 'text' = process.env.NODE_ENV === 'production' ? 'json' : 'text';

  @Env()
  @IsIn(['error', 'warn', 'log', 'debug'], { message: 'error, warn, log or debug' })
  readonly LOG_LEVEL: 'error' | 'warn' | 'log' | 'debug' = 'log';

  /** Origins of web pages that may call the service; none unless given. */
  @Env(list)
  @IsArray({ message: 'origins like https://app.example, with commas between them' })
  @ArrayUnique({ message: 'each origin once' })
  @Satisfies(
    (value) => Array.isArray(value) && value.every(isOrigin),
    'origins like https://app.example, with commas between them',
  )
  readonly CORS_ORIGINS: readonly string[] = [];

  /** Whose X-Forwarded-For is believed: `true`, a number of hops, or addresses and networks; nobody's unless given. */
  @Env((text) => {
    const parsed = flag(text);
    return typeof parsed === 'boolean' ? parsed : /^\d{1,2}$/.test(text) ? Number(text) : list(text);
  })
  @Satisfies(
    isTrustProxy,
    'true, false, a number of hops, or addresses and networks with commas between them',
  )
  readonly TRUST_PROXY: boolean | number | readonly string[] = false;

  /** A header in which the proxy that TRUST_PROXY believes says the client's address, where it sets no X-Forwarded-For. */
  @Env((text) => text.toLowerCase())
  @IsOptional()
  @Satisfies(
    (value) => /^x-[a-z0-9-]{1,62}$/.test(String(value)),
    'the name of a header like x-client-address',
  )
  readonly CLIENT_ADDRESS_HEADER?: string;

  /** Where `/metrics` is served for Prometheus, on a port that others do not reach; off unless given. */
  @Env(integer)
  @IsOptional()
  @IsInt({ message: 'a port from 1 to 65535' })
  @Min(1, { message: 'a port from 1 to 65535' })
  @Max(65535, { message: 'a port from 1 to 65535' })
  readonly METRICS_PORT?: number;

  /** Every how many seconds a line for CloudWatch, in its embedded metric format, is written to the output; off unless given. */
  @Env(integer)
  @IsOptional()
  @IsInt({ message: EMF })
  @Min(1, { message: EMF })
  @Max(3_600, { message: EMF })
  readonly METRICS_EMF_SECONDS?: number;

  /** The namespace of these metrics in CloudWatch: of each environment its own, where several share an account. */
  @Env()
  @Matches(/^[\w./#:-]{1,255}$/, { message: 'at most 255 of a-z A-Z 0-9 . - _ / # :' })
  readonly METRICS_EMF_NAMESPACE: string = 'zk-income';

  /** For how long the service works on and says that it is not ready, before it ends: what a load balancer needs to notice. */
  @Env(integer)
  @IsInt({ message: DRAIN })
  @Min(0, { message: DRAIN })
  @Max(120, { message: DRAIN })
  readonly SHUTDOWN_DRAIN_SECONDS: number = 0;

  /** `PUBLIC_URL`, or this machine's. */
  get publicUrl(): string {
    return this.PUBLIC_URL ?? `http://localhost:${this.PORT}`;
  }
}

/** What a service with keys and a store is configured with besides. */
export class StatefulServiceConfig extends ServiceConfig {
  /** The folder of the private key, where it is kept in a file. */
  @Env()
  @IsString({ message: 'a path' })
  readonly DATA_DIR: string = '.data';

  /** Where signing keys are kept. */
  @Env()
  @IsIn(KEY_PROVIDERS, { message: KEY_PROVIDERS.join(', ') })
  readonly KEY_PROVIDER: (typeof KEY_PROVIDERS)[number] = 'file';

  /** The keys themselves, as JSON: a private JWK, or what `npm run keys -- rotate --output` wrote. */
  @Env()
  @Satisfies(
    (value) => value === undefined || String(value).startsWith('{'),
    'a private JWK, or a JSON object with versions of one',
  )
  readonly SIGNING_KEYS?: string;

  /** Name or ARN of the secret of AWS Secrets Manager that holds the keys. */
  @Env()
  @Satisfies(
    (value) => value === undefined || /^[A-Za-z0-9/_+=.@:-]{1,2048}$/.test(String(value)),
    'the name or ARN of a secret',
  )
  readonly KEY_SECRET_ID?: string;

  /** A Secrets Manager other than the AWS service of the region. */
  @Env()
  @Satisfies((value) => value === undefined || isPublicUrl(value), 'an http or https URL')
  readonly SECRETS_ENDPOINT?: string;

  /** Seconds after which a running service looks whether keys were rotated. */
  @Env(integer)
  @IsInt({ message: REFRESH })
  @Min(1, { message: REFRESH })
  @Max(3_600, { message: REFRESH })
  readonly KEY_REFRESH_SECONDS: number = 60;

  /** A store other than the AWS service of the region. */
  @Env()
  @Satisfies((value) => value === undefined || isPublicUrl(value), 'an http or https URL')
  readonly STORE_ENDPOINT?: string;

  @Env()
  @Satisfies(
    (value) => value === undefined || /^[a-z0-9-]+$/.test(String(value)),
    'the name of an AWS region, like eu-central-1',
  )
  readonly AWS_REGION?: string;

  /** Put before the name of every table. */
  @Env()
  @Satisfies((value) => /^[a-zA-Z0-9_.-]{0,64}$/.test(String(value)), 'at most 64 of a-z A-Z 0-9 _ . -')
  readonly TABLE_PREFIX: string = '';

  /** Plans of API clients by name, besides the built-in ones (free, standard, premium, internal) or in their place. */
  @Env(json)
  @Satisfies(
    arePlans,
    `a JSON object like { "gold": { "perMinute": 1200, "burst": 200, "perMonth": 1000000 } }, with ${PLAN_LIMITS_EXPECTED}`,
  )
  readonly CLIENT_PLANS: Plans = {};

  /** The plan of API clients that have none of their own. */
  @Env()
  @Satisfies(
    (value, config) => Object.hasOwn((config as StatefulServiceConfig).plans, String(value)),
    'the name of a plan that is built in or in CLIENT_PLANS',
  )
  readonly DEFAULT_CLIENT_PLAN: string = 'standard';

  /** All plans by name. */
  get plans(): Plans {
    return { ...BUILT_IN_PLANS, ...this.CLIENT_PLANS };
  }
}
