import type { DocumentFetcher } from '@zk-income/credential';

const TIMEOUT_MS = 5_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Gets public documents of trusted issuers: no redirect, a limit of bytes and of time, TLS unless it is this machine. */
export class HttpDocumentFetcher implements DocumentFetcher {
  constructor(
    private readonly plainHttpHosts: readonly string[] = [],
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  async get(url: string, { accept, maxBytes }: { accept: string; maxBytes: number }): Promise<string> {
    this.assertAllowed(new URL(url));
    const response = await fetch(url, {
      headers: { accept },
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(this.timeoutMs),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`the document was answered with ${response.status}`);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readAtMost(response, maxBytes));
  }

  private assertAllowed({ protocol, hostname }: URL): void {
    if (protocol === 'https:') return;
    if (protocol === 'http:' && [...LOOPBACK, ...this.plainHttpHosts].includes(hostname)) return;
    throw new Error('documents are fetched over https');
  }
}

/** Counts what arrives and not what a header says; leaving the loop ends the transfer. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`the document is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
