/** The events of the service that verifies. */
export const REQUEST_EVENTS = [
  'request.verified',
  'request.disclosed',
  'request.refused',
  'request.expired',
] as const;

/** The events of the service that issues. They go to the client that issues, and to no other. */
export const ISSUING_EVENTS = ['offer.issued', 'credential.revoked'] as const;

export const WEBHOOK_EVENTS = [...REQUEST_EVENTS, ...ISSUING_EVENTS] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** What happens to a subject: a request, an offer, or a batch of credentials. */
export interface WebhookEvent {
  readonly type: WebhookEventType;
  /** The client to whose endpoints it goes. */
  readonly ownerId: string;
  /** The id of the subject. */
  readonly subjectId: string;
  /** When the subject was created, in seconds since the epoch. */
  readonly subjectAt: number;
  /** Of two events of one subject, the later one has the greater number. */
  readonly sequence: number;
  /** Seconds since the epoch. */
  readonly at: number;
  /** Tells events of the same type and subject apart. */
  readonly occurrence?: number;
}

/** The body of a webhook. It contains no personal data: the receiver reads the subject with its API key. */
export interface WebhookPayload {
  readonly type: WebhookEventType;
  readonly timestamp: string;
  readonly data: { readonly id: string; readonly sequence: number };
}

/** The body as it is signed and sent: the same text in every attempt. */
export function webhookBody({
  type,
  at,
  subjectId,
  sequence,
}: Pick<WebhookEvent, 'type' | 'at' | 'subjectId' | 'sequence'>): string {
  const payload: WebhookPayload = {
    type,
    timestamp: new Date(at * 1000).toISOString(),
    data: { id: subjectId, sequence },
  };
  return JSON.stringify(payload);
}
