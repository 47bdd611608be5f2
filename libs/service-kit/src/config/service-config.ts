import {
  BUILT_IN_PLANS,
  isPlanLimits,
  isPlanName,
  PLAN_LIMITS_EXPECTED,
  type Plans,
} from '@zk-income/api-clients';
import { WEBHOOK_KEY_PATTERN } from '@zk-income/webhooks';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { Env, flag, integer, json, list, text } from './env.js';
import { isCertificateFile, isKeyFile, isSetIfOthersAre, isTlsPort } from './tls-settings.js';

/** Validates a variable with a predicate; `expected` completes the message "expected …", also as a function of the value. */
export const ValidateWith = (
  holds: (value: unknown, config: object) => boolean,
  expected: string | ((value: unknown) => string),
): PropertyDecorator =>
  ValidateBy({
    name: 'satisfies',
    validator: {
      validate: (value, check) => holds(value, check?.object ?? {}),
      defaultMessage: (check) => (typeof expected === 'string' ? expected : expected(check?.value)),
    },
  });

/** Whether the value is an http or https URL in canonical form, without userinfo, query, fragment or trailing slash. */
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

const isOriginUrl = (value: unknown): boolean =>
  isPublicUrl(value) && new URL(String(value)).origin === value;

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
const CONNECTIONS = 'an integer from 16 to 100000';
const TIMEOUT = 'seconds from 1 to 600';
const OTHER_PORT = 'a port from 1 to 65535 other than PORT';
const EMF = 'seconds from 1 to 3600';
const WEBHOOK_INTERVAL = 'seconds from 0 to 3600';
const PER_MINUTE = 'an integer from 1 to 1000000';

/** Configuration of every service. */
export class ServiceConfig {
  @Env(
    'Host name or address to listen on. `localhost` accepts connections from this machine only; containers set `0.0.0.0`.',
  )
  @IsString({ message: 'a host name or address' })
  readonly HOST: string = 'localhost';

  @Env('TCP port of the HTTP server. `0` selects a free port.', integer)
  @IsInt({ message: 'a port from 0 to 65535' })
  @Min(0, { message: 'a port from 0 to 65535' })
  @Max(65535, { message: 'a port from 0 to 65535' })
  readonly PORT: number = 3000;

  @Env(
    'URL under which clients reach the service. For the issuer it is also `iss` of every credential.',
    text,
    { defaultText: '`http://localhost:` and `PORT`' },
  )
  @ValidateWith(
    (value) => value === undefined || isPublicUrl(value),
    'an http or https URL without query, fragment or trailing slash',
  )
  readonly PUBLIC_URL?: string;

  @Env(
    'TCP port of a second HTTP server, over TLS. `0` selects a free port. For local use: production has a load balancer that ends TLS. Needs `TLS_CERTIFICATE_FILE` and `TLS_KEY_FILE`.',
    integer,
    { defaultText: 'none' },
  )
  @ValidateWith(
    (value, config) => isSetIfOthersAre(config, value) && isTlsPort(config),
    'a port from 0 to 65535 other than PORT and METRICS_PORT, together with TLS_CERTIFICATE_FILE and TLS_KEY_FILE',
  )
  readonly TLS_PORT?: number;

  @Env('Certificate of the server on `TLS_PORT` and its authorities, in PEM.')
  @ValidateWith(
    (value, config) => isSetIfOthersAre(config, value) && isCertificateFile(value),
    'the path of a readable PEM file, together with TLS_PORT and TLS_KEY_FILE',
  )
  readonly TLS_CERTIFICATE_FILE?: string;

  @Env('Private key of the server on `TLS_PORT`, in PEM, without a password.')
  @ValidateWith(
    (value, config) => isSetIfOthersAre(config, value) && isKeyFile(config),
    'the path of a readable PEM file with the key of TLS_CERTIFICATE_FILE, together with TLS_PORT',
  )
  readonly TLS_KEY_FILE?: string;

