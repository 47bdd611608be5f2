import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import type { DocumentFetcher } from '@zk-income/credential';
import { observeDocument } from '@zk-income/service-kit';

const TIMEOUT_MS = 5_000;
/**
 * How long to wait for a TCP connection to one address of a host before trying the next. Node's default of 250 ms is
 * shorter than the round trip to a distant continent. In a subnet without IPv4 egress, the next address is an IPv4
 * address that never answers.
 */
const ATTEMPT_TIMEOUT_MS = 2_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Fetches public documents of trusted issuers: no redirects, limited size and time, TLS except on this machine. */
export class HttpDocumentFetcher implements DocumentFetcher {
  constructor(
    private readonly plainHttpHosts: readonly string[] = [],
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {
    // `fetch` has no option for it. No other client of the service connects to hosts with addresses of both families.
    setDefaultAutoSelectFamilyAttemptTimeout(ATTEMPT_TIMEOUT_MS);
  }

  async get(url: string, options: { accept: string; maxBytes: number }): Promise<string> {
    return observeDocument(() => this.fetchDocument(url, options));
  }

  private async fetchDocument(
    url: string,
    { accept, maxBytes }: { accept: string; maxBytes: number },
  ): Promise<string> {
    this.assertAllowed(new URL(url));
    const response = await fetch(url, {
      headers: { accept },
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`Expected status 200; received ${response.status}.`);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readAtMost(response, maxBytes));
  }

  private assertAllowed({ protocol, hostname }: URL): void {
    if (protocol === 'https:') return;
    if (protocol === 'http:' && [...LOOPBACK, ...this.plainHttpHosts].includes(hostname)) return;
    throw new Error('Expected an https URL, or a host in PLAIN_HTTP_HOSTS.');
  }
}

/** Reads a body up to a size. Counts the received bytes, because Content-Length may be wrong; a throw cancels the body. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`Expected at most ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
