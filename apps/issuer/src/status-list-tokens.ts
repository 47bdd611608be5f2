import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CoreEngine } from '@zk-income/credential';
import { CLOCK } from '@zk-income/service-kit';

/** A signed list as it is served. */
export interface ServedStatusList {
  readonly token: string;
  /** Seconds. */
  readonly ttl: number;
  readonly etag: string;
}

/** Of the ttl: what this adds to the time until a revocation is seen. */
const KEPT_PART_OF_TTL = 0.1;

/** Keeps a signed list for a moment: anyone may ask for it, and it takes a query, a compression and a signature. */
@Injectable()
export class StatusListTokens {
  private readonly kept = new Map<number, { readonly until: number; readonly list: ServedStatusList }>();
  private readonly signing = new Map<number, Promise<ServedStatusList>>();

  constructor(
    private readonly engine: CoreEngine,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProtocolError `status_list_unknown` */
  async get(list: number): Promise<ServedStatusList> {
    const kept = this.kept.get(list);
    if (kept && this.clock.now() < kept.until) return kept.list;
    const signing = this.signing.get(list) ?? this.sign(list);
    this.signing.set(list, signing);
    return signing.finally(() => this.signing.delete(list));
  }

  private async sign(list: number): Promise<ServedStatusList> {
    const asOf = this.clock.now();
    const { token, ttl } = await this.engine.statusListToken(list);
    const etag = `"${createHash('sha256').update(token).digest('base64url')}"`;
    const served = { token, ttl, etag };
    this.kept.set(list, { until: asOf + ttl * 1000 * KEPT_PART_OF_TTL, list: served });
    return served;
  }
}
