import { ProtocolError } from '@zk-income/credential';
import { findCredential, isFresh } from '../credentials.js';
import { bindingOf } from '../ledger.js';
import type { Check, Choice, RequestDescription, StoredInstance, WalletState } from '../types.js';
import { WalletError } from '../wallet-error.js';
import {
  type Answering,
  type ChosenAnswer,
  chosenAnswer,
  engineOf,
  heldOf,
  ownReasons,
  presentationRequest,
} from './answering.js';
import { walletErrorOf } from './answers.js';

const REASONS: readonly unknown[] = ['credential_unsuitable', 'people_unsupported'];

const failed = (error: WalletError): Check => ({
  passes: false,
  reason: error.code as NonNullable<Check['reason']>,
  detail: error.message,
  missing: [],
  consent: [],
});

/** Tells whether an answer could be given. Nothing is sent, and nothing is recorded. */
export class Checks {
  constructor(private readonly wallet: Answering) {}

  /** @throws WalletError `choice_invalid`, `credential_unknown`, `request_expired`, `request_invalid` */
  async check(request: RequestDescription, choice: Choice): Promise<Check> {
    try {
      return await this.checkChosen(request, choice, chosenAnswer(request, choice));
    } catch (error) {
      const expected = error instanceof ProtocolError ? walletErrorOf(error) : error;
      if (expected instanceof WalletError && REASONS.includes(expected.code)) return failed(expected);
      throw expected;
    }
  }

  private async checkChosen(
    request: RequestDescription,
    choice: Choice,
    chosen: ChosenAnswer,
  ): Promise<Check> {
    const missing = chosen.ids.filter((id) => choice.credentials[id] === undefined);
    if (missing.length > 0) return { passes: false, reason: 'credential_unsuitable', missing, consent: [] };
    const { clientId, nonce } = request.authorization;
    const state = await this.wallet.store.read();
    const binding = bindingOf(clientId, nonce);
    const usable = chosen.ids.map((id) => usableInstance(state, choice.credentials[id]!, binding));
    const instances = new Map(chosen.ids.map((id, i) => [id, usable[i]!.instance]));
    const hasShares = usable.every(({ isUsable }) => isUsable);
    const own = ownReasons(request, chosen);
    if (!chosen.policy) {
      const isHeld = chosen.ids.every((id) => {
        const { claims } = findCredential(state, choice.credentials[id]!);
        return chosen.discloses.every((claim) => claims.includes(claim));
      });
      if (!isHeld) return { passes: false, reason: 'credential_unsuitable', missing: [], consent: own };
      return { ...verdict(true, hasShares), missing: [], consent: own };
    }
    const { alternative } = choice;
    const { assessment, isSatisfied } = await engineOf(this.wallet, request).checkRequest(
      presentationRequest(request),
      await heldOf(this.wallet, instances),
      { certifiedHost: request.asker.host, ...(alternative !== undefined && { alternative }) },
    );
    const consent = [...own, ...assessment.reasons];
    return { ...verdict(isSatisfied, hasShares), missing: [], consent, assessment };
  }
}

function verdict(isSatisfied: boolean, hasShares: boolean): Pick<Check, 'passes' | 'reason'> {
  if (!isSatisfied) return { passes: false, reason: 'not_satisfied' };
  return hasShares ? { passes: true } : { passes: false, reason: 'no_shares_left' };
}

/** Any instance says the same; whether one is left matters for the answer only. */
function usableInstance(
  state: WalletState,
  id: string,
  binding: string,
): { readonly instance: StoredInstance; readonly isUsable: boolean } {
  const { instances } = findCredential(state, id);
  const { bindings } = state.ledger;
  const usable =
    instances.find(({ hash }) => bindings[hash] === binding) ?? instances.find((one) => isFresh(state, one));
  return { instance: usable ?? instances[0]!, isUsable: usable !== undefined };
}
