import { createHash, randomBytes } from 'node:crypto';
import { ProtocolError } from '@zk-income/credential';
import { KnownRequests, type ThrottledRoute } from '@zk-income/service-kit';
import type { FastifyRequest } from 'fastify';

const SECRET_BYTES = 32;
const FORM = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})$/;

/** What the URLs of a request for wallets end with: `<id of the request>.<256 secret bits>`. The store has only a hash. */
export interface RequestLink {
  readonly id: string;
  /** base64url */
  readonly secret: string;
}

/** SHA-256 of a text, base64url. */
export const sha256Base64url = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export const textOfLink = ({ id, secret }: RequestLink): string => `${id}.${secret}`;

/** @throws ProtocolError `unknown` for a text that is the end of no link */
export function parseLink(
  text: string,
  unknown: 'request_unknown' | 'listing_unknown' = 'request_unknown',
): RequestLink {
  const [, id, secret] = FORM.exec(text) ?? [];
  if (id === undefined || secret === undefined) throw new ProtocolError(unknown);
  return { id, secret };
}

const LINK = 'link';
const STATUS = 'status';
const LISTING = 'listing';

const nameOf =
  (kind: string, parameter: string) =>
  ({ params }: FastifyRequest) =>
    `${kind}/${(params as Readonly<Record<string, string>>)[parameter]}`;

/** Fetching a request object signs one, so that each call counts. */
export const REQUEST_OBJECTS: ThrottledRoute = { idOf: nameOf(LINK, 'link'), isCounted: () => true };

/** An error that a wallet reports is a write, and an answer needs no more than a few calls, so that each counts. */
export const WALLET_RESPONSES: ThrottledRoute = { idOf: nameOf(LINK, 'link'), isCounted: () => true };

/** A client that waits for an answer asks again and again, so that each call counts. */
export const STATUS_CALLS: ThrottledRoute = { idOf: nameOf(STATUS, 'statusId'), isCounted: () => true };

/** The calls of persons with the link of a listing. */
export const LISTING_CALLS: ThrottledRoute = { idOf: nameOf(LISTING, 'link'), isCounted: () => true };

/** Spares those who get the link of a new listing the throttle of unknown ones. */
export const addListing = (known: KnownRequests, link: RequestLink): void =>
  known.add(`${LISTING}/${textOfLink(link)}`);

/** Spares those who get the links of a new request the throttle of unknown ones. */
export function addLink(known: KnownRequests, link: RequestLink, statusId: string): void {
  known.add(`${LINK}/${textOfLink(link)}`);
  known.add(`${STATUS}/${statusId}`);
}
