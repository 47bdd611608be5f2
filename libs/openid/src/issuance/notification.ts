import { WALLET_EVENTS, type WalletEvent } from '@zk-income/credential';
import {
  optionalString,
  requireObject,
  requireString,
  requireThat,
  withoutUndefined,
} from '../messages/index.js';

/** What a wallet did with the credentials of a response (section 11.1). */
export interface Notification {
  readonly notificationId: string;
  readonly event: WalletEvent;
  /** A text of the wallet for developers: printable ASCII. */
  readonly description?: string;
}

/** The characters that the standard allows in descriptions. */
const DESCRIPTION = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,1000}$/;

const INVALID = 'invalid_notification_request';

/**
 * Reads a notification. Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_notification_request`
 */
export function parseNotification(json: unknown): Notification {
  const request = requireObject(json, 'The notification', INVALID);
  const event = requireString(request, 'event', INVALID) as WalletEvent;
  requireThat(WALLET_EVENTS.includes(event), INVALID, `event: expected one of ${WALLET_EVENTS.join(', ')}.`);
  const description = optionalString(request, 'event_description', INVALID);
  requireThat(
    description === undefined || DESCRIPTION.test(description),
    INVALID,
    'event_description: expected printable ASCII without quotes and backslashes.',
  );
  return withoutUndefined({
    notificationId: requireString(request, 'notification_id', INVALID),
    event,
    description,
  }) as Notification;
}
