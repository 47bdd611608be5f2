import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, getDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { metricsRegistry } from '@zk-income/service-kit';
import { HttpDocumentFetcher } from './http-document-fetcher.js';

let server: Server | undefined;

/** Serves every path with a listener, and returns a URL. */
async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/document`;
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  server = undefined;
});

const fetcher = new HttpDocumentFetcher();
const options = { accept: 'application/json', maxBytes: 100 };

test('returns the document, and sends the Accept header', async () => {
  const url = await serve((request, response) => response.end(`${request.headers.accept} ü`));
  expect(await fetcher.get(url, options)).toBe('application/json ü');
});

test('records the duration of a document by its outcome', async () => {
  const url = await serve((request, response) =>
    response.writeHead(request.url === '/document' ? 200 : 404).end(),
  );
  const count = async (outcome: string): Promise<number> => {
    const metric = (await metricsRegistry.getMetricsAsJSON()).find(
      ({ name }) => name === 'zk_income_document_fetch_duration_seconds',
    ) as unknown as { values: { metricName: string; labels: { outcome: string }; value: number }[] };
    const sample = metric.values.find(
      ({ metricName, labels }) => metricName.endsWith('_count') && labels.outcome === outcome,
    );
    return sample?.value ?? 0;
  };
  const [done, failed] = [await count('done'), await count('failed')];
  await fetcher.get(url, options);
  await expect(fetcher.get(`${url}s`, options)).rejects.toThrow('404');
  expect([await count('done'), await count('failed')]).toEqual([done + 1, failed + 1]);
});

test('waits two seconds for a connection to one address of a host, and then tries the next', async () => {
  const url = await serve((_, response) => response.end('document'));
  await fetcher.get(url, options);
  // Node's default is 250 ms. Two attempts must fit into the 5 seconds of a document.
  expect(getDefaultAutoSelectFamilyAttemptTimeout()).toBe(2_000);
});

describe('rejects', () => {
  test.each([404, 204, 500])('the status %d', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    await expect(fetcher.get(url, options)).rejects.toThrow(String(status));
  });

  test('a redirect, without following it', async () => {
    const paths: string[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url!);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await expect(fetcher.get(url, options)).rejects.toThrow();
    expect(paths).toEqual(['/document']);
  });

  test('a document that is too large', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(101)));
    await expect(fetcher.get(url, options)).rejects.toThrow('at most 100 bytes');
  });

  test('a document that never ends', async () => {
    const url = await serve((_, response) => {
      const write = () => {
        if (response.destroyed) return;
        response.write('x'.repeat(10));
        setImmediate(write);
      };
      write();
    });
    await expect(fetcher.get(url, options)).rejects.toThrow('at most 100 bytes');
  });

  test('a server that never responds', async () => {
    const url = await serve(() => undefined);
    await expect(new HttpDocumentFetcher([], 50).get(url, options)).rejects.toThrow();
  });

  test('bytes that are not UTF-8', async () => {
    const url = await serve((_, response) => response.end(Buffer.from([0xff])));
    await expect(fetcher.get(url, options)).rejects.toThrow();
  });
});

describe('without TLS', () => {
  test.each([
    'http://issuer.example/',
    'http://127.0.0.1.evil.example/',
    'http://10.0.0.1/',
    'ftp://localhost/',
    'file:///etc/passwd',
    'data:,x',
  ])('does not connect to %s', async (url) => {
    await expect(fetcher.get(url, options)).rejects.toThrow('Expected an https URL');
  });

  test('connects to hosts that are configured', async () => {
    const url = await serve((_, response) => response.end('x'));
    const named = url.replace('127.0.0.1', '127.1.2.3');
    await expect(fetcher.get(named, options)).rejects.toThrow('Expected an https URL');
    expect(
      await new HttpDocumentFetcher(['127.1.2.3']).get(named, options).catch((error) => error.message),
    ).not.toMatch('Expected an https URL');
  });
});
