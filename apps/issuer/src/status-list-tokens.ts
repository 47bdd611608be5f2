import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CoreEngine } from '@zk-income/credential';
import { CLOCK } from '@zk-income/service-kit';

/** A status list token with its cache headers. */
export interface ServedStatusList {
  readonly token: string;
  readonly gzip: Buffer;
  /** Seconds. */
  readonly ttl: number;
  readonly etag: string;
  /** A compressed response is another representation, with an ETag of its own (RFC 9110, section 8.8.3.3). */
  readonly gzipEtag: string;
}

const compress = promisify(gzip);

/** The fraction of the `ttl` for which a token is cached here. It delays the time at which verifiers see a revocation. */
const CACHED_FRACTION_OF_TTL = 0.1;

/** Caches status list tokens, because the route is public and a token costs a query, two compressions and a signature. */
@Injectable()
export class StatusListTokens {
  private readonly cached = new Map<number, { readonly until: number; readonly list: ServedStatusList }>();
  private readonly signing = new Map<number, Promise<ServedStatusList>>();

  constructor(
    private readonly engine: CoreEngine,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProtocolError `status_list_unknown` */
  async get(list: number): Promise<ServedStatusList> {
    const cached = this.cached.get(list);
    if (cached && this.clock.now() < cached.until) return cached.list;
    const signing = this.signing.get(list) ?? this.sign(list);
    this.signing.set(list, signing);
    return signing.finally(() => this.signing.delete(list));
  }

  private async sign(list: number): Promise<ServedStatusList> {
    const asOf = this.clock.now();
    const { token, ttl } = await this.engine.statusListToken(list);
    const hash = createHash('sha256').update(token).digest('base64url');
    const served = { token, gzip: await compress(token), ttl, etag: `"${hash}"`, gzipEtag: `"${hash}-gzip"` };
    this.cached.set(list, { until: asOf + ttl * 1000 * CACHED_FRACTION_OF_TTL, list: served });
    return served;
  }
}
