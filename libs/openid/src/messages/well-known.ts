import { wellKnownUrl } from '@zk-income/credential';

/**
 * The path, on the host of an identifier, of a document about the identifier: `/.well-known/NAME`, then the path of the
 * identifier.
 *
 * @param identifier a URL without query and fragment
 */
export const wellKnownPath = (identifier: string, name: string): string =>
  new URL(wellKnownUrl(identifier, name)).pathname;