  @Env('Log format: one JSON object per line, or text for a terminal.', text, {
    defaultText: '`json` if `NODE_ENV` is `production`, else `text`',
  })
  @IsIn(['json', 'text'], { message: 'json or text' })
  readonly LOG_FORMAT: 'json' | 'text' = process.env.NODE_ENV === 'production' ? 'json' : 'text';

  @Env('Lowest level that is logged. `log` is the informational level.')
  @IsIn(['error', 'warn', 'log', 'debug'], { message: 'error, warn, log or debug' })
  readonly LOG_LEVEL: 'error' | 'warn' | 'log' | 'debug' = 'log';

  @Env(
    'Origins of web pages that may call the service (CORS). Public documents (status lists, keys, metadata, `/openapi.json`) may be read by every page.',
    list,
  )
  @IsArray({ message: 'comma-separated origins, such as https://app.example' })
  @ArrayUnique({ message: 'each origin once' })
  @ValidateWith(
    (value) => Array.isArray(value) && value.every(isOriginUrl),
    'comma-separated origins, such as https://app.example',
  )
  readonly CORS_ORIGINS: readonly string[] = [];

  @Env(
    'Proxies whose `X-Forwarded-For` is trusted: `true` for all, a number of hops, or addresses and networks.',
    (text) => {
      const parsed = flag(text);
      return typeof parsed === 'boolean' ? parsed : /^\d{1,2}$/.test(text) ? Number(text) : list(text);
    },
  )
  @ValidateWith(isTrustProxy, 'true, false, a number of hops, or comma-separated addresses and networks')
  readonly TRUST_PROXY: boolean | number | readonly string[] = false;

  @Env(
    'Header that replaces `X-Forwarded-For`, for a trusted proxy (see `TRUST_PROXY`) that passes the client address in a custom header.',
    (text) => text.toLowerCase(),
  )
  @IsOptional()
  @ValidateWith(
    (value) => /^x-[a-z0-9-]{1,62}$/.test(String(value)),
    'a header name, such as x-client-address',
  )
  readonly CLIENT_ADDRESS_HEADER?: string;

  @Env(
    'Port that serves `/metrics` for Prometheus. Do not expose it publicly. Without it, metrics are not served.',
    integer,
  )
  @IsOptional()
  @IsInt({ message: OTHER_PORT })
  @Min(1, { message: OTHER_PORT })
  @Max(65535, { message: OTHER_PORT })
  @ValidateWith((value, config) => value !== (config as ServiceConfig).PORT, OTHER_PORT)
  readonly METRICS_PORT?: number;

  @Env(
    "Interval at which metrics are written to standard output in CloudWatch's embedded metric format (EMF). Without it, they are not written.",
    integer,
  )
  @IsOptional()
  @IsInt({ message: EMF })
  @Min(1, { message: EMF })
  @Max(3_600, { message: EMF })
  readonly METRICS_EMF_SECONDS?: number;

