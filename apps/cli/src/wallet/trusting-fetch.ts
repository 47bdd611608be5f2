import { lookup } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

/** Names below `localhost` are this machine (RFC 6761, section 6.3), which not every resolver knows. */
const lookupLocalhost: LookupFunction = (host, options, callback) =>
  lookup(host.endsWith('.localhost') ? 'localhost' : host, options, callback);

/**
 * A `fetch` that trusts further authorities, which the one of Node cannot. It knows what the wallet uses: methods, headers,
 * text bodies and signals, and follows no redirect.
 *
 * @param ca PEM certificates beside those that Node trusts
 */
export const trustingFetch =
  (ca: readonly string[]): typeof fetch =>
  (input, { method = 'GET', headers, body, signal } = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const sent = request(
        url,
        {
          method,
          lookup: lookupLocalhost,
          ca: [...ca],
          headers: Object.fromEntries(new Headers(headers)),
          ...(signal && { signal }),
        },
        (received) => {
          const { statusCode = 0 } = received;
          const isEmpty = [204, 205, 304].includes(statusCode);
          if (isEmpty) received.resume();
          const stream = isEmpty ? null : (Readable.toWeb(received) as ReadableStream);
          resolve(new Response(stream, { status: statusCode }));
        },
      );
      sent.on('error', reject);
      sent.end(typeof body === 'string' ? body : undefined);
    });
