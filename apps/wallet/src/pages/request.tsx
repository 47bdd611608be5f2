import type {
  Answered,
  Check,
  Choice,
  ConsentReason,
  CredentialSummary,
  RequestDescription,
  Progress as Step,
} from '@zk-income/holder';
import {
  Actions,
  Alert,
  Button,
  Card,
  Checkbox,
  formatDateTime,
  IconList,
  LinkButton,
  Loading,
  Progress,
  Quote,
  RadioGroup,
  say,
  useTexts,
} from '@zk-income/ui';
import { useRef, useState } from 'preact/hooks';
import { openedWallet, storedChanged, useLoaded } from '../access.js';
import { explanationOf } from '../explanation.js';
import { partyName, periodText } from '../names.js';
import { TEXTS } from '../texts.js';
import { CONSENT, STEPS } from '../wallet-words.js';
import { Failure, hostOf, PartyBox, Shown } from './parts.js';
import { REQUEST_TEXTS } from './request-texts.js';

interface Asked {
  readonly request: RequestDescription;
  readonly credentials: readonly CredentialSummary[];
}

type State =
  | { readonly at: 'form'; readonly error?: unknown }
  | { readonly at: 'working'; readonly step: Step['step'] }
  | { readonly at: 'answered'; readonly answered: Answered }
  | { readonly at: 'declined'; readonly redirectUri?: string };

const Continue = ({ uri }: { readonly uri: string | undefined }) => {
  const t = useTexts(REQUEST_TEXTS);
  const all = useTexts(TEXTS);
  return (
    <Actions>
      {uri !== undefined && /^https?:/i.test(uri) && (
        <LinkButton href={uri} kind="primary" icon="arrow">
          {t.continueAt(hostOf(uri))}
        </LinkButton>
      )}
      <LinkButton href="#/history">{t.seeHistory}</LinkButton>
      <LinkButton href="#/">{all.toWallet}</LinkButton>
    </Actions>
  );
};

const Result = ({ name, answered }: { readonly name: string; readonly answered: Answered }) => {
  const t = useTexts(REQUEST_TEXTS);
  const all = useTexts(TEXTS);
  return (
    <>
      {answered.accepted ? (
        <Alert tone="success" title={t.answered(name)} live>
          <p>{t.answeredText}</p>
        </Alert>
      ) : (
        <Alert tone="danger" title={t.notAccepted} live>
          <p>{t.notAcceptedText}</p>
          {answered.code !== undefined && <p class="zk-muted wallet-code">{all.code(answered.code)}</p>}
        </Alert>
      )}
      <Continue uri={answered.redirectUri} />
    </>
  );
};

/** The ids in the policy for which a credential is chosen. */
const idsOf = (
  { candidates, alternatives }: RequestDescription,
  alternative: string | undefined,
): readonly string[] =>
  alternatives.find(({ id }) => id === alternative)?.credentials ?? Object.keys(candidates);

/** The first credential that fits, for each id. */
const firstChoice = (request: RequestDescription, alternative: string | undefined): Choice => ({
  credentials: Object.fromEntries(
    idsOf(request, alternative).flatMap((id) => {
      const first = request.candidates[id]?.[0];
      return first === undefined ? [] : [[id, first]];
    }),
  ),
  ...(alternative !== undefined && { alternative }),
});

