import type { StoredOffer } from '../ports/index.js';
import type { OfferAlert, OfferView } from '../types.js';

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The state as its owner sees it: times pass without a write. */
export function stateOf(offer: StoredOffer, now: number): OfferView['state'] {
  switch (offer.state) {
    case 'created':
      return now < offer.expiresAt ? 'created' : 'expired';
    case 'opened':
    case 'collecting':
      return now < offer.tokenExpiresAt! ? 'opened' : 'failed';
    case 'issued':
    case 'failed':
    case 'withdrawn':
      return offer.state;
    default:
      return offer.state satisfies never;
  }
}

function alertsOf(offer: StoredOffer, now: number): OfferAlert[] {
  const alerts: OfferAlert[] = [];
  const alert = (code: OfferAlert['code'], detail: string) => alerts.push({ code, detail });
  if (offer.repeated > 0) {
    alert(
      'already_collected',
      `Attempts to use the code of the offer again: ${offer.repeated}. If the person did not get the credentials, another person has them: withdraw the offer.`,
    );
  }
  if (offer.failure === 'too_many_wrong_tx_codes') {
    alert('too_many_wrong_tx_codes', 'The limit of wrong transaction codes is reached. Create a new offer.');
  } else if (offer.wrongTxCodes > 0) {
    alert(
      'wrong_tx_codes',
      `Wrong transaction codes: ${offer.wrongTxCodes}. If the person did not enter them, another person has the link: withdraw the offer.`,
    );
  }
  if (offer.failure === 'not_issuable') {
    alert('not_issuable', 'The issuer no longer issues credentials with these values. Create a new offer.');
  } else if (stateOf(offer, now) === 'failed' && offer.failure === undefined) {
    alert(
      'not_collected',
      'A wallet opened the offer and did not collect the credentials in time, or its access token got lost. Create a new offer.',
    );
  }
  return alerts;
}

/** What the owner may see of an offer. */
export function viewOf(offer: StoredOffer, now: number): OfferView {
  const { openedAt, issuedAt, issued, notification } = offer;
  return {
    id: offer.id,
    state: stateOf(offer, now),
    created_at: isoTime(offer.createdAt),
    expires_at: isoTime(offer.expiresAt),
    ...(openedAt !== undefined && { opened_at: isoTime(openedAt) }),
    ...(issuedAt !== undefined && { issued_at: isoTime(issuedAt) }),
    batch_size: offer.batchSize,
    ...(issued !== undefined && { issued }),
    ...(notification && { notification: { event: notification.event, at: isoTime(notification.at) } }),
    alerts: alertsOf(offer, now),
  };
}
