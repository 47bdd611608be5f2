import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const FORWARDED_FOR = 'x-forwarded-for';
/** `192.0.2.1:50000`, `[2001:db8::1]:50000` and `[2001:db8::1]`: an address as some proxies write it. */
const WITH_PORT = /^(?:(?<v4>[\d.]+)|\[(?<v6>[^\]]+)\])(?::\d{1,5})?$/;
/** IPv6 ranges whose last 32 bits are the IPv4 address of the host (RFC 4291, 6145 and 6052). */
const EMBEDDED_IPV4 = ['ipv4Mapped', 'rfc6145', 'rfc6052'];
const NETWORK_BITS = 64;

/** Parses strictly: `ipaddr.js` alone also accepts octal, hexadecimal and shortened IPv4 addresses. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (isIP(text) === 0) return undefined;
  // A zone id has a meaning only on the host itself.
  const address = ipaddr.parse(text.replace(/%.*$/, ''));
  if (address.kind() === 'ipv6' && EMBEDDED_IPV4.includes(address.range())) {
    return new ipaddr.IPv4(address.toByteArray().slice(-4));
  }
  return address;
}

/**
 * The canonical text of an address, with or without a port: IPv4, also where it is embedded in IPv6, or the text of
 * RFC 5952; undefined for anything else.
 */
export function canonicalAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const { v4, v6 } = WITH_PORT.exec(trimmed)?.groups ?? {};
  return parseAddress(v4 ?? v6 ?? trimmed)?.toString();
}

/** The unit of throttling: an IPv4 address, or the /64 network of an IPv6 address, because one host may own all of it. */
export function addressGroup(text: string | undefined): string {
  const address = parseAddress(text ?? '');
  if (address === undefined) return 'unknown';
  if (address.kind() === 'ipv4') return address.toString();
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${NETWORK_BITS}`);
  return `${network}/${NETWORK_BITS}`;
}

/**
 * Rewrites `X-Forwarded-For` so that Fastify, which compares and returns its entries as text, finds canonical addresses.
 * An entry that is not an address ends the list, seen from this server: only the hops after it are known, and the client
 * address is that of the last one.
 *
 * @param header replaces `X-Forwarded-For`: the header in which a trusted proxy passes the client address. API Gateway's
 *   HTTP APIs do not set `X-Forwarded-For`, and the load balancer behind them adds only the gateway's address to it.
 */
export function normalizeForwardedFor(headers: IncomingHttpHeaders, header = FORWARDED_FOR): void {
  const values = headers[header];
  delete headers[FORWARDED_FOR];
  if (typeof values !== 'string') return;
  const known: string[] = [];
  for (const entry of values.split(',').reverse()) {
    const address = canonicalAddress(entry);
    if (address === undefined) break;
    known.unshift(address);
  }
  if (known.length > 0) headers[FORWARDED_FOR] = known.join(', ');
}
