import punycode from 'punycode.js';

/**
 * A host in its own script: `xn--bcher-kva.example` is `bücher.example`. A host that would not become the same again stays as
 * it is. Letters of different scripts look alike, so show it beside the host and not instead.
 */
export function unicodeHost(host: string): string {
  try {
    const unicode = punycode.toUnicode(host);
    return new URL(`https://${unicode}/`).host === host ? unicode : host;
  } catch {
    return host;
  }
}
