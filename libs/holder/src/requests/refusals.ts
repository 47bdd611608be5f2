import { chosenPolicies, ProtocolError } from '@zk-income/credential';
import { authorizationErrorResponse } from '@zk-income/openid';
import { FORM, JSON_TYPE } from '../http.js';
import type { Answered, Choice, RecordedAnswer, RequestDescription, WalletState } from '../types.js';
import { WalletError } from '../wallet-error.js';
import {
  type Answering,
  countRequest,
  engineOf,
  heldOf,
  historyEntry,
  presentationRequest,
  withHistory,
} from './answering.js';
import { MAX_REPLY_BYTES, readReply, recordedAnswer } from './answers.js';

/** The same for a person who does not want to answer and for one who cannot. */
const DECLINED = { error: 'access_denied', description: 'The person declined.' } as const;

/** Tells verifiers that there will be no answer. */
export class Refusals {
  constructor(private readonly wallet: Answering) {}

  /**
   * Declines a request. What is sent, and when, does not depend on the credentials of the wallet: they are looked at afterwards,
   * for the ledger.
   *
   * @throws WalletError `already_answered`, `offline`
   */
  async decline(request: RequestDescription): Promise<Pick<Answered, 'redirectUri'>> {
    const { http, store, clock } = this.wallet;
    const now = clock.now();
    const state = await store.update((current) => withRefusal(current, request, now));
    const recorded = recordedAnswer(state, request)!;
    if (!recorded.declined) throw new WalletError('already_answered');
    try {
      const { redirectUri } = readReply(
        await http.send({
          url: recorded.responseUri,
          method: 'POST',
          body: authorizationErrorResponse(request.authorization, DECLINED),
          contentType: FORM,
          accept: JSON_TYPE,
          maxBytes: MAX_REPLY_BYTES,
        }),
      );
      return redirectUri === undefined ? {} : { redirectUri };
    } finally {
      await this.recordConclusion(request);
    }
  }

  /** A verifier takes a refusal for "cannot". Where that is true, the ledger records what the verifier concludes from it. */
  private async recordConclusion(request: RequestDescription): Promise<void> {
    const choice = await this.likelyChoice(request);
    if (!choice || !(await this.isUnsatisfied(request, choice)))
      await countRequest(this.wallet, request, 'not_satisfied');
  }

  /** The first alternative that the stored credentials fit. */
  private async likelyChoice({ authorization, candidates }: RequestDescription): Promise<Choice | undefined> {
    const { asked } = authorization;
    if (asked.mode === 'disclosure') return undefined;
    const chosen = chosenPolicies(asked.policy).find(
      ({ policy }) => !policy.people && policy.credentials.every((id) => candidates[id]?.length),
    );
    if (!chosen) return undefined;
    const credentials = Object.fromEntries(chosen.policy.credentials.map((id) => [id, candidates[id]![0]!]));
    return {
      credentials,
      ...(chosen.alternative !== undefined && { alternative: chosen.alternative }),
    };
  }

  /** Whether a predicate does not hold, which the ledger then has. */
  private async isUnsatisfied(request: RequestDescription, choice: Choice): Promise<boolean> {
    const { credentials: stored } = await this.wallet.store.read();
    const instances = Object.entries(choice.credentials).flatMap(([id, credential]) => {
      const instance = stored.find((one) => one.id === credential)?.instances[0];
      return instance ? [[id, instance] as const] : [];
    });
    const held = await heldOf(this.wallet, new Map(instances));
    const { alternative } = choice;
    const about = {
      certifiedHost: request.asker.host,
      ...(alternative !== undefined && { alternative }),
    };
    const engine = engineOf(this.wallet, request);
    const asked = presentationRequest(request);
    try {
      if ((await engine.checkRequest(asked, held, about)).isSatisfied) return false;
      await engine.present(asked, held, { ...about, accept: EVERY_REASON });
      return false;
    } catch (error) {
      if (error instanceof ProtocolError) return error.code === 'predicate_not_satisfied';
      throw error;
    }
  }
}

/** The person has decided already. */
const EVERY_REASON = [
  'window_too_narrow',
  'too_many_requests_of_verifier',
  'too_many_requests',
  'partner_learns_amount',
] as const;

function withRefusal(state: WalletState, request: RequestDescription, now: number): WalletState {
  if (recordedAnswer(state, request)) return state;
  const at = new Date(now).toISOString();
  const { id, authorization } = request;
  const answer: RecordedAnswer = {
    request: id,
    responseUri: authorization.responseUri,
    recordedAt: at,
    declined: true,
  };
  const entry = historyEntry(request, undefined, 'declined', [], now);
  return withHistory({ ...state, answers: [...state.answers, answer] }, entry);
}
