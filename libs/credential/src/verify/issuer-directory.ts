import { canonicalJson, isObject, own, parseJsonBytes } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { issuerMetadataUrl } from '../issue/issuer-metadata.js';
import { isUsableKey, type PublicJwk, verificationKeyOf } from '../keys.js';
import { MAX_JWKS_KEYS } from '../limits.js';
import type { Clock, DocumentFetcher } from '../ports/index.js';

const KEYS_TTL_MS = 300_000;
/** An unknown `kid` triggers a new fetch of the keys, but at most once in this time. */
const REFETCH_AFTER_MS = 10_000;
const MAX_DOCUMENT_BYTES = 65_536;

type Keys = ReadonlyMap<string, PublicJwk>;

/** Reads a JWKS. Keys that cannot or may not verify signatures are ignored (RFC 7517, section 5). */
async function readKeys(jwks: unknown): Promise<Keys> {
  const keys = new Map<string, PublicJwk>();
  const list = isObject(jwks) ? own(jwks, 'keys') : undefined;
  if (!Array.isArray(list) || list.length > MAX_JWKS_KEYS)
    throw new Error('not a JWKS, or one with too many keys');
  for (const jwk of list) {
    const key = verificationKeyOf(jwk);
    const kid = isObject(jwk) ? own(jwk, 'kid') : undefined;
    if (!key || typeof kid !== 'string' || !(await isUsableKey(key))) continue;
    // With two keys under one kid, the signing key would be ambiguous.
    const known = keys.get(kid);
    if (known && canonicalJson(known) !== canonicalJson(key)) throw new Error('duplicate kid in the JWKS');
    keys.set(kid, key);
  }
  return keys;
}

/** The published keys of trusted issuers. Keys are public and cached for a limited time. */
export class IssuerDirectory {
  private readonly cache = new Map<string, { readonly fetchedAt: number; readonly keys: Keys }>();
  private readonly fetching = new Map<string, Promise<Keys>>();
  private readonly lastTried = new Map<string, number>();

  constructor(
    private readonly documents: DocumentFetcher,
    private readonly clock: Clock,
  ) {}

  /**
   * The key that an issuer publishes under a `kid`; undefined where it publishes none. Call it only for issuers of the
   * trust list. Rejects where the issuer's documents are not available.
   */
  async key(iss: string, kid: string): Promise<PublicJwk | undefined> {
    const now = this.clock.now();
    const cached = this.cache.get(iss);
    if (cached && now - cached.fetchedAt < KEYS_TTL_MS) {
      const known = cached.keys.get(kid);
      if (known || now - this.lastTried.get(iss)! < REFETCH_AFTER_MS) return known;
    }
    return (await this.refresh(iss, now)).get(kid);
  }

  /** Runs one fetch at a time. A failed fetch keeps the cached keys, so that an unknown `kid` cannot evict them. */
  private refresh(iss: string, now: number): Promise<Keys> {
    const running = this.fetching.get(iss);
    if (running) return running;
    this.lastTried.set(iss, now);
    const fetching = this.fetchKeys(iss)
      .then((keys) => {
        this.cache.set(iss, { fetchedAt: now, keys });
        return keys;
      })
      .finally(() => this.fetching.delete(iss));
    this.fetching.set(iss, fetching);
    return fetching;
  }

  private async fetchKeys(iss: string): Promise<Keys> {
    const metadata = await this.fetchJson(issuerMetadataUrl(iss));
    if (!isObject(metadata) || own(metadata, 'issuer') !== iss)
      throw new Error('the metadata names another issuer');
    const inline = own(metadata, 'jwks');
    if (inline !== undefined) return readKeys(inline);
    const uri = own(metadata, 'jwks_uri');
    if (typeof uri !== 'string' || !URL.canParse(uri) || new URL(uri).origin !== new URL(iss).origin) {
      throw new Error('the metadata has neither jwks nor a jwks_uri on the host of the issuer');
    }
    return readKeys(await this.fetchJson(uri));
  }

  private async fetchJson(url: string): Promise<unknown> {
    const text = await this.documents.get(url, { accept: 'application/json', maxBytes: MAX_DOCUMENT_BYTES });
    return parseJsonBytes(utf8(text));
  }
}
