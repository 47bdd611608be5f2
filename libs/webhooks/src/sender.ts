import { lookup as dnsLookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SendError } from './delivery.js';
import { type DestinationRules, hostOf, isAllowedAddress, parseDestination } from './destination.js';

const TIMEOUT_MS = 10_000;
/** What is read of a response, so that the receiver sees its response as received. It is not used. */
const MAX_RESPONSE_BYTES = 4_096;

export interface WebhookMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The status of the response, or why there was none. */
export type SendOutcome = { readonly status: number } | { readonly error: SendError };

export interface WebhookSender {
  /** @throws the reason of the signal if it is aborted */
  send(message: WebhookMessage, signal?: AbortSignal): Promise<SendOutcome>;
}

interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface HttpsSenderOptions extends DestinationRules {
  readonly timeoutMs?: number;
  /** All addresses of a host. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** Authorities besides those of Node. */
  readonly ca?: string;
}

const systemResolve = (host: string): Promise<readonly ResolvedAddress[]> => dnsLookup(host, { all: true });

class ForbiddenAddressError extends Error {}

/**
 * Sends webhooks to hosts that clients name. A host is resolved once for each attempt, all its addresses must be allowed, and
 * the connection goes to one of these addresses: a name that resolves to another address a moment later changes nothing.
 * Redirects are not followed, no connection is reused, and time and response are limited.
 */
export class HttpsSender implements WebhookSender {
  private readonly resolve: NonNullable<HttpsSenderOptions['resolve']>;
  private readonly timeoutMs: number;

  constructor(private readonly options: HttpsSenderOptions) {
    this.resolve = options.resolve ?? systemResolve;
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  async send(message: WebhookMessage, signal?: AbortSignal): Promise<SendOutcome> {
    signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      return { status: await this.post(message, stop) };
    } catch (error) {
      signal?.throwIfAborted();
      return { error: timeout.aborted ? 'timeout' : codeOf(error) };
    }
  }

  private post({ url: text, headers, body }: WebhookMessage, signal: AbortSignal): Promise<number> {
    let url: URL;
    try {
      // Again: the rules may have changed since the URL was registered.
      url = parseDestination(text, this.options);
    } catch {
      return Promise.reject(new ForbiddenAddressError());
    }
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise<number>((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        // A new connection, to an address that was checked for this attempt.
        agent: false,
        signal,
        lookup: this.lookupFor(hostOf(url)),
        ...(this.options.ca !== undefined && { ca: this.options.ca }),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'zk-income-webhooks/1',
        },
      });
      sent.once('error', reject);
      sent.once('response', (response) => {
        resolve(response.statusCode!);
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MAX_RESPONSE_BYTES) response.destroy();
        });
        response.on('error', () => undefined);
      });
      sent.end(body);
    });
  }

  /** Resolves for `net.connect`, which connects to what this returns. Node does not call it for a URL with an address. */
  private lookupFor(host: string): LookupFunction {
    return (_name, { all }, callback) => {
      this.resolve(host).then(
        (addresses) => {
          const isAllowed =
            addresses.length > 0 &&
            addresses.every(({ address }) => isAllowedAddress(address, host, this.options));
          if (!isAllowed) return callback(new ForbiddenAddressError(), []);
          if (all)
            return callback(
              null,
              addresses.map(({ address, family }) => ({ address, family })),
            );
          return callback(null, addresses[0]!.address, addresses[0]!.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, []),
      );
    };
  }
}

function codeOf(error: unknown): SendError {
  if (error instanceof ForbiddenAddressError) return 'address_not_allowed';
  const { code = '' } = error as NodeJS.ErrnoException;
  return /TLS|SSL|CERT|SIGNED|ISSUER|EPROTO/.test(code) ? 'tls_failed' : 'unreachable';
}