interface ChoiceProps extends Asked {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

const Choices = ({ request, credentials, choice, onChange }: ChoiceProps) => {
  const t = useTexts(REQUEST_TEXTS);
  const all = useTexts(TEXTS);
  const ids = idsOf(request, choice.alternative);
  const summary = (id: string) => credentials.find((one) => one.id === id);
  const option = (value: string) => {
    const credential = summary(value);
    if (credential === undefined) return { value, label: value };
    const { issuer, shares } = credential;
    return {
      value,
      label: all.incomeFrom(partyName(issuer)),
      hint: `${periodText(credential)} · ${all.sharesLeft(shares.left, shares.of)}`,
    };
  };
  return (
    <>
      {request.alternatives.length > 0 && (
        <RadioGroup
          legend={t.chooseAlternative}
          value={choice.alternative}
          options={request.alternatives.map(({ id, statements }) => ({
            value: id,
            label: statements.map(say).join('; '),
          }))}
          onChange={(alternative) => onChange(firstChoice(request, alternative))}
        />
      )}
      {ids.map((id) => {
        const candidates = request.candidates[id] ?? [];
        if (candidates.length === 0) {
          return (
            <Alert key={id} tone="warning">
              <p>{t.noCandidate}</p>
              <p>
                <a href="#/help">{all.employerDoesNot}</a>
              </p>
            </Alert>
          );
        }
        return (
          <RadioGroup
            key={id}
            legend={ids.length > 1 ? t.chooseCredentialFor(id) : t.chooseCredential}
            value={choice.credentials[id]}
            options={candidates.map(option)}
            onChange={(value) => onChange({ ...choice, credentials: { ...choice.credentials, [id]: value } })}
          />
        );
      })}
    </>
  );
};

/** "Would I pass?", computed on this device before anything is sent. */
const Verdict = ({ check }: { readonly check: Check }) => {
  const t = useTexts(REQUEST_TEXTS);
  if (check.passes) {
    return (
      <Alert tone="success" title={t.wouldPass} live>
        <p>{t.wouldPassText}</p>
      </Alert>
    );
  }
  const texts = {
    not_satisfied: [t.wouldNotPass, t.wouldNotPassText],
    credential_unsuitable: [t.unsuitable, t.unsuitableText],
    no_shares_left: [t.noShares, t.noSharesText],
    people_unsupported: [t.unsuitable, t.needsPeople],
  } as const;
  const [title, text] = texts[check.reason ?? 'credential_unsuitable'];
  return (
    <Alert tone="warning" title={title} live>
      <p>{text}</p>
    </Alert>
  );
};

const Explained = ({ request, credentials, choice }: Asked & { readonly choice: Choice }) => {
  const t = useTexts(REQUEST_TEXTS);
  const name = partyName(request.asker);
  const explained = useLoaded(async () => explanationOf(request, choice, credentials), [request, choice]);
  return (
    <Shown loaded={explained}>
      {({ learns, doesNotLearn, quotes, warnings }) => (
        <>
          {warnings.map((warning) => (
            <Alert key={warning.en} tone="warning">
              <p>{say(warning)}</p>
            </Alert>
          ))}
          <div class="zk-columns">
            <Card title={t.learnsTitle(name)} icon="eye">
              <IconList icon="check" tone="info" items={learns.map(say)} />
            </Card>
            <Card title={t.doesNotLearnTitle(name)} icon="eyeOff" tone="accent">
              <IconList icon="lock" tone="success" items={doesNotLearn.map(say)} />
            </Card>
          </div>
          {quotes.length > 0 && (
            <Card title={t.whyTitle}>
              {quotes.map(({ text, lang }) => (
                <Quote key={text} from={name} {...(lang !== undefined && { lang })}>
                  {text}
                </Quote>
              ))}
            </Card>
          )}
        </>
      )}
    </Shown>
  );
};

interface ConsentProps {
  readonly reasons: readonly ConsentReason[];
  readonly accepted: readonly ConsentReason[];
  readonly onChange: (accepted: readonly ConsentReason[]) => void;
}

const Consent = ({ reasons, accepted, onChange }: ConsentProps) => {
  const t = useTexts(REQUEST_TEXTS);
  if (reasons.length === 0) return null;
  return (
    <Card title={t.consentTitle} icon="warning">
      {reasons.map((reason) => (
        <Checkbox
          key={reason}
          checked={accepted.includes(reason)}
          onChange={(isAccepted) =>
            onChange(isAccepted ? [...accepted, reason] : accepted.filter((one) => one !== reason))
          }
        >
          {say(CONSENT[reason])}
        </Checkbox>
      ))}
    </Card>
  );
};

const Request = ({ request, credentials }: Asked) => {
  const t = useTexts(REQUEST_TEXTS);
  const all = useTexts(TEXTS);
  const { asker, alternatives, mode, expiresAt } = request;
  const name = partyName(asker);
  const [state, setState] = useState<State>({ at: 'form' });
  const [choice, setChoice] = useState<Choice>(() => firstChoice(request, alternatives[0]?.id));
  const [accepted, setAccepted] = useState<readonly ConsentReason[]>([]);
  const abort = useRef<AbortController>(undefined);
  const checked = useLoaded(async () => (await openedWallet()).check(request, choice), [request, choice]);

  const share = async () => {
    abort.current = new AbortController();
    setState({ at: 'working', step: 'checking_request' });
    try {
      const wallet = await openedWallet();
      const answered = await wallet.answer(
        request,
        { ...choice, accept: accepted },
        { signal: abort.current.signal, onProgress: ({ step }) => setState({ at: 'working', step }) },
      );
      setState({ at: 'answered', answered });
    } catch (error) {
      setState({ at: 'form', error });
    } finally {
      storedChanged();
    }
  };
  const decline = async () => {
    setState({ at: 'working', step: 'sending' });
    try {
      const { redirectUri } = await (await openedWallet()).decline(request);
      setState({ at: 'declined', ...(redirectUri !== undefined && { redirectUri }) });
    } catch (error) {
      setState({ at: 'form', error });
    } finally {
      storedChanged();
    }
  };

  if (state.at === 'answered') return <Result name={name} answered={state.answered} />;
  if (state.at === 'declined') {
    return (
      <>
        <Alert tone="info" title={t.declined} live>
          <p>{t.declinedText}</p>
        </Alert>
        <Continue uri={state.redirectUri} />
      </>
    );
  }
  if (state.at === 'working') {
    return (
      <Card title={t.working} icon="shield">
        <Progress label={`${say(STEPS[state.step])} …`} />
        <p class="zk-muted">{t.workingHint}</p>
        <Actions>
          <Button onClick={() => abort.current?.abort()}>{all.cancel}</Button>
        </Actions>
      </Card>
    );
  }
  const check = checked.state === 'done' ? checked.value : undefined;
  const consent = check?.consent ?? [];
  const isReady = check?.passes === true && consent.every((reason) => accepted.includes(reason));
  const shares = credentials.find(({ id }) => id === Object.values(choice.credentials)[0])?.shares;
  return (
    <>
      <Card title={t.whoAsks}>
        <PartyBox party={asker} />
        <p>{asker.level === 'listed' ? t.levelListedText : t.levelHostOnlyText}</p>
        {expiresAt !== undefined && <p class="zk-muted">{t.expiresIn(formatDateTime(expiresAt))}</p>}
      </Card>
      {state.error !== undefined && <Failure error={state.error} />}
      <Card title={mode === 'proof' ? t.whatIsAsked : t.whatIsDisclosed} icon="shield">
        <IconList icon="arrow" items={request.statements.map(say)} />
        {request.needsPeople ? (
          <Alert tone="warning">
            <p>{t.needsPeople}</p>
          </Alert>
        ) : (
          <>
            <Choices {...{ request, credentials, choice }} onChange={setChoice} />
            {checked.state === 'loading' && <Loading>{t.checking}</Loading>}
            {checked.state === 'failed' && <Failure error={checked.error} />}
            {check && check.missing.length === 0 && <Verdict check={check} />}
          </>
        )}
      </Card>
      <Explained {...{ request, credentials, choice }} />
      <Consent reasons={consent} accepted={accepted} onChange={setAccepted} />
      <div class="zk-stack wallet-decision">
        {consent.length > 0 && !isReady && check?.passes === true && <p>{t.consentMissing}</p>}
        {isReady && shares !== undefined && <p class="zk-muted">{t.shareUses(shares.left - 1)}</p>}
        <Actions>
          <Button kind="primary" icon="shield" disabled={!isReady} onClick={() => void share()}>
            {mode === 'proof' ? t.share : t.shareDetails}
          </Button>
          <Button onClick={() => void decline()}>{t.decline}</Button>
        </Actions>
      </div>
    </>
  );
};

export const RequestPage = ({ uri }: { readonly uri?: string | undefined }) => {
  const t = useTexts(REQUEST_TEXTS);
  const all = useTexts(TEXTS);
  const [attempt, setAttempt] = useState(0);
  const loaded = useLoaded(async (): Promise<Asked | undefined> => {
    if (uri === undefined) return undefined;
    const wallet = await openedWallet();
    const request = await wallet.readRequest(uri);
    return { request, credentials: await wallet.credentials() };
  }, [attempt]);
  const asker = loaded.state === 'done' && loaded.value ? partyName(loaded.value.request.asker) : '…';
  return (
    <>
      <h1>{t.requestTitle(asker)}</h1>
      <Shown loaded={loaded} loading={t.requestReading} onRetry={() => setAttempt(attempt + 1)}>
        {(asked) =>
          asked === undefined ? (
            <Alert tone="warning">
              <p>{all.linkMissing}</p>
            </Alert>
          ) : (
            <Request {...asked} />
          )
        }
      </Shown>
    </>
  );
};
