import { BoundedCache } from '../bounded-cache.js';
import type { Sha256 } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';
import type { Policy } from './policy.js';
import { decodePolicy } from './transaction-data.js';

/** A policy with everything that is computed from its transaction-data string. */
export interface DecodedPolicy {
  readonly policy: Policy;
  /** SHA-256 over the transaction-data string. */
  readonly hash: Uint8Array;
}

/** Entries, and characters of their transaction data together. A decoded policy takes a small multiple of its text. */
const LIMITS = { entries: 256, size: 2 ** 21 } as const;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member);
    Object.freeze(value);
  }
  return value;
}

/**
 * Decodes transaction data, and keeps the most recent results. The key is the whole string and the value is computed
 * from that string alone, so a cached policy cannot belong to another string. Policies are frozen: callers share them.
 */
export class PolicyCache {
  private readonly decoded: BoundedCache<DecodedPolicy>;

  constructor(
    private readonly sha256: Sha256,
    limits: { readonly entries: number; readonly size: number } = LIMITS,
  ) {
    this.decoded = new BoundedCache(limits);
  }

  /** @throws ProtocolError as `decodePolicy` does; errors are not cached */
  decode(transactionData: string): DecodedPolicy {
    const cached = this.decoded.get(transactionData);
    if (cached) return cached;
    const policy = deepFreeze(decodePolicy(transactionData));
    const decoded = {
      policy,
      hash: this.sha256(utf8(transactionData)),
    };
    this.decoded.set(transactionData, decoded, transactionData.length);
    return decoded;
  }
}
