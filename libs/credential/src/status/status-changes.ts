import { randomBelow } from '../encoding/random.js';
import { ProtocolError } from '../errors.js';
import type {
  AnnouncedChange,
  Clock,
  CredentialStatus,
  IssuedBatch,
  IssuedCredentialStore,
  StatusListStore,
} from '../ports/index.js';

/** After this time, a change that was announced but not recorded counts as abandoned. */
const ABANDONED_AFTER_SECONDS = 60;

/** 53 random bits: concurrent changes have different ids. */
const newChangeId = (): number => randomBelow(2 ** 32) * 2 ** 21 + randomBelow(2 ** 21);

/**
 * Changes the status of batches. The record of the batch is the decision, in one conditional write. The entries of its
 * instances in the status lists follow. A change is announced before it is recorded, so that a process that dies in
 * between leaves a trace: every process that signs a list first completes the announced changes.
 */
export class StatusChanges {
  constructor(
    private readonly batches: IssuedCredentialStore,
    private readonly lists: StatusListStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets the status of all instances of a batch. Idempotent.
   *
   * @throws ProtocolError `credential_unknown` (also for a batch of another client), `revocation_final`
   */
  async change(clientId: string, batchId: string, status: CredentialStatus): Promise<void> {
    const announced: number[] = [];
    for (;;) {
      const batch = await this.batches.find(batchId);
      if (batch?.clientId !== clientId) throw new ProtocolError('credential_unknown');
      const isDecided = batch.status === status || batch.status === 'revoked';
      if (!isDecided) announced.push(await this.announce(batch));
      const recorded = isDecided ? batch : await this.batches.setStatus(batchId, batch.version, status);
      // Not recorded: a concurrent change came first, or the response was lost. The next round shows which.
      if (!recorded) continue;
      await this.publish(recorded);
      for (const id of announced) await this.lists.retract(id);
      if (recorded.status !== status) throw new ProtocolError('revocation_final');
      return;
    }
  }

  /** Completes the changes of processes that died, or that are still at it, in the status lists. */
  async completeAnnounced(): Promise<void> {
    await Promise.all((await this.lists.announced()).map((change) => this.complete(change)));
  }

  private async complete({ id, batchId, fromVersion, announcedAt }: AnnouncedChange): Promise<void> {
    let batch = await this.batches.find(batchId);
    if (batch?.version === fromVersion) {
      // Not recorded. If the process that announced it is alive, it will record it.
      if (this.seconds() - announcedAt < ABANDONED_AFTER_SECONDS) return;
      // A new version, so that the announced change cannot be recorded any more: its process has to announce it again.
      batch = await this.batches.setStatus(batchId, fromVersion, batch.status);
      if (!batch) return;
    }
    if (batch) await this.publish(batch);
    await this.lists.retract(id);
  }

  /** Each announcement has an id of its own: another process may retract an older one at any time. */
  private async announce({ id: batchId, version: fromVersion }: IssuedBatch): Promise<number> {
    const id = newChangeId();
    await this.lists.announce({ id, batchId, fromVersion, announcedAt: this.seconds() });
    return id;
  }

  /** Writes the status of a batch into the lists. Newer versions stay. */
  private async publish({ statusReferences, status, version }: IssuedBatch): Promise<void> {
    // The status was never changed: there is no entry.
    if (version === 0) return;
    await Promise.all(statusReferences.map((reference) => this.lists.set(reference, status, version)));
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
