import { ProtocolError } from '@zk-income/credential';
import ipaddr from 'ipaddr.js';

export const MAX_URL_CHARACTERS = 2_048;
/** Ports of web servers. Others could reach services that are not meant to be reached by HTTP. */
const PORTS = ['', '443', '8443'];

export interface DestinationRules {
  /** Allows plain HTTP, every port and loopback addresses, for hosts of this machine only. For local use. */
  readonly allowLoopback: boolean;
}

type Address = ReturnType<typeof ipaddr.process>;

/** An address; one that maps or embeds an IPv4 address as what it is. */
const parseAddress = (text: string): Address | undefined =>
  ipaddr.isValid(text) ? ipaddr.process(text) : undefined;

const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || parseAddress(host)?.range() === 'loopback';

/** The host of a URL, an IPv6 address without brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Whether an IPv6 address is in 2000::/3. All others are for special purposes, or have none. */
const isGlobal = (address: Address): boolean =>
  address.kind() === 'ipv4' || address.toByteArray()[0]! >> 5 === 0b001;

/**
 * Whether webhooks may be sent to an address: a public unicast address. Not private, link-local (cloud metadata), shared,
 * multicast, reserved or translated ones, in any spelling.
 */
export function isAllowedAddress(text: string, host: string, { allowLoopback }: DestinationRules): boolean {
  const address = parseAddress(text);
  const range = address?.range();
  return (
    (range === 'unicast' && isGlobal(address!)) ||
    (range === 'loopback' && allowLoopback && isLoopbackHost(host))
  );
}

/**
 * The URL of an endpoint in canonical form.
 *
 * @throws ProtocolError `webhook_url_invalid`
 */
export function parseDestination(text: string, rules: DestinationRules): URL {
  const reject = (detail: string): never => {
    throw new ProtocolError(
      'webhook_url_invalid',
      `url: ${detail}, such as https://portal.example/webhooks.`,
    );
  };
  if (text.length > MAX_URL_CHARACTERS) reject(`expected at most ${MAX_URL_CHARACTERS} characters`);
  if (!URL.canParse(text)) reject('expected a URL');
  const url = new URL(text);
  const host = hostOf(url);
  const isLocal = rules.allowLoopback && isLoopbackHost(host);
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) reject('expected an https URL');
  if (url.username !== '' || url.password !== '') reject('expected a URL without user name and password');
  if (text.includes('#')) reject('expected a URL without fragment');
  if (!isLocal && !PORTS.includes(url.port)) reject('expected the port 443 or 8443');
  if (parseAddress(host) && !isAllowedAddress(host, host, rules)) reject('expected a public address');
  if (!isLocal && (isLoopbackHost(host) || (!parseAddress(host) && !host.includes('.'))))
    reject('expected a public host');
  return url;
}
