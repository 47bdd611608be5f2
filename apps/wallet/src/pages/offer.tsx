import type { CredentialSummary, OfferDescription, Progress as Step } from '@zk-income/holder';
import {
  Actions,
  Alert,
  Button,
  Card,
  Checkbox,
  Field,
  LinkButton,
  Progress,
  Quote,
  say,
  useTexts,
} from '@zk-income/ui';
import { useRef, useState } from 'preact/hooks';
import { openedWallet, storedChanged, useLoaded } from '../access.js';
import { codeOf } from '../error-code.js';
import { isInstalled, keepStorage } from '../installation.js';
import { partyName } from '../names.js';
import { replaceRoute } from '../router.js';
import { TEXTS } from '../texts.js';
import { STEPS } from '../wallet-words.js';
import { Failure, PartyBox, Shown } from './parts.js';

type State =
  | { readonly at: 'form'; readonly error?: unknown }
  | { readonly at: 'working'; readonly step: Step['step'] }
  | { readonly at: 'done'; readonly credential: CredentialSummary; readonly isKept: boolean };

const Received = ({
  credential,
  isKept,
}: {
  readonly credential: CredentialSummary;
  readonly isKept: boolean;
}) => {
  const t = useTexts(TEXTS);
  return (
    <>
      <Alert tone="success" title={t.received} live>
        <p>{t.receivedText}</p>
      </Alert>
      {!isKept && !isInstalled() && (
        <Alert tone="warning">
          <p>{t.offerStorageLost}</p>
          <p>
            <a href="#/settings">{t.settingsTitle}</a>
          </p>
        </Alert>
      )}
      <Actions>
        <Button
          kind="primary"
          onClick={() => replaceRoute(`#/credential/${encodeURIComponent(credential.id)}`)}
        >
          {t.details}
        </Button>
        <Button onClick={() => replaceRoute('#/')}>{t.toWallet}</Button>
      </Actions>
    </>
  );
};

const Offer = ({ offer }: { readonly offer: OfferDescription }) => {
  const t = useTexts(TEXTS);
  const { issuer, needsCode } = offer;
  const isListed = issuer.level === 'listed';
  const [state, setState] = useState<State>({ at: 'form' });
  const [code, setCode] = useState('');
  const [isAccepted, setAccepted] = useState(false);
  const [isCodeMissing, setCodeMissing] = useState(false);
  const abort = useRef<AbortController>(undefined);

  const receive = async () => {
    setCodeMissing(needsCode !== undefined && code.trim() === '');
    if (needsCode !== undefined && code.trim() === '') return;
    abort.current = new AbortController();
    setState({ at: 'working', step: 'contacting_issuer' });
    try {
      // Before the offer is used up: a browser that evicts storage would lose what cannot be fetched again.
      const isKept = await keepStorage();
      const wallet = await openedWallet();
      const credential = await wallet.receive(offer, {
        ...(needsCode && { code: code.trim() }),
        acceptUnlisted: isAccepted,
        signal: abort.current.signal,
        onProgress: ({ step }) => setState({ at: 'working', step }),
      });
      storedChanged();
      setState({ at: 'done', credential, isKept });
    } catch (error) {
      setState({ at: 'form', error });
    }
  };

  if (state.at === 'done') return <Received {...state} />;
  if (state.at === 'working') {
    return (
      <Card>
        <Progress label={`${say(STEPS[state.step])} …`} />
        <Actions>
          <Button onClick={() => abort.current?.abort()}>{t.cancel}</Button>
        </Actions>
      </Card>
    );
  }
  const isCodeWrong = codeOf(state.error) === 'tx_code_wrong';
  return (
    <>
      <Card title={t.offerFrom} icon="building">
        <PartyBox party={issuer} />
        <p>{isListed ? t.offerTrustYes : t.offerTrustNo}</p>
      </Card>
      {state.error !== undefined && !isCodeWrong && <Failure error={state.error} />}
      <Card>
        <form
          class="zk-stack"
          onSubmit={(event) => {
            event.preventDefault();
            void receive();
          }}
        >
          {needsCode && (
            <>
              {needsCode.description !== undefined && (
                <Quote from={partyName(issuer)}>{needsCode.description}</Quote>
              )}
              <Field
                label={t.offerCode}
                hint={t.offerCodeHint(needsCode.length)}
                value={code}
                onInput={setCode}
                inputMode={needsCode.isNumeric ? 'numeric' : 'text'}
                autoComplete="one-time-code"
                monospace
                {...(isCodeWrong && { error: t.offerCodeWrong })}
                {...(isCodeMissing && { error: t.offerCodeMissing })}
              />
            </>
          )}
          {!isListed && (
            <Checkbox checked={isAccepted} onChange={setAccepted}>
              {t.offerAccept}
            </Checkbox>
          )}
          <Actions>
            <Button kind="primary" type="submit" icon="download" disabled={!isListed && !isAccepted}>
              {t.offerReceive}
            </Button>
            <LinkButton href="#/" kind="quiet">
              {t.cancel}
            </LinkButton>
          </Actions>
        </form>
      </Card>
    </>
  );
};

export const OfferPage = ({ uri }: { readonly uri?: string | undefined }) => {
  const t = useTexts(TEXTS);
  const [attempt, setAttempt] = useState(0);
  const loaded = useLoaded(
    async () => (uri === undefined ? undefined : (await openedWallet()).readOffer(uri)),
    [attempt],
  );
  return (
    <>
      <h1>{t.offerTitle}</h1>
      <Shown loaded={loaded} loading={t.offerReading} onRetry={() => setAttempt(attempt + 1)}>
        {(offer) =>
          offer === undefined ? (
            <Alert tone="warning">
              <p>{t.linkMissing}</p>
            </Alert>
          ) : (
            <Offer offer={offer} />
          )
        }
      </Shown>
    </>
  );
};
