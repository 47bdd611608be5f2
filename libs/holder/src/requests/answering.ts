import {
  type Clock,
  chosenPolicy,
  claimsToDisclose,
  type HeldCredential,
  Holder,
  type LedgerEntry,
  type Policy,
  type PresentationRequest,
  type ProofRunner,
  sha256Base64url,
} from '@zk-income/credential';
import { presentationRequestOf } from '@zk-income/openid';
import type { Credentials } from '../credentials.js';
import type { Http } from '../http.js';
import { StoredLedger } from '../ledger.js';
import type { WalletStore } from '../storage/wallet-store.js';
import type { TrustList } from '../trust.js';
import type {
  Choice,
  ConsentReason,
  HistoryEntry,
  RequestDescription,
  StoredInstance,
  WalletProofRunner,
  WalletState,
} from '../types.js';
import { WalletError } from '../wallet-error.js';

/** What checks, answers and refusals need of the wallet. */
export interface Answering {
  readonly http: Http;
  readonly store: WalletStore;
  readonly credentials: Credentials;
  readonly trust: TrustList;
  readonly clock: Clock;
  readonly proofs: WalletProofRunner;
}

export const ledgerOf = ({ store, trust }: Answering, { asker }: RequestDescription): StoredLedger =>
  new StoredLedger(store, trust, asker.host);

export const engineOf = (
  answering: Answering,
  request: RequestDescription,
  proofs: ProofRunner = answering.proofs,
): Holder => new Holder({ ledger: ledgerOf(answering, request), proofs }, answering.clock);

/** The request as the engine takes it. */
export const presentationRequest = ({
  authorization,
  expiresAt,
}: RequestDescription): PresentationRequest => ({
  ...presentationRequestOf(authorization),
  ...(expiresAt !== undefined && { expires_at: expiresAt }),
});

/** What the person chose of a request. */
export interface ChosenAnswer {
  /** The ids in the policy for which a credential is needed. */
  readonly ids: readonly string[];
  /** Absent in disclosure mode. */
  readonly policy?: Policy;
  readonly discloses: readonly string[];
}

/** @throws WalletError `choice_invalid`, `people_unsupported` */
export function chosenAnswer({ authorization }: RequestDescription, { alternative }: Choice): ChosenAnswer {
  const { asked } = authorization;
  if (asked.mode === 'disclosure') return { ids: [asked.credential], discloses: asked.claims };
  const policy = chosenPolicy(asked.policy, alternative);
  if (!policy)
    throw new WalletError('choice_invalid', { detail: 'Choose one of the alternatives of the request.' });
  if (policy.people) throw new WalletError('people_unsupported');
  const { credentials: ids } = policy;
  return { ids, policy, discloses: [...new Set(ids.flatMap((id) => claimsToDisclose(policy, id)))] };
}

/** What the wallet itself asks the person, beside the engine. */
export const ownReasons = (
  { asker }: RequestDescription,
  { discloses }: ChosenAnswer,
): readonly ConsentReason[] =>
  asker.level !== 'listed' && discloses.length > 0 ? ['names_to_unlisted'] : [];

export async function heldOf(
  { credentials }: Answering,
  instances: ReadonlyMap<string, StoredInstance>,
): Promise<Readonly<Record<string, HeldCredential>>> {
  const held: Record<string, HeldCredential> = {};
  for (const [id, instance] of instances) held[id] = await credentials.held(instance);
  return held;
}

/** An entry of the history for a request. */
export const historyEntry = (
  { id, asker, mode, statements, alternatives }: RequestDescription,
  choice: Choice | undefined,
  outcome: HistoryEntry['outcome'],
  discloses: readonly string[],
  now: number,
): HistoryEntry => ({
  request: id,
  asker: {
    host: asker.host,
    ...(asker.name !== undefined && { name: asker.name }),
    level: asker.level,
  },
  at: new Date(now).toISOString(),
  mode,
  outcome,
  statements: [
    ...statements,
    ...(alternatives.find((one) => one.id === choice?.alternative)?.statements ?? []),
  ],
  discloses,
  credentials: Object.values(choice?.credentials ?? {}),
});

/** The state with this entry as the only one for its request. */
export const withHistory = (state: WalletState, entry: HistoryEntry): WalletState => ({
  ...state,
  history: [...state.history.filter((one) => one.request !== entry.request), entry],
});

/** Counts a request of which nothing can be concluded about amounts. */
export async function countRequest(
  answering: Answering,
  request: RequestDescription,
  outcome: LedgerEntry['outcome'],
): Promise<void> {
  const ledger = ledgerOf(answering, request);
  const { clientId } = request.authorization;
  const entry: LedgerEntry = {
    request: sha256Base64url(JSON.stringify([clientId, request.id])),
    verifier: request.asker.host,
    answeredAt: Math.floor(answering.clock.now() / 1000),
    outcome,
    facts: [],
  };
  for (;;) {
    const entries = await ledger.entries();
    if (entries.some((known) => known.request === entry.request)) return;
    if (await ledger.append(entry, entries.length)) return;
  }
}
