import {
  type ConsentReason as EngineReason,
  isBackendUnavailable,
  type Presentations,
  type ProofRunner,
  ProtocolError,
} from '@zk-income/credential';
import { authorizationResponse, OpenidError, redirectUriOf } from '@zk-income/openid';
import { errorCodeOf, FORM, type HttpReply, JSON_TYPE, jsonOf } from '../http.js';
import { bindingOf } from '../ledger.js';
import type {
  AnswerChoice,
  Answered,
  ConsentReason,
  RecordedAnswer,
  RequestDescription,
  TaskOptions,
  WalletState,
} from '../types.js';
import { WalletError, type WalletErrorCode } from '../wallet-error.js';
import {
  type Answering,
  type ChosenAnswer,
  chosenAnswer,
  countRequest,
  engineOf,
  heldOf,
  historyEntry,
  ledgerOf,
  ownReasons,
  presentationRequest,
  withHistory,
} from './answering.js';
import { discloseClaims } from './disclose.js';
import { pickInstances } from './instances.js';

export const MAX_REPLY_BYTES = 65_536;
/** Other tabs can take the instance that was picked, each of them once. */
const MAX_PICKS = 60;

/** What an error of the engine means to the person; any other one is of the request. */
const CODES: Readonly<Record<string, WalletErrorCode>> = {
  request_expired: 'request_expired',
  credential_invalid: 'storage_damaged',
  credential_unsuitable: 'credential_unsuitable',
  credential_missing: 'choice_invalid',
  credential_unexpected: 'choice_invalid',
  alternative_required: 'choice_invalid',
  person_required: 'people_unsupported',
};

export const walletErrorOf = (cause: ProtocolError): WalletError =>
  new WalletError(CODES[cause.code] ?? 'request_invalid', { detail: cause.detail, cause });

const isEngineReason = (reason: ConsentReason): reason is EngineReason => reason !== 'names_to_unlisted';

export const recordedAnswer = (
  { answers }: WalletState,
  { id }: RequestDescription,
): RecordedAnswer | undefined => answers.find(({ request }) => request === id);

function assertActive(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WalletError('aborted');
}

/** Creates answers, records them, and sends them. */
export class Answers {
  constructor(private readonly wallet: Answering) {}

  /**
   * Answers a request. An answer is recorded before it is sent. Where its reply was lost, another call sends the same bytes.
   *
   * @throws WalletError
   */
  async answer(
    request: RequestDescription,
    choice: AnswerChoice,
    options: TaskOptions = {},
  ): Promise<Answered> {
    const known = recordedAnswer(await this.wallet.store.read(), request);
    if (known?.declined) throw new WalletError('already_answered');
    if (known?.answered) return known.answered;
    const recorded = known ?? (await this.create(request, choice, options));
    assertActive(options.signal);
    options.onProgress?.({ step: 'sending' });
    return this.send(request, recorded, options);
  }

  private async create(
    request: RequestDescription,
    choice: AnswerChoice,
    options: TaskOptions,
  ): Promise<RecordedAnswer> {
    const { clock } = this.wallet;
    options.onProgress?.({ step: 'checking_request' });
    if (request.expiresAt !== undefined && Date.parse(request.expiresAt) <= clock.now())
      throw new WalletError('request_expired');
    const chosen = chosenAnswer(request, choice);
    const { ids } = chosen;
    if (Object.keys(choice.credentials).length !== ids.length || !ids.every((id) => choice.credentials[id]))
      throw new WalletError('choice_invalid', { detail: `Expected a credential for ${ids.join(', ')}.` });
    const presentations = await this.presentWithFreshInstances(request, choice, chosen, options);
    assertActive(options.signal);
    options.onProgress?.({ step: 'recording' });
    const form = await authorizationResponse(request.authorization, presentations);
    return this.record(request, choice, chosen, form);
  }

  private async presentWithFreshInstances(
    request: RequestDescription,
    choice: AnswerChoice,
    chosen: ChosenAnswer,
    options: TaskOptions,
  ): Promise<Presentations> {
    for (let pick = 0; ; pick++) {
      try {
        return await (chosen.policy
          ? this.prove(request, choice, chosen, options)
          : this.disclose(request, choice, chosen));
      } catch (error) {
        // Another tab has used the instance meanwhile.
        const isTaken = error instanceof ProtocolError && error.code === 'copy_already_shown';
        if (isTaken && pick < MAX_PICKS) continue;
        throw error instanceof ProtocolError ? walletErrorOf(error) : error;
      }
    }
  }

  private async pick({ authorization }: RequestDescription, { credentials }: AnswerChoice) {
    const { clientId, nonce } = authorization;
    const state = await this.wallet.store.read();
    return pickInstances(state, credentials, bindingOf(clientId, nonce));
  }

  private async prove(
    request: RequestDescription,
    choice: AnswerChoice,
    chosen: ChosenAnswer,
    options: TaskOptions,
  ): Promise<Presentations> {
    const held = await heldOf(this.wallet, await this.pick(request, choice));
    const asked = presentationRequest(request);
    const { alternative, accept = [] } = choice;
    const about = {
      certifiedHost: request.asker.host,
      ...(alternative !== undefined && { alternative }),
    };
    const engine = engineOf(this.wallet, request, this.proofRunner(options));
    const missing = (reasons: readonly ConsentReason[]) =>
      [...ownReasons(request, chosen), ...reasons].filter((reason) => !accept.includes(reason));
    const assertConsent = async () => {
      const reasons = missing((await engine.assessRequest(asked, held, about)).reasons);
      if (reasons.length > 0) throw new WalletError('consent_required', { reasons });
    };
    if (missing([]).length > 0) await assertConsent();
    try {
      return await engine.present(asked, held, { ...about, accept: accept.filter(isEngineReason) });
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (error.code === 'consent_required') await assertConsent();
      if (error.code !== 'predicate_not_satisfied') throw error;
      const now = this.wallet.clock.now();
      const entry = historyEntry(request, choice, 'not_satisfied', [], now);
      await this.wallet.store.update((state) => withHistory(state, entry));
      throw new WalletError('not_satisfied', { cause: error });
    }
  }

