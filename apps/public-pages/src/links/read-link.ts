import {
  offerUri,
  parseAuthorizationRequest,
  parseCredentialOffer,
  type TransactionCode,
  walletLink,
} from '@zk-income/openid';
import type { Service } from '../shared/service.js';

export interface OfferLink {
  readonly kind: 'offer';
  /** Opens a wallet. */
  readonly opens: string;
  readonly code?: TransactionCode;
}

export interface RequestLink {
  readonly kind: 'request';
  readonly opens: string;
  readonly statusId?: string;
}

export interface ListingLink {
  readonly kind: 'listing';
  /** The id of the listing and its secret, as its endpoints have them. */
  readonly text: string;
}

/** `incomplete`: the fragment is missing or cut; `foreign`: it leads to another service than the one that shows the page. */
export interface UnusableLink {
  readonly kind: 'unusable';
  readonly reason: 'incomplete' | 'foreign';
}

export type Link = OfferLink | RequestLink | ListingLink | UnusableLink;

const INCOMPLETE: UnusableLink = { kind: 'unusable', reason: 'incomplete' };
const FOREIGN: UnusableLink = { kind: 'unusable', reason: 'foreign' };
const STATUS_ID = /^[\w-]{43}$/;
const LISTING = /^[\w-]{1,64}\.[\w-]{43}$/;

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

const parameterOf = (url: string, name: string): string =>
  new URLSearchParams(new URL(url).hash.slice(1)).get(name) ?? '';

function readOffer(url: string, { publicUrl }: Service): Link {
  const offer = parsed(() => parseCredentialOffer(url));
  if (offer === undefined || !('issuer' in offer)) return INCOMPLETE;
  if (offer.issuer !== publicUrl) return FOREIGN;
  return {
    kind: 'offer',
    // As it was sent, with members that this page does not know.
    opens: offerUri(JSON.parse(parameterOf(url, 'credential_offer'))),
    ...(offer.txCode !== undefined && { code: offer.txCode }),
  };
}

function readRequest(url: string, { publicUrl }: Service): Link {
  const request = parsed(() => parseAuthorizationRequest(url));
  if (request?.kind !== 'reference') return INCOMPLETE;
  // Otherwise anyone could make this page open wallets with requests of their own, in the name of this host.
  if (!request.requestUri.startsWith(`${publicUrl}/openid/requests/`)) return FOREIGN;
  const statusId = parameterOf(url, 'status_id');
  return {
    kind: 'request',
    opens: walletLink(request),
    ...(STATUS_ID.test(statusId) && { statusId }),
  };
}

/** It leads to this service, whatever it contains. */
function readListing(url: string): Link {
  const text = new URL(url).hash.slice(1);
  return LISTING.test(text) ? { kind: 'listing', text } : INCOMPLETE;
}

/** Reads the link of this page. What it says comes from its fragment, which only the browser knows. */
export function readLink(url: string, service: Service): Link {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/listing')) return readListing(url);
  return pathname.endsWith('/offer') ? readOffer(url, service) : readRequest(url, service);
}
