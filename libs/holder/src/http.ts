import { type DocumentFetcher, isObject, own, parseJsonBytes } from '@zk-income/credential';
import { isSecureUrl } from '@zk-income/openid';
import { WalletError } from './wallet-error.js';

/** What is asked over HTTP. */
export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly bearer?: string;
  /** The most bytes of the response. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
  readonly status: number;
  readonly bytes: Uint8Array;
}

export const FORM = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json';
export const DEFAULT_TIMEOUT_MS = 15_000;
/** More than any error has. */
const MAX_CODE_CHARACTERS = 64;

/** The JSON of a reply; undefined where it is none. */
export const jsonOf = ({ bytes }: HttpReply): unknown => parseJsonBytes(bytes);

/** The `error` of an OpenID error response; undefined where there is none. */
export function errorCodeOf(reply: HttpReply): string | undefined {
  const json = jsonOf(reply);
  const code = isObject(json) ? own(json, 'error') : undefined;
  return typeof code === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(code)
    ? code.slice(0, MAX_CODE_CHARACTERS)
    : undefined;
}

async function readAtMost(
  response: Response,
  maxBytes: number,
  aborted: Promise<never>,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      // Also where the given `fetch` ignores its signal.
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) break;
      size += value.length;
      if (size > maxBytes)
        throw new WalletError('response_invalid', { detail: 'The response is too large.' });
      chunks.push(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * HTTP as a wallet uses it: by https only, without cookies, referrer and redirects, with a limit for time and size.
 */
export class Http implements DocumentFetcher {
  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly timeoutMs: number = DEFAULT_TIMEOUT_MS,
  ) {}

  /**
   * @throws WalletError `offline`, `response_invalid`, `aborted`
   */
  async send(request: HttpRequest): Promise<HttpReply> {
    const { url, signal } = request;
    if (!isSecureUrl(url)) throw new WalletError('response_invalid', { detail: 'Expected an https URL.' });
    if (signal?.aborted) throw new WalletError('aborted');
    const controller = new AbortController();
    const abort = () => controller.abort();
    const timer = setTimeout(abort, this.timeoutMs);
    signal?.addEventListener('abort', abort);
    const aborted = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(new Error('aborted or timed out')));
    });
    aborted.catch(() => undefined);
    try {
      return await this.exchange(request, controller.signal, aborted);
    } catch (cause) {
      if (cause instanceof WalletError) throw cause;
      if (signal?.aborted) throw new WalletError('aborted', { cause });
      throw new WalletError('offline', { detail: `${new URL(url).host} could not be reached.`, cause });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      // Ends what still runs, such as a body that is too long.
      abort();
    }
  }

  private async exchange(
    { url, method = 'GET', body, contentType, accept, bearer, maxBytes }: HttpRequest,
    signal: AbortSignal,
    aborted: Promise<never>,
  ): Promise<HttpReply> {
    const response = await Promise.race([
      this.fetch(url, {
        method,
        signal,
        // Browsers give an empty text a media type, which the other side does not expect.
        ...(body && { body }),
        headers: {
          ...(accept && { accept }),
          ...(contentType && { 'content-type': contentType }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
        redirect: 'error',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        cache: 'no-store',
      }),
      aborted,
    ]);
    if (response.redirected || (response.status >= 300 && response.status < 400))
      throw new WalletError('response_invalid', { detail: 'The response is a redirect.' });
    return { status: response.status, bytes: await readAtMost(response, maxBytes, aborted) };
  }

  /** A public document, for `IssuerDirectory` and `StatusChecker`. */
  async get(
    url: string,
    { accept, maxBytes, signal }: { accept: string; maxBytes: number; signal?: AbortSignal | undefined },
  ): Promise<string> {
    const { status, bytes } = await this.send({ url, accept, maxBytes, signal });
    if (status >= 500)
      throw new WalletError('offline', { detail: `${new URL(url).host} answered ${status}.` });
    if (status !== 200)
      throw new WalletError('response_invalid', { detail: `${new URL(url).host} answered ${status}.` });
    return new TextDecoder().decode(bytes);
  }
}
