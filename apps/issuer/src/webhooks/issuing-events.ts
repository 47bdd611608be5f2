import type {
  Clock,
  IssuedBatch,
  IssuedCredentialStore,
  OfferStore,
  StoredOffer,
} from '@zk-income/credential';
import type { EffectState, QueuedDelivery, WebhookOutbox, WebhookSubjects } from '@zk-income/webhooks';

/** The stores whose changes are announced. */
export interface IssuedStores {
  readonly credentials: IssuedCredentialStore;
  readonly offers: OfferStore;
}

/** A batch has the id of its offer: of their events, the revocation is the later one. */
const SEQUENCE = { issued: 1, revoked: 2 } as const;

/** Events of offers and credentials, for the client that issues. They are announced before the store writes what they announce. */
export class IssuingEvents {
  constructor(
    private readonly outbox: WebhookOutbox,
    private readonly clock: Clock,
    /** False where the service sends no webhooks: then nothing is read for them. */
    private readonly isEnabled: boolean,
  ) {}

  announcingOffers(store: OfferStore): OfferStore {
    if (!this.isEnabled) return store;
    return {
      create: store.create.bind(store),
      find: store.find.bind(store),
      replace: async (offer) => {
        // Later versions are announced too: the outbox knows what it has delivered.
        if (offer.state === 'issued') await this.issued(offer);
        return store.replace(offer);
      },
      writeContent: store.writeContent.bind(store),
      readContent: store.readContent.bind(store),
      deleteContent: store.deleteContent.bind(store),
    };
  }

  announcingCredentials(store: IssuedCredentialStore): IssuedCredentialStore {
    if (!this.isEnabled) return store;
    return {
      create: store.create.bind(store),
      find: store.find.bind(store),
      setStatus: async (id, fromVersion, status) => {
        const batch = status === 'revoked' ? await store.find(id) : undefined;
        if (batch) await this.revoked(batch);
        return store.setStatus(id, fromVersion, status);
      },
    };
  }

  private issued({ id, ownerId, createdAt, issuedAt }: StoredOffer): Promise<void> {
    return this.outbox.announce({
      type: 'offer.issued',
      ownerId,
      subjectId: id,
      subjectAt: createdAt,
      sequence: SEQUENCE.issued,
      at: issuedAt!,
    });
  }

  private revoked({ id, clientId, issuedAt }: IssuedBatch): Promise<void> {
    return this.outbox.announce({
      type: 'credential.revoked',
      ownerId: clientId,
      subjectId: id,
      subjectAt: issuedAt,
      sequence: SEQUENCE.revoked,
      at: Math.floor(this.clock.now() / 1000),
    });
  }
}

/** Reads offers and batches for the dispatcher. */
export class IssuedSubjects implements WebhookSubjects {
  constructor(private readonly stores: IssuedStores) {}

  async check({ type, subjectId, ownerId }: QueuedDelivery): Promise<EffectState> {
    switch (type) {
      case 'offer.issued': {
        const offer = await this.stores.offers.find(subjectId);
        if (offer?.ownerId !== ownerId) return 'never';
        if (offer.issuedAt !== undefined) return 'happened';
        return offer.state === 'collecting' ? 'pending' : 'never';
      }
      case 'credential.revoked': {
        const batch = await this.stores.credentials.find(subjectId);
        if (batch?.clientId !== ownerId) return 'never';
        return batch.status === 'revoked' ? 'happened' : 'pending';
      }
      case 'request.verified':
      case 'request.disclosed':
      case 'request.refused':
      case 'request.expired':
        return 'never';
      default:
        return type satisfies never;
    }
  }
}
