import { ATTRIBUTES } from '../attributes.js';
import { midnight } from '../encoding/calendar.js';
import { randomBase64url } from '../encoding/random.js';
import { ProtocolError } from '../errors.js';
import { canonicalSourceId } from '../identifiers/source-id.js';
import { STATUS_INPUT } from '../input-shapes.js';
import {
  type Clock,
  type CredentialStatus,
  type IssuedBatch,
  type IssuedCredentialStore,
  type OfferStore,
  type SigningKeys,
  type StatusListStore,
  type StatusReference,
} from '../ports/index.js';
import { assertShape } from '../shape.js';
import { signStatusList } from '../status/sign-status-list.js';
import { StatusChanges } from '../status/status-changes.js';
import { StatusListAllocator } from '../status/status-list-allocator.js';
import { statusListUri } from '../status/status-list-uri.js';
import type { AttestedInput, IssuedCredentials, IssueInput, IssuingClient } from '../types.js';
import { type AttestedSet, assertAttestable, parseIssueInput } from './issue-input.js';
import { signCredential } from './sign-credential.js';

export interface IssuerOptions {
  /** The issuer's public URL, the `iss` of everything that it signs. */
  readonly iss: string;
  readonly keys: SigningKeys;
  readonly credentials: IssuedCredentialStore;
  readonly statusLists: StatusListStore;
  /** Required for offers. */
  readonly offers?: OfferStore;
  /** The attribute set, without `subject`. Every credential commits to exactly this set. */
  readonly attributes: readonly string[];
  /**
   * Whether each credential is about one contract with the payer, which the client names; by default about all contracts
   * together. Then the amounts of several contracts can be added.
   */
  readonly contracts?: boolean;
  /** Seconds for which verifiers may cache a status list. */
  readonly statusListTtlSeconds: number;
  /** Entries of a status list; 2^17 by default. */
  readonly statusListSize?: number;
  /** Status lists that are open at once; 1 by default. */
  readonly openStatusLists?: number;
}

const DEFAULT_LIST_SIZE = 2 ** 17;

/** Issues credentials, changes their status and publishes status lists. */
export class Issuer {
  private readonly listSize: number;
  private readonly allocator: StatusListAllocator;
  private readonly changes: StatusChanges;

  constructor(
    private readonly options: IssuerOptions,
    private readonly clock: Clock,
  ) {
    const unknown = options.attributes.filter((name) => !ATTRIBUTES.has(name));
    if (unknown.length > 0 || options.attributes.length === 0) {
      throw new TypeError(
        `attributes: expected only names from ${[...ATTRIBUTES.keys()].join(', ')}; got ${options.attributes.join(', ')}`,
      );
    }
    this.listSize = options.statusListSize ?? DEFAULT_LIST_SIZE;
    this.allocator = new StatusListAllocator(options.statusLists, {
      size: this.listSize,
      open: options.openStatusLists ?? 1,
    });
    this.changes = new StatusChanges(options.credentials, options.statusLists, clock);
  }

  /**
   * Validates what a client wants to be attested, as {@link issue} does, before the holder's keys are known.
   *
   * @param input of the right shape
   * @throws ProtocolError with every fault
   */
  assertAttestable(client: IssuingClient, input: AttestedInput): void {
    sourceIdOf(client);
    assertAttestable(input, this.attestedSet, this.clock.now());
  }

  /**
   * Signs one credential instance for each holder key, in order. Stores no income, no opening and no name. The batch is
   * recorded before anything is signed.
   *
   * @param batchId the id of the batch, by default a new one. If a call with this id was interrupted, the same call
   *   completes it: under the same id and status indices, with new blindings and salts.
   */
  async issue(client: IssuingClient, input: IssueInput, batchId?: string): Promise<IssuedCredentials> {
    const sourceId = sourceIdOf(client);
    const interrupted = batchId === undefined ? undefined : await this.options.credentials.find(batchId);
    const issuedAt = interrupted?.issuedAt ?? Math.floor(this.clock.now() / 1000);
    const validated = await parseIssueInput(input, this.attestedSet, issuedAt * 1000);
    const key = await this.options.keys.current();
    const { id, statusReferences } = checkBatch(
      interrupted ??
        (await this.record({
          id: batchId ?? randomBase64url(16),
          clientId: client.id,
          issuedAt,
          expiresAt: midnight(validated.expiryDay),
          statusReferences: await this.reserve(validated.holderKeys.length),
          status: 'valid',
          version: 0,
        })),
      client.id,
      validated.holderKeys.length,
    );
    const credentials: string[] = [];
    for (const [i, holderKey] of validated.holderKeys.entries()) {
      const { list, index } = statusReferences[i]!;
      const status = { idx: index, uri: statusListUri(this.options.iss, list) };
      credentials.push(
        await signCredential(validated, { iss: this.options.iss, sourceId, holderKey, status }, key),
      );
    }
    return { id, credentials };
  }

  /**
   * Sets the status of all instances of a batch. Idempotent. If the process dies before the status lists are complete,
   * the next one that signs a list completes them.
   *
   * @throws ProtocolError `credential_unknown` (also for a batch of another client), `revocation_final`
   */
  async changeStatus(clientId: string, batchId: string, status: CredentialStatus): Promise<void> {
    assertShape({ status }, STATUS_INPUT);
    await this.changes.change(clientId, batchId, status);
  }

  /** The signed status list with every recorded change, and the seconds for which it may be cached. */
  async statusListToken(list: number): Promise<{ token: string; ttl: number }> {
    if (!(await this.allocator.exists(list))) throw new ProtocolError('status_list_unknown');
    await this.changes.completeAnnounced();
    const ttl = this.options.statusListTtlSeconds;
    const token = await signStatusList(
      {
        uri: statusListUri(this.options.iss, list),
        size: this.listSize,
        entries: await this.options.statusLists.entries(list),
        issuedAt: Math.floor(this.clock.now() / 1000),
        ttl,
      },
      await this.options.keys.current(),
    );
    return { token, ttl };
  }

  private get attestedSet(): AttestedSet {
    const { attributes, contracts = false } = this.options;
    return { attributes, contracts };
  }

  private async reserve(count: number): Promise<StatusReference[]> {
    const references: StatusReference[] = [];
    while (references.length < count) references.push(await this.allocator.reserve());
    return references;
  }

  /** Stores a new batch, or returns the one that a concurrent call stored under this id. */
  private async record(batch: IssuedBatch): Promise<IssuedBatch> {
    if (await this.options.credentials.create(batch)) return batch;
    return (await this.options.credentials.find(batch.id)) ?? batch;
  }
}

/** @throws ProtocolError `source_missing`, `source_invalid` */
function sourceIdOf({ sourceId }: IssuingClient): string {
  if (sourceId === undefined) throw new ProtocolError('source_missing');
  // Clients that version 0.1.0 registered may have another spelling of it.
  return canonicalSourceId(sourceId);
}

/**
 * A batch that this call may complete, also if its status was changed after the interruption: the credentials have that
 * status. Ids are random, so anything else is a fault of the caller.
 */
function checkBatch(batch: IssuedBatch, clientId: string, size: number): IssuedBatch {
  if (batch.clientId !== clientId || batch.statusReferences.length !== size)
    throw new Error('The id belongs to another batch.');
  return batch;
}
