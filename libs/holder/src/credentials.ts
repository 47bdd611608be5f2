import {
  type CheckedHeldCredential,
  type Clock,
  checkHeldCredential,
  type HeldCredential,
  IssuerDirectory,
  StatusChecker,
} from '@zk-income/credential';
import type { Http } from './http.js';
import { heldCredential } from './receive/check-credentials.js';
import type { WalletStore } from './storage/wallet-store.js';
import type { TrustList } from './trust.js';
import type {
  CredentialStatusSeen,
  CredentialSummary,
  StoredCredential,
  StoredInstance,
  WalletState,
} from './types.js';
import { WalletError } from './wallet-error.js';

/** Whether an instance was never used. */
export const isFresh = ({ ledger }: WalletState, { hash }: StoredInstance): boolean =>
  !Object.hasOwn(ledger.bindings, hash);

/** @throws WalletError `credential_unknown` */
export function findCredential({ credentials }: WalletState, id: string): StoredCredential {
  const found = credentials.find((one) => one.id === id);
  if (!found) throw new WalletError('credential_unknown');
  return found;
}

/** The stored credentials. */
export class Credentials {
  constructor(
    private readonly store: WalletStore,
    private readonly trust: TrustList,
    private readonly http: Http,
    private readonly clock: Clock,
  ) {}

  async summary(id: string): Promise<CredentialSummary> {
    const state = await this.store.read();
    return this.summaryOf(state, findCredential(state, id));
  }

  async summaries(): Promise<readonly CredentialSummary[]> {
    const state = await this.store.read();
    return state.credentials.map((credential) => this.summaryOf(state, credential));
  }

  async amounts(id: string): Promise<Readonly<Record<string, string>>> {
    const { attributes, instances } = findCredential(await this.store.read(), id);
    const { openings } = await this.checked(instances[0]!);
    return Object.fromEntries(attributes.map((name) => [name, openings.get(name)!.value.toString()]));
  }

  async refreshStatus(): Promise<readonly CredentialSummary[]> {
    const { credentials } = await this.store.read();
    const directory = new IssuerDirectory(this.http, this.clock);
    const checker = new StatusChecker(this.http, directory, this.clock);
    const seen = new Map(
      await Promise.all(credentials.map(async (one) => [one.id, await this.statusOf(one, checker)] as const)),
    );
    await this.store.update((state) => ({
      ...state,
      credentials: state.credentials.map((one) => ({ ...one, ...seen.get(one.id) })),
    }));
    return this.summaries();
  }

  async remove(id: string): Promise<void> {
    let removed: StoredCredential | undefined;
    await this.store.update((state) => {
      removed = findCredential(state, id);
      return { ...state, credentials: state.credentials.filter((one) => one !== removed) };
    });
    await this.store.keys.remove(removed!.instances.map(({ keyId }) => keyId));
  }

  /**
   * An instance with the key that it is bound to.
   *
   * @throws WalletError `storage_damaged` where the key is gone
   */
  async held({ credential, keyId }: StoredInstance): Promise<HeldCredential> {
    const key = await this.store.keys.get(keyId);
    if (!key) throw new WalletError('storage_damaged', { detail: 'The key of a credential is missing.' });
    return heldCredential({ credential, key });
  }

  async checked(instance: StoredInstance): Promise<CheckedHeldCredential> {
    return checkHeldCredential(await this.held(instance));
  }

  private summaryOf(state: WalletState, stored: StoredCredential): CredentialSummary {
    const { iss, instances, ...rest } = stored;
    return {
      ...rest,
      issuer: this.trust.issuer(iss),
      shares: { left: instances.filter((one) => isFresh(state, one)).length, of: instances.length },
      isExpired: Date.parse(stored.validUntil) <= this.clock.now(),
    };
  }

  /** One instance is enough, because the issuer revokes all of a batch. Which one is asked for tells nothing: lists are large. */
  private async statusOf(
    { iss, instances }: StoredCredential,
    checker: StatusChecker,
  ): Promise<{ readonly status?: CredentialStatusSeen }> {
    const { payload } = await this.checked(instances[0]!);
    const value = await checker.find(iss, payload.status);
    return value === 'unknown' ? {} : { status: { value, seenAt: new Date(this.clock.now()).toISOString() } };
  }
}