  private async disclose(
    request: RequestDescription,
    choice: AnswerChoice,
    chosen: ChosenAnswer,
  ): Promise<Presentations> {
    const reasons = ownReasons(request, chosen).filter((reason) => !choice.accept?.includes(reason));
    if (reasons.length > 0) throw new WalletError('consent_required', { reasons });
    const { clientId: audience, nonce } = request.authorization;
    const now = this.wallet.clock.now();
    const instances = await this.pick(request, choice);
    for (const { hash } of instances.values()) await this.bindAndCount(request, hash);
    const presentations: Record<string, string> = {};
    for (const [id, held] of Object.entries(await heldOf(this.wallet, instances)))
      presentations[id] = await discloseClaims(held, chosen.discloses, { audience, nonce, now });
    return presentations;
  }

  /** Claims say nothing about amounts, but the request counts. */
  private async bindAndCount(request: RequestDescription, hash: string): Promise<void> {
    const ledger = ledgerOf(this.wallet, request);
    const { clientId, nonce } = request.authorization;
    if (!(await ledger.bind(hash, clientId, nonce))) throw new ProtocolError('copy_already_shown');
    await countRequest(this.wallet, request, 'proved');
  }

  /** Reports the progress, passes the signal on, and says what failed. */
  private proofRunner({ signal, onProgress }: TaskOptions): ProofRunner {
    const { proofs } = this.wallet;
    return {
      verify: (job) => proofs.verify(job),
      async prove(job) {
        assertActive(signal);
        onProgress?.({ step: 'proving' });
        try {
          return await proofs.prove(job, { signal });
        } catch (cause) {
          if (cause instanceof WalletError) throw cause;
          assertActive(signal);
          const detail = isBackendUnavailable(cause) ? 'The code for proofs could not be loaded.' : undefined;
          throw new WalletError('proof_failed', { ...(detail && { detail }), cause });
        }
      },
    };
  }

  /** Where another tab has recorded an answer to the request meanwhile, that one is sent. */
  private async record(
    request: RequestDescription,
    choice: AnswerChoice,
    { discloses }: ChosenAnswer,
    form: string,
  ): Promise<RecordedAnswer> {
    const { store, clock } = this.wallet;
    const now = clock.now();
    const answer: RecordedAnswer = {
      request: request.id,
      responseUri: request.authorization.responseUri,
      form,
      recordedAt: new Date(now).toISOString(),
    };
    const entry = historyEntry(request, choice, 'sending', discloses, now);
    const state = await store.update((current) =>
      recordedAnswer(current, request)
        ? current
        : withHistory({ ...current, answers: [...current.answers, answer] }, entry),
    );
    const recorded = recordedAnswer(state, request)!;
    if (recorded.declined) throw new WalletError('already_answered');
    return recorded;
  }

  private async send(
    { id }: RequestDescription,
    { responseUri: url, form, answered: known }: RecordedAnswer,
    { signal }: TaskOptions,
  ): Promise<Answered> {
    if (known) return known;
    const reply = await this.wallet.http.send({
      url,
      method: 'POST',
      body: form!,
      contentType: FORM,
      accept: JSON_TYPE,
      maxBytes: MAX_REPLY_BYTES,
      signal,
    });
    const answered = readReply(reply);
    const sentAt = new Date(this.wallet.clock.now()).toISOString();
    const outcome = answered.accepted ? 'answered' : 'refused_by_verifier';
    await this.wallet.store.update((state) => ({
      ...state,
      answers: state.answers.map((one) => (one.request === id ? confirmed(one, answered, sentAt) : one)),
      history: state.history.map((entry) => (entry.request === id ? { ...entry, outcome } : entry)),
    }));
    return answered;
  }
}

/** An answer that arrived does not have to be sent again. */
function confirmed(
  { form: _, ...answer }: RecordedAnswer,
  answered: Answered,
  sentAt: string,
): RecordedAnswer {
  return { ...answer, sentAt, answered };
}

/** Statuses that say nothing about the answer. */
const RETRY_LATER = [408, 425, 429];

/**
 * Reads what a verifier replied to a form.
 *
 * @throws WalletError `offline` where another attempt may help
 */
export function readReply(reply: HttpReply): Answered {
  const { status } = reply;
  if (status < 200 || status >= 500 || RETRY_LATER.includes(status))
    throw new WalletError('offline', {
      detail: `The verifier answered ${status}.`,
      remoteCode: errorCodeOf(reply),
    });
  const redirectUri = redirectOf(reply);
  const accepted = status < 300;
  return {
    accepted,
    ...(!accepted && { code: errorCodeOf(reply) ?? 'unknown' }),
    ...(redirectUri !== undefined && { redirectUri }),
  };
}

/** The answer arrived, so that a malformed reply is no reason for another attempt. */
function redirectOf(reply: HttpReply): string | undefined {
  try {
    return redirectUriOf(jsonOf(reply));
  } catch (error) {
    if (error instanceof OpenidError) return undefined;
    throw error;
  }
}
