import { BoundedCache } from '../bounded-cache.js';
import { decodeBase64url } from '../encoding/base64url.js';
import { isObject, own } from '../encoding/json.js';
import { STATUS_LIST_TYP } from '../format.js';
import { parseJwt } from '../jwt.js';
import { readRegisteredClaims, timeFault } from '../jwt-claims.js';
import { isAlgorithmOf, type JwsVerifier, verifyJws } from '../keys.js';
import { MAX_STATUS_LIST_TTL_SECONDS } from '../limits.js';
import type { Clock, DocumentFetcher } from '../ports/index.js';
import type { IssuerDirectory } from '../verify/issuer-directory.js';
import { inflate } from './inflate.js';
import { STATUS_VALUES } from './pack-status-list.js';

const MAX_TOKEN_BYTES = 8 * 2 ** 20;
const MAX_LIST_BYTES = 8 * 2 ** 20;
/** Lists, and bytes of them together, that are kept: an issuer decides how many lists it has. */
const CACHE_LIMITS = { entries: 1_024, size: 64 * 2 ** 20 } as const;
const ALLOWED_BITS = [1, 2, 4, 8];

interface CheckedList {
  readonly bits: number;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch at which the list must be fetched again. */
  readonly staleAt: number;
}

/** The status of one credential in its list. Verifiers reject everything but `valid`. */
export type StatusResult = 'valid' | 'revoked' | 'suspended' | 'unknown';

function statusAt(list: CheckedList, index: number): StatusResult {
  const perByte = 8 / list.bits;
  const byte = list.bytes[Math.floor(index / perByte)];
  if (byte === undefined) return 'unknown';
  const value = (byte >> ((index % perByte) * list.bits)) & ((1 << list.bits) - 1);
  switch (value) {
    case STATUS_VALUES.valid:
      return 'valid';
    case STATUS_VALUES.revoked:
      return 'revoked';
    case STATUS_VALUES.suspended:
      return 'suspended';
    default:
      return 'unknown';
  }
}

/** Looks up credentials in their issuers' Token Status Lists. Lists are public and expire, so they are cached. */
export class StatusChecker {
  private readonly cache: BoundedCache<Promise<CheckedList>>;

  constructor(
    private readonly documents: DocumentFetcher,
    private readonly directory: IssuerDirectory,
    private readonly clock: Clock,
    private readonly verify: JwsVerifier = verifyJws,
    cacheLimits: { readonly entries: number; readonly size: number } = CACHE_LIMITS,
  ) {
    this.cache = new BoundedCache(cacheLimits);
  }

  /** The status of an entry, for an issuer of the trust list. It is `unknown` where the list is not available. */
  async find(iss: string, reference: { idx: number; uri: string }): Promise<StatusResult> {
    const { idx, uri } = reference;
    if (!URL.canParse(uri) || new URL(uri).origin !== new URL(iss).origin) return 'unknown';
    try {
      return statusAt(await this.list(iss, uri), idx);
    } catch {
      return 'unknown';
    }
  }

  private async list(iss: string, uri: string): Promise<CheckedList> {
    // Two issuers may share a host: a list verified with the keys of one is not verified for the other.
    const cacheKey = JSON.stringify([iss, uri]);
    const cached = this.cache.get(cacheKey);
    const list = await cached?.catch(() => undefined);
    if (list && this.clock.now() < list.staleAt) return list;
    // Of all callers that found a stale list, the first one fetches it and the others wait for that.
    const current = this.cache.get(cacheKey);
    if (current !== undefined && current !== cached) return current;
    const fetched = this.fetchList(iss, uri);
    this.cache.set(cacheKey, fetched, uri.length);
    const { bytes } = await fetched;
    if (this.cache.get(cacheKey) === fetched) this.cache.set(cacheKey, fetched, uri.length + bytes.length);
    return fetched;
  }

  private async fetchList(iss: string, uri: string): Promise<CheckedList> {
    const token = await this.documents.get(uri, {
      accept: 'application/statuslist+jwt',
      maxBytes: MAX_TOKEN_BYTES,
    });
    const now = this.clock.now();
    const jwt = parseJwt(token);
    if (!jwt) throw new Error('not a JWT');
    const { header, payload } = jwt;
    if (own(header, 'typ') !== STATUS_LIST_TYP || Object.hasOwn(header, 'crit'))
      throw new Error('not a status list token');
    const kid = own(header, 'kid');
    const key = typeof kid === 'string' ? await this.directory.key(iss, kid) : undefined;
    if (!key || !isAlgorithmOf(key, own(header, 'alg')) || !(await this.verify(token, key))) {
      throw new Error('not signed by the issuer');
    }
    const claims = readRegisteredClaims(payload);
    if (claims?.iat === undefined) throw new Error('iat is missing, or a registered claim is malformed');
    if (claims.sub !== uri) throw new Error('sub differs from the URI of the list');
    if (claims.iss !== undefined && claims.iss !== iss) throw new Error('iss is another issuer');
    if (claims.aud !== undefined) throw new Error('the list is for certain recipients only');
    const fault = timeFault(claims, Math.floor(now / 1000));
    if (fault) throw new Error(fault);
    const { exp } = claims;
    const ttl = own(payload, 'ttl');
    if (ttl !== undefined && !(typeof ttl === 'number' && ttl > 0)) throw new Error('ttl is invalid');
    const content = own(payload, 'status_list');
    const bits = isObject(content) ? own(content, 'bits') : undefined;
    const lst = isObject(content) ? own(content, 'lst') : undefined;
    const compressed = typeof lst === 'string' ? decodeBase64url(lst) : undefined;
    if (!ALLOWED_BITS.includes(bits as number) || !compressed) throw new Error('status_list is malformed');
    const bytes = await inflate(compressed, MAX_LIST_BYTES);
    if (!bytes) throw new Error('the list is corrupt or too large');
    const limits = [MAX_STATUS_LIST_TTL_SECONDS * 1000, ...(typeof ttl === 'number' ? [ttl * 1000] : [])];
    const expiry = exp === undefined ? [] : [exp * 1000];
    return { bits: bits as number, bytes, staleAt: Math.min(now + Math.min(...limits), ...expiry) };
  }
}
