import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { JWK } from 'jose';
import { issuerMetadata, issuerMetadataUrl } from '../issue/issuer-metadata.js';
import { makeIssuer, TestClock, TestDocuments } from '../testing/environment.js';
import { forgeStatusList, STATUS_LIST_URI } from '../testing/status-lists.js';
import { IssuerDirectory } from '../verify/issuer-directory.js';
import { StatusChecker } from './status-checker.js';

interface StatusListVectors {
  readonly lists: readonly {
    readonly status_list: { readonly bits: number; readonly lst: string };
    readonly statuses: Readonly<Record<string, number>>;
  }[];
  readonly token: string;
  readonly tokenKey: JWK;
  readonly tokenBytes: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/token-status-list.json', import.meta.url), 'utf8'),
) as StatusListVectors;
const NAMES = ['valid', 'revoked', 'suspended'];
const nameOf = (status: number) => NAMES[status] ?? 'unknown';

describe('the vectors of Token Status List', () => {
  const documents = new TestDocuments();
  const clock = new TestClock();
  let issuer: Awaited<ReturnType<typeof makeIssuer>>;

  beforeAll(async () => {
    issuer = await makeIssuer(documents, clock);
  });

  const makeChecker = () => new StatusChecker(documents, new IssuerDirectory(documents, clock), clock);

  test.each(vectors.lists.map((list) => [list.status_list.bits, list] as const))(
    'list with entries of %i bits',
    async (_, { status_list, statuses }) => {
      const token = await forgeStatusList(issuer.key, issuer.keys.kid, { payload: { status_list } });
      documents.sources.set(STATUS_LIST_URI, () => token);
      const checker = makeChecker();
      for (const [index, status] of Object.entries(statuses)) {
        const idx = Number(index);
        expect([idx, await checker.find(issuer.iss, { idx, uri: STATUS_LIST_URI })]).toEqual([
          idx,
          nameOf(status),
        ]);
        // Entries that the draft does not list are 0.
        if (idx > 0 && statuses[idx - 1] === undefined)
          expect(await checker.find(issuer.iss, { idx: idx - 1, uri: STATUS_LIST_URI })).toBe('valid');
      }
    },
  );

  test('signed token', async () => {
    const iss = 'https://example.com';
    const uri = 'https://example.com/statuslists/1';
    documents.sources.set(issuerMetadataUrl(iss), () => JSON.stringify(issuerMetadata(iss)));
    documents.sources.set(issuerMetadata(iss).jwks_uri, () => JSON.stringify({ keys: [vectors.tokenKey] }));
    documents.sources.set(uri, () => vectors.token);
    const bytes = Buffer.from(vectors.tokenBytes, 'hex');
    const checker = makeChecker();
    for (let idx = 0; idx < 16; idx++) {
      const status = (bytes[idx >> 3]! >> (idx & 7)) & 1;
      expect(await checker.find(iss, { idx, uri })).toBe(nameOf(status));
    }
    clock.time = 2_291_720_170_000;
    expect(await makeChecker().find(iss, { idx: 1, uri })).toBe('unknown');
  });
});
