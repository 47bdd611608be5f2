import { withoutUndefined } from '../messages/index.js';
import { OPENINGS_PARAMETER } from './names.js';
import type { SeparatedOpenings } from './openings.js';

export interface CredentialResponse {
  readonly credentials: readonly { readonly credential: string }[];
  readonly notification_id?: string;
  /** The openings of each of the credentials, in the same order. */
  readonly [OPENINGS_PARAMETER]?: readonly string[];
}

/**
 * The response to a credential request (section 8.3).
 *
 * @param withOpenings whether the request asked for the openings
 */
export function credentialResponse(
  credentials: readonly SeparatedOpenings[],
  { notificationId, withOpenings }: { readonly notificationId?: string; readonly withOpenings: boolean },
): CredentialResponse {
  return withoutUndefined({
    credentials: credentials.map(({ credential }) => ({ credential })),
    notification_id: notificationId,
    [OPENINGS_PARAMETER]: withOpenings ? credentials.map(({ openings }) => openings) : undefined,
  });
}
