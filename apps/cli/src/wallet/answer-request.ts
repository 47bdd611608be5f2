import { chosenPolicies, type Language } from '@zk-income/credential';
import {
  type Check,
  type Choice,
  type ConsentReason,
  type CredentialSummary,
  type Explanation,
  explainDisclosure,
  explainRequest,
  narrowingsOf,
  type RequestDescription,
  type ShownCredential,
  type Wallet,
  WalletError,
} from '@zk-income/holder';
import type { Context } from '../context.js';
import { CommandError, EXIT_CODE } from '../errors.js';
import type { Progress, Result } from '../result.js';
import { openWallet } from './wallet-actions.js';
import type { WalletLocation } from './wallet-location.js';
import { credentialInWords, partyInWords } from './wallet-texts.js';

export interface AnswerOptions extends WalletLocation {
  /** `ID`, or `NAME=ID` with the name of a credential in the request. */
  readonly credential?: readonly string[];
  readonly alternative?: string;
  readonly accept?: readonly ConsentReason[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly language: Language;
  readonly json?: boolean;
}

/** What a consent is about, for a person. */
const REASONS: Readonly<Record<ConsentReason, { readonly en: string; readonly de: string }>> = {
  window_too_narrow: {
    en: 'with what was answered before, an amount becomes known too precisely',
    de: 'zusammen mit früheren Antworten wird ein Betrag zu genau bekannt',
  },
  too_many_requests_of_verifier: {
    en: 'this verifier has asked often in the last 30 days',
    de: 'diese Stelle hat in den letzten 30 Tagen oft gefragt',
  },
  too_many_requests: {
    en: 'many requests were answered in the last 30 days',
    de: 'in den letzten 30 Tagen wurden viele Anfragen beantwortet',
  },
  partner_learns_amount: {
    en: 'another person learns an exact amount',
    de: 'eine andere Person erfährt einen genauen Betrag',
  },
  names_to_unlisted: {
    en: 'details about you go to a verifier that is not on your trust list',
    de: 'Angaben über Sie gehen an eine Stelle, die nicht auf Ihrer Vertrauensliste steht',
  },
};

/** The ids in the policy for which this answer needs a credential. */
function idsOf(
  { policy, candidates }: RequestDescription,
  alternative: string | undefined,
): readonly string[] {
  if (!policy) return Object.keys(candidates);
  const chosen = chosenPolicies(policy);
  return (chosen.find((one) => one.alternative === alternative) ?? chosen[0]!).policy.credentials;
}

function chooseAlternative(
  { alternatives }: RequestDescription,
  { alternative, language }: AnswerOptions,
): string | undefined {
  if (alternatives.length === 0 && alternative === undefined) return undefined;
  if (alternatives.some(({ id }) => id === alternative)) return alternative;
  const list = alternatives.map(
    ({ id, statements }) => `  ${id}: ${statements.map((one) => one[language]).join('; ')}`,
  );
  throw new CommandError(
    alternatives.length === 0
      ? '--alternative: the request has no alternatives.'
      : ['Choose one with --alternative:', ...list].join('\n'),
    EXIT_CODE.wrongUsage,
  );
}

/** Takes the credentials that the person names, and otherwise the first ones that fit. */
function chooseCredentials(
  request: RequestDescription,
  ids: readonly string[],
  named: readonly string[],
): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const text of named) {
    const [name, id] = text.includes('=') ? text.split('=', 2) : [ids[0]!, text];
    if (!ids.includes(name!))
      throw new CommandError(
        `--credential: expected one of ${ids.join(', ')} before =.`,
        EXIT_CODE.wrongUsage,
      );
    chosen[name!] = id!;
  }
  for (const id of ids) {
    if (chosen[id] !== undefined) continue;
    const taken = Object.values(chosen);
    const candidates = request.candidates[id] ?? [];
    const candidate = candidates.find((one) => !taken.includes(one)) ?? candidates[0];
    if (candidate !== undefined) chosen[id] = candidate;
  }
  return chosen;
}

interface Prepared {
  readonly request: RequestDescription;
  readonly choice: Choice;
  readonly credentials: readonly CredentialSummary[];
  readonly explanation: Explanation;
  readonly check: Check;
}

async function prepare(wallet: Wallet, link: string, options: AnswerOptions): Promise<Prepared> {
  const request = await wallet.readRequest(link);
  if (request.needsPeople) throw new WalletError('people_unsupported');
  const alternative = chooseAlternative(request, options);
  const ids = idsOf(request, alternative);
  const chosen = chooseCredentials(request, ids, options.credential ?? []);
  const stored = await wallet.credentials();
  const credentials: CredentialSummary[] = [];
  const shown: Record<string, ShownCredential> = {};
  for (const [id, credential] of Object.entries(chosen)) {
    const summary = stored.find((one) => one.id === credential);
    if (!summary) throw new WalletError('credential_unknown');
    credentials.push(summary);
    shown[id] = summary;
  }
  const choice = { credentials: chosen, ...(alternative !== undefined && { alternative }) };
  const explanation = request.policy
    ? explainRequest(request.policy, {
        credentials: shown,
        ...(alternative !== undefined && { alternative }),
      })
    : explainDisclosure({ claims: request.discloses as never }, Object.values(shown)[0]);
  return { request, choice, credentials, explanation, check: await wallet.check(request, choice) };
}