  @Env('CloudWatch namespace of the EMF metrics. Use one per environment if several share an account.')
  @Matches(/^[\w./#:-]{1,255}$/, { message: '1 to 255 characters of a-z A-Z 0-9 . - _ / # :' })
  readonly METRICS_EMF_NAMESPACE: string = 'zk-income';

  @Env(
    'Time after SIGTERM during which the service reports not ready but still serves requests. Set it to the time that the load balancer needs to stop sending requests.',
    integer,
  )
  @IsInt({ message: DRAIN })
  @Min(0, { message: DRAIN })
  @Max(120, { message: DRAIN })
  readonly SHUTDOWN_DRAIN_SECONDS: number = 0;

  @Env(
    'URL from which the OpenAPI document takes examples that work as they stand. `npm start` sets it; not for production.',
  )
  @ValidateWith((value) => value === undefined || isPublicUrl(value), 'an http or https URL')
  readonly EXAMPLES_URL?: string;

  @Env(
    'Allows the service to start where the platform has no WebAssembly SIMD, with the fallback backend of the range proofs. It is about thirty times slower, and its arithmetic is not constant-time. `GET /health/ready` and the metric `zk_income_proof_threads` name the backend in use.',
    flag,
  )
  @IsBoolean({ message: 'true or false' })
  readonly ALLOW_FALLBACK_BACKEND: boolean = false;

  @Env(
    'Number of open connections. Beyond it, the connection that has been without a request longest is closed.',
    integer,
  )
  @IsInt({ message: CONNECTIONS })
  @Min(16, { message: CONNECTIONS })
  @Max(100_000, { message: CONNECTIONS })
  readonly MAX_CONNECTIONS: number = 4_096;

  @Env('Time that a client has to send the headers of a request.', integer)
  @IsInt({ message: TIMEOUT })
  @Min(1, { message: TIMEOUT })
  @Max(600, { message: TIMEOUT })
  readonly HEADERS_TIMEOUT_SECONDS: number = 20;

  @Env('Time that a client has to send a whole request, including the headers.', integer)
  @IsInt({ message: TIMEOUT })
  @Min(1, { message: TIMEOUT })
  @Max(600, { message: TIMEOUT })
  readonly REQUEST_TIMEOUT_SECONDS: number = 30;

  @Env(
    'How long a connection stays open without a request. Set it above the idle timeout of the load balancer.',
    integer,
  )
  @IsInt({ message: TIMEOUT })
  @Min(1, { message: TIMEOUT })
  @Max(600, { message: TIMEOUT })
  readonly KEEP_ALIVE_TIMEOUT_SECONDS: number = 72;

  /** `PUBLIC_URL`, or by default the URL on localhost. */
  get publicUrl(): string {
    return this.PUBLIC_URL ?? `http://localhost:${this.PORT}`;
  }
}

/** Configuration of a service with signing keys and a store. */
export class StatefulServiceConfig extends ServiceConfig {
  @Env('Folder of the private key file, for `KEY_PROVIDER=file`.')
  @IsString({ message: 'a path' })
  readonly DATA_DIR: string = '.data';

  @Env('Where the signing keys are stored.')
  @IsIn(KEY_PROVIDERS, { message: 'file, environment or secrets-manager' })
  readonly KEY_PROVIDER: (typeof KEY_PROVIDERS)[number] = 'file';

  @Env(
    'The signing keys as JSON, for `KEY_PROVIDER=environment`: a private JWK, or the output of `npm run keys -- rotate --output`.',
  )
  @ValidateWith(
    (value) => value === undefined || String(value).startsWith('{'),
    'a private JWK, or a JSON object with versions of it',
  )
  readonly SIGNING_KEYS?: string;

  @Env(
    'Name or ARN of the AWS Secrets Manager secret with the signing keys, for `KEY_PROVIDER=secrets-manager`.',
  )
  @ValidateWith(
    (value) => value === undefined || /^[A-Za-z0-9/_+=.@:-]{1,2048}$/.test(String(value)),
    'the name or ARN of a secret',
  )
  readonly KEY_SECRET_ID?: string;

  @Env('URL of the Secrets Manager API, instead of the endpoint of the AWS region.')
  @ValidateWith((value) => value === undefined || isPublicUrl(value), 'an http or https URL')
  readonly SECRETS_ENDPOINT?: string;

  @Env('Interval at which a running service checks for rotated keys.', integer)
  @IsInt({ message: REFRESH })
  @Min(1, { message: REFRESH })
  @Max(3_600, { message: REFRESH })
  readonly KEY_REFRESH_SECONDS: number = 60;

  @Env('URL of the DynamoDB API, instead of the endpoint of the AWS region.')
  @ValidateWith((value) => value === undefined || isPublicUrl(value), 'an http or https URL')
  readonly STORE_ENDPOINT?: string;

  @Env('AWS region of the tables and the secret.', text, { defaultText: 'the default of the AWS SDK' })
  @ValidateWith(
    (value) => value === undefined || /^[a-z0-9-]+$/.test(String(value)),
    'an AWS region, such as eu-central-1',
  )
  readonly AWS_REGION?: string;

  @Env('Prefix of all table names.')
  @ValidateWith(
    (value) => /^[a-zA-Z0-9_.-]{0,64}$/.test(String(value)),
    'at most 64 characters of a-z A-Z 0-9 _ . -',
  )
  readonly TABLE_PREFIX: string = '';

  @Env(
    `Plans of API clients by name. They extend or override the built-in plans (${Object.keys(BUILT_IN_PLANS)
      .map((plan) => `\`${plan}\``)
      .join(', ')}).`,
    json,
  )
  @ValidateWith(
    arePlans,
    `a JSON object such as { "gold": { "perMinute": 1200, "burst": 200, "perMonth": 1000000 } }, with ${PLAN_LIMITS_EXPECTED}`,
  )
  readonly CLIENT_PLANS: Plans = {};

  @Env('Plan of API clients that are registered without a plan.')
  @ValidateWith(
    (value, config) => Object.hasOwn((config as StatefulServiceConfig).plans, String(value)),
    'the name of a built-in plan or of one in CLIENT_PLANS',
  )
  readonly DEFAULT_CLIENT_PLAN: string = 'standard';

  @Env(
    'Number of requests with an invalid API key per client address and minute before further ones are throttled. Keys that this replica has accepted before are not throttled.',
    integer,
  )
  @IsInt({ message: PER_MINUTE })
  @Min(1, { message: PER_MINUTE })
  @Max(1_000_000, { message: PER_MINUTE })
  readonly MAX_UNAUTHORIZED_PER_MINUTE: number = 600;

  @Env(
    'Keys from which the secrets of webhooks are derived, separated by commas: the key of new secrets first, then earlier ones that secrets still follow from. Make one with `openssl rand -hex 32`. All replicas need the same. Without it, the service sends no webhooks.',
    list,
  )
  @ValidateWith(
    (value) => Array.isArray(value) && value.every((key) => WEBHOOK_KEY_PATTERN.test(key)),
    'comma-separated keys of 43 to 128 characters of A-Z a-z 0-9 - _',
  )
  readonly WEBHOOK_KEYS: readonly string[] = [];

  @Env(
    'Allows webhooks to hosts of this machine, also by http and on any port. `npm start` sets it; not for production.',
    flag,
  )
  @IsBoolean({ message: 'true or false' })
  readonly WEBHOOK_LOOPBACK: boolean = false;

  @Env(
    'Interval at which the process looks for webhooks that are due. It sends its own at once. With `0`, it sends none, and another process or a scheduled function does.',
    integer,
  )
  @IsInt({ message: WEBHOOK_INTERVAL })
  @Min(0, { message: WEBHOOK_INTERVAL })
  @Max(3_600, { message: WEBHOOK_INTERVAL })
  readonly WEBHOOK_INTERVAL_SECONDS: number = 5;

  @Env('URL of a web wallet that the pages of links offer, without a trailing slash.', text, {
    defaultText: 'none: the pages offer wallets on the device only',
  })
  @ValidateWith(
    (value) => value === undefined || isPublicUrl(value),
    'an http or https URL without query, fragment or trailing slash',
  )
  readonly WALLET_URL?: string;

  /** Endpoint, region and table prefix of the store. */
  get storeLocation(): { endpoint?: string; region?: string; tablePrefix: string } {
    const { STORE_ENDPOINT: endpoint, AWS_REGION: region, TABLE_PREFIX: tablePrefix } = this;
    return {
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
      tablePrefix,
    };
  }

  /** All plans by name. */
  get plans(): Plans {
    return { ...BUILT_IN_PLANS, ...this.CLIENT_PLANS };
  }
}
