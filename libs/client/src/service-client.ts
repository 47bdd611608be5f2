import createFetchClient, {
  type FetchResponse,
  type MaybeOptionalInit,
  type Middleware,
} from 'openapi-fetch';
import { ProblemError } from './problem-error.js';
import { withRetries } from './retries.js';

type Methods = 'get' | 'post' | 'delete';
type Operations<Paths, Method extends Methods> = {
  [Path in keyof Paths]: Paths[Path] extends { [M in Method]: infer Operation }
    ? Operation extends undefined
      ? never
      : Path
    : never;
}[keyof Paths];

/** What an operation returns if it succeeds; undefined where the response has no body. */
type DataOf<Operation extends Record<string | number, unknown>, Init> = Extract<
  FetchResponse<Operation, Init, `${string}/${string}`>,
  { error?: never }
>['data'];

type InitOf<Paths extends object, Path extends keyof Paths, Method extends Methods> = MaybeOptionalInit<
  Paths[Path] & object,
  Method & keyof Paths[Path]
>;

type Call<Paths extends object, Method extends Methods> = <
  Path extends Operations<Paths, Method>,
  Init extends InitOf<Paths, Path, Method>,
>(
  path: Path,
  ...init: undefined extends InitOf<Paths, Path, Method> ? [init?: Init] : [init: Init]
) => Promise<
  Paths[Path] extends { [M in Method]: infer Operation extends Record<string | number, unknown> }
    ? DataOf<Operation, Init>
    : never
>;

/** Calls the operations of a service by their path. Each call returns the data, or throws a `ProblemError`. */
export interface ServiceClient<Paths extends object> {
  readonly get: Call<Paths, 'get'>;
  readonly post: Call<Paths, 'post'>;
  readonly delete: Call<Paths, 'delete'>;
}

export interface ClientOptions {
  /** The URL of the service. */
  readonly url: string;
  /** The key of an API client. Keep it on a server. Operations for wallets need none. */
  readonly apiKey?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** How often a call is sent again while the service cannot be reached. Default: 2. */
  readonly retries?: number;
}

const DEFAULT_RETRIES = 2;

/** With an API key, each POST gets an `Idempotency-Key`, so that a call that is sent twice has one effect. */
const authorize = (apiKey: string): Middleware => ({
  onRequest({ request }) {
    request.headers.set('authorization', `Bearer ${apiKey}`);
    if (request.method === 'POST' && !request.headers.has('idempotency-key'))
      request.headers.set('idempotency-key', crypto.randomUUID());
  },
});

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await ProblemError.from(response);
  },
};

export function createServiceClient<Paths extends object>(options: ClientOptions): ServiceClient<Paths> {
  const {
    url,
    apiKey,
    fetch: send = (request: Request) => fetch(request),
    retries = DEFAULT_RETRIES,
  } = options;
  const client = createFetchClient<Record<string, never>>({
    baseUrl: url,
    fetch: withRetries(send, retries),
  });
  client.use(throwProblems);
  if (apiKey !== undefined) client.use(authorize(apiKey));
  const call =
    (method: Methods) =>
    async (path: string, init: object = {}): Promise<unknown> =>
      (await client.request(method, path as never, init as never)).data;
  return { get: call('get'), post: call('post'), delete: call('delete') } as ServiceClient<Paths>;
}