function explanationInWords(
  { request, explanation, credentials, check }: Prepared,
  language: Language,
): string[] {
  const say = TEXTS[language];
  const list = (title: string, items: readonly { readonly en: string; readonly de: string }[], mark = '-') =>
    items.length === 0 ? [] : ['', title, ...items.map((one) => `  ${mark} ${one[language]}`)];
  const consent = check.consent.map((reason) => REASONS[reason]);
  const { currency } = request.policy ?? {};
  const narrowed = check.assessment
    ? narrowingsOf(check.assessment, { currencyOf: () => currency }).filter(
        ({ of, isBeyondBudget }) => of === 'verifier' && isBeyondBudget,
      )
    : [];
  return [
    `${partyInWords(request.asker)} ${say.asks}`,
    ...explanation.asks.map((one) => `  - ${one[language]}`),
    ...explanation.quotes.map(({ text }) => `  ${say.quote} “${text}”`),
    ...list(say.learns, explanation.learns),
    ...list(say.doesNotLearn, explanation.doesNotLearn),
    ...list(say.careful, [...explanation.warnings, ...consent, ...narrowed.map(({ words }) => words)], '!'),
    '',
    ...credentials.map((one) => `${say.with} ${credentialInWords(one)}`),
  ];
}

const TEXTS = {
  en: {
    asks: 'asks you to prove:',
    quote: 'Their words:',
    learns: 'The verifier learns:',
    doesNotLearn: 'It does not learn:',
    careful: 'Careful:',
    with: 'With',
  },
  de: {
    asks: 'möchte von Ihnen nachgewiesen haben:',
    quote: 'Worte der prüfenden Stelle:',
    learns: 'Die prüfende Stelle erfährt:',
    doesNotLearn: 'Sie erfährt nicht:',
    careful: 'Achtung:',
    with: 'Mit',
  },
} as const;

/** Why an answer cannot be given, and what to do. */
const CANNOT: Readonly<Record<NonNullable<Check['reason']>, string>> = {
  not_satisfied:
    'What is asked does not hold for this credential. Nothing was sent. `wallet decline LINK` tells the verifier that no answer will come, and not why.',
  credential_unsuitable: 'The wallet has no credential that fits. Nothing was sent.',
  no_shares_left: 'All shares of the credential were used. Ask its issuer for a new offer.',
  people_unsupported: 'Several people answer this request together, which this wallet cannot do.',
};

function jsonOf({ request, explanation, check, choice }: Prepared): object {
  const { asker, mode, expiresAt } = request;
  return {
    asker,
    mode,
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    credentials: choice.credentials,
    asks: explanation.asks,
    learns: explanation.learns,
    does_not_learn: explanation.doesNotLearn,
    quotes: explanation.quotes,
    warnings: explanation.warnings,
    consent: check.consent,
    passes: check.passes,
  };
}

/** Records in the ledger that the statements do not hold: a verifier takes silence for that. */
async function recordFailure(wallet: Wallet, { request, choice, check }: Prepared): Promise<void> {
  await wallet.answer(request, { ...choice, accept: check.consent }).catch((error: unknown) => {
    if (!(error instanceof WalletError)) throw error;
  });
}

async function assertConsent(prepared: Prepared, options: AnswerOptions, context: Context): Promise<void> {
  const { check } = prepared;
  if (options.yes) {
    const missing = check.consent.filter((reason) => !options.accept?.includes(reason));
    if (missing.length === 0) return;
    const list = missing.map((reason) => `  --accept ${reason}: ${REASONS[reason].en}`);
    throw new CommandError(['The answer needs consent:', ...list].join('\n'));
  }
  const question = { en: 'Answer?', de: 'Antworten?' }[options.language];
  const answer = await context.ask?.(`${question} [y/N] `);
  if (answer === undefined)
    throw new CommandError('Nothing was sent. Without a terminal, consent is --yes.', EXIT_CODE.wrongUsage);
  if (!/^(y(es)?|j(a)?)$/i.test(answer.trim())) throw new CommandError('Nothing was sent.');
}

/** `zk-income wallet answer` */
export async function answerRequest(
  link: string,
  options: AnswerOptions,
  context: Context,
  progress: Progress,
): Promise<Result> {
  const wallet = await openWallet(options, context);
  const prepared = await prepare(wallet, link, options);
  for (const line of explanationInWords(prepared, options.language)) progress(line);
  const { check, request, choice } = prepared;
  if (!check.passes) {
    if (!options.dryRun && check.reason === 'not_satisfied') await recordFailure(wallet, prepared);
    const reason = check.reason ?? 'credential_unsuitable';
    return {
      lines: ['', CANNOT[reason], ...(check.detail === undefined ? [] : [check.detail])],
      json: { ...jsonOf(prepared), answered: false, code: reason },
      hasFailed: true,
    };
  }
  if (options.dryRun)
    return {
      lines: ['', 'You would pass. Nothing was sent.'],
      json: { ...jsonOf(prepared), answered: false },
    };
  await assertConsent(prepared, options, context);
  const answered = await wallet.answer(request, { ...choice, accept: check.consent });
  const { accepted, code, redirectUri } = answered;
  return {
    lines: [
      '',
      accepted ? 'Answered. The verifier has the proof.' : `The verifier did not accept the answer: ${code}.`,
      ...(redirectUri === undefined ? [] : [`Go on at ${redirectUri}`]),
    ],
    json: {
      ...jsonOf(prepared),
      answered: accepted,
      ...(code !== undefined && { code }),
      ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
    },
    hasFailed: !accepted,
  };
}
