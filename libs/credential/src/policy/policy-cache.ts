import type { Sha256 } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';
import { inequalitiesOf } from './inequalities.js';
import type { Inequality } from './inequality.js';
import type { Policy } from './policy.js';
import { decodePolicy } from './transaction-data.js';

/** A policy with everything that is computed from its transaction-data string. */
export interface DecodedPolicy {
  readonly policy: Policy;
  readonly inequalities: readonly Inequality[];
  /** SHA-256 over the transaction-data string. */
  readonly hash: Uint8Array;
}

const CAPACITY = 256;

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
  private readonly decoded = new Map<string, DecodedPolicy>();

  constructor(
    private readonly sha256: Sha256,
    private readonly capacity: number = CAPACITY,
  ) {}

  /** @throws ProtocolError as `decodePolicy` does; errors are not cached */
  decode(transactionData: string): DecodedPolicy {
    const cached = this.decoded.get(transactionData);
    if (cached) return cached;
    const policy = deepFreeze(decodePolicy(transactionData));
    const decoded = {
      policy,
      inequalities: inequalitiesOf(policy),
      hash: this.sha256(utf8(transactionData)),
    };
    if (this.decoded.size >= this.capacity) this.decoded.delete(this.decoded.keys().next().value!);
    this.decoded.set(transactionData, decoded);
    return decoded;
  }
}
