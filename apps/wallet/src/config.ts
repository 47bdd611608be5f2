import type { WalletTrust } from '@zk-income/holder';

/** What the operator of this page publishes beside it, as `config.json`. */
export interface WalletConfig {
  /** Where `npm start` serves a loopback https origin, whose certificate browsers do not trust, over http. */
  readonly origins: ReadonlyMap<string, string>;
  readonly trust: WalletTrust;
  /** Authorities that verifiers' certificates are trusted from, PEM. */
  readonly anchors: readonly string[];
}

const LOOPBACK = /^([a-z0-9-]+\.)*localhost$|^127\.0\.0\.1$|^\[::1\]$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A loopback origin with this scheme; undefined for anything else. */
function loopbackOrigin(text: unknown, scheme: 'http:' | 'https:'): string | undefined {
  if (!isText(text) || !URL.canParse(text)) return undefined;
  const { origin, hostname, protocol } = new URL(text);
  return protocol === scheme && isLoopback(hostname) && origin === text ? origin : undefined;
}

/** Maps are for a demo on one machine: elsewhere, a configuration cannot send anything by http. */
function originsOf(value: unknown, pageHostname: string): ReadonlyMap<string, string> {
  if (!isObject(value) || !isLoopback(pageHostname)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([from, to]) => {
      const [https, http] = [loopbackOrigin(from, 'https:'), loopbackOrigin(to, 'http:')];
      return https !== undefined && http !== undefined ? [[https, http] as const] : [];
    }),
  );
}

function trustOf(value: unknown): WalletTrust {
  const { issuers, verifiers } = isObject(value) ? value : {};
  return {
    issuers: listOf(issuers).flatMap((one) =>
      isObject(one) && isText(one.iss) && isText(one.name) ? [{ iss: one.iss, name: one.name }] : [],
    ),
    verifiers: listOf(verifiers).flatMap((one) =>
      isObject(one) && isText(one.host) && isText(one.name) ? [{ host: one.host, name: one.name }] : [],
    ),
  };
}

/** Reads the configuration. What it does not understand is left out: then fewer parties are known. */
export function parseConfig(json: unknown, pageHostname: string): WalletConfig {
  const { origins, trust, anchors } = isObject(json) ? json : {};
  return {
    origins: originsOf(origins, pageHostname),
    trust: trustOf(trust),
    anchors: listOf(anchors).filter(isText),
  };
}

/** `fetch` with the origins of the map replaced. */
export const fetchBy =
  (origins: ReadonlyMap<string, string>, fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
  (input, init) => {
    if (!isText(input) && !(input instanceof URL)) return fetch(input, init);
    const { origin, pathname, search } = new URL(input);
    const mapped = origins.get(origin);
    return fetch(mapped === undefined ? input : `${mapped}${pathname}${search}`, init);
  };

/** Fetches `config.json`. Without it, no party is known by name. */
export async function loadConfig(): Promise<WalletConfig> {
  const json = await fetch('./config.json', { cache: 'no-cache' }).then(
    (response) => (response.ok ? response.json() : {}),
    () => ({}),
  );
  return parseConfig(json, location.hostname);
}
