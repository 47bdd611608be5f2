import { isObject, type JsonObject, own } from './encoding/json.js';
import { MAX_DIGESTS, MAX_JSON_STRUCTURE } from './limits.js';
import { type Disclosure, parseDisclosure } from './sd-jwt-text.js';
import { check } from './verify/check.js';

/** A disclosure, with the place in the payload where its digest stands. */
export interface PlacedDisclosure {
  /** Member names and array indices from the payload to the object or array that the disclosure belongs to. */
  readonly path: readonly string[];
  /** Absent for an array element. */
  readonly name?: string;
  readonly value: unknown;
}

export interface ProcessedSdJwt {
  /** The payload with its disclosed claims, and without digests. */
  readonly claims: JsonObject;
  readonly disclosed: readonly PlacedDisclosure[];
  /** All digests, including those that no disclosure matches. */
  readonly digests: ReadonlySet<string>;
}

const isStringList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Replaces digests by what they stand for. Member names that RFC 9901 reserves occur only where it puts them. */
class Processor {
  readonly disclosed: PlacedDisclosure[] = [];
  readonly digests = new Set<string>();

  constructor(private readonly pending: Map<string, Disclosure>) {}

  value(value: unknown, path: readonly string[]): unknown {
    check(path.length <= MAX_JSON_STRUCTURE.levels, 'disclosure_malformed');
    if (Array.isArray(value)) return value.flatMap((item, i) => this.element(item, path, String(i)));
    return isObject(value) ? this.object(value, path) : value;
  }

  object(object: JsonObject, path: readonly string[]): JsonObject {
    const members = new Map<string, unknown>();
    for (const [name, inner] of Object.entries(object)) {
      if (name === '_sd' || (name === '_sd_alg' && path.length === 0)) continue;
      check(name !== '...' && name !== '_sd_alg', 'credential_malformed');
      members.set(name, this.value(inner, [...path, name]));
    }
    const digests = Object.hasOwn(object, '_sd') ? own(object, '_sd') : [];
    check(isStringList(digests), 'credential_malformed');
    for (const digest of digests) {
      const disclosure = this.take(digest);
      if (!disclosure) continue;
      const { name, value } = disclosure;
      check(name !== undefined && name !== '_sd' && name !== '...', 'disclosure_malformed');
      check(!Object.hasOwn(object, name) && !members.has(name), 'disclosure_conflict');
      this.disclosed.push({ path, name, value });
      members.set(name, this.value(value, [...path, name]));
    }
    return Object.fromEntries(members);
  }

  /** No element where the digest of a placeholder matches no disclosure, otherwise one. */
  private element(item: unknown, path: readonly string[], index: string): unknown[] {
    if (!isObject(item) || !Object.hasOwn(item, '...')) return [this.value(item, [...path, index])];
    const digest = own(item, '...');
    check(Object.keys(item).length === 1 && typeof digest === 'string', 'credential_malformed');
    const disclosure = this.take(digest);
    if (!disclosure) return [];
    check(disclosure.name === undefined, 'disclosure_malformed');
    this.disclosed.push({ path, value: disclosure.value });
    return [this.value(disclosure.value, [...path, index])];
  }

  private take(digest: string): Disclosure | undefined {
    check(!this.digests.has(digest), 'disclosure_unreferenced');
    this.digests.add(digest);
    check(this.digests.size <= MAX_DIGESTS, 'credential_malformed');
    const disclosure = this.pending.get(digest);
    this.pending.delete(digest);
    return disclosure;
  }
}

/**
 * Applies disclosures to the payload of an issuer-signed JWT (RFC 9901, section 7.1, steps 3 to 5).
 *
 * @throws ProtocolError `digest_algorithm_not_allowed`, `credential_malformed` where a reserved name is misplaced or
 * has another type, `disclosure_malformed`, `disclosure_conflict`, `disclosure_unreferenced` (also where a digest
 * occurs twice)
 */
export function processSdJwt(payload: JsonObject, texts: readonly string[]): ProcessedSdJwt {
  const algorithm = own(payload, '_sd_alg');
  check(!Object.hasOwn(payload, '_sd_alg') || algorithm === 'sha-256', 'digest_algorithm_not_allowed');
  const pending = new Map<string, Disclosure>();
  for (const text of texts) {
    const disclosure = parseDisclosure(text);
    check(disclosure !== undefined, 'disclosure_malformed');
    check(!pending.has(disclosure.digest), 'disclosure_conflict');
    pending.set(disclosure.digest, disclosure);
  }
  const processor = new Processor(pending);
  const claims = processor.object(payload, []);
  check(pending.size === 0, 'disclosure_unreferenced');
  return { claims, disclosed: processor.disclosed, digests: processor.digests };
}
