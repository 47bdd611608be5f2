import {
  Actions,
  Alert,
  Badge,
  Button,
  Card,
  Dialog,
  Facts,
  formatDateTime,
  IconList,
  Loading,
  language,
  say,
  useTexts,
} from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, api, type RequestDetails, saveFile } from '../api.js';
import { LinkToWallet } from '../link-to-wallet.js';
import { Problem } from '../problem.js';
import { goTo } from '../route.js';
import { CLAIM_TEXTS, TEXTS } from '../texts.js';
import { asApiError, useData } from '../use-data.js';

const POLL_MS = 1_500;

/** Asks for the state of an open request until it changes. */
function useAnswer(id: string, isOpen: boolean, onChange: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(async () => {
      const { state } = await api.requestStatus(id).catch(() => ({ state: 'open' as const }));
      if (state !== 'open') onChange();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [id, isOpen]);
}

const Result = ({ details }: { readonly details: RequestDetails }) => {
  const t = useTexts(TEXTS);
  const claimTexts = useTexts(CLAIM_TEXTS);
  const { receipt, id } = details;
  const [error, setError] = useState<ApiError>();
  const save = (kind: 'json' | 'pdf') =>
    api.receipt(id, kind, language.value).then(
      (content) => saveFile(content, `${t.receiptFile}-${id.slice(0, 8)}.${kind}`),
      (failure) => setError(asApiError(failure)),
    );
  return (
    <Card title={t.confirmed} icon="shield" tone="accent">
      <div role="status">
        <IconList icon="check" tone="success" items={(receipt?.predicates ?? []).map(say)} />
        {receipt?.notice !== undefined && <p>{say(receipt.notice)}</p>}
      </div>
      {Object.entries(receipt?.disclosed ?? {}).map(([credential, claims]) => (
        <Facts
          key={credential}
          facts={Object.entries(claims).map(([name, value]) => ({
            name: claimTexts[name as keyof typeof claimTexts] ?? name,
            value,
          }))}
        />
      ))}
      <p class="zk-muted">{t.notLearned}</p>
      <Problem error={error} />
      <Actions>
        <Button kind="primary" icon="download" onClick={() => void save('pdf')}>
          {t.receiptPdf}
        </Button>
        <Button icon="download" onClick={() => void save('json')}>
          {t.receiptJson}
        </Button>
      </Actions>
      <p class="zk-hint">{t.receiptHint}</p>
    </Card>
  );
};

const Open = ({ details }: { readonly details: RequestDetails }) => {
  const t = useTexts(TEXTS);
  return (
    <div class="zk-columns">
      <Card title={t.sendLink}>
        <p>{t.sendLinkText}</p>
        {details.walletLink !== undefined && (
          <LinkToWallet kind="request" uri={details.walletLink} link={details.link} alt={t.requestQr} />
        )}
      </Card>
      <Card title={t.preview} icon="info">
        <IconList icon="check" items={details.request.statements.map(say)} />
        <p class="zk-muted">{t.notLearned}</p>
        <Loading>{t.waiting}</Loading>
      </Card>
    </div>
  );
};

const Content = ({ details }: { readonly details: RequestDetails }) => {
  const t = useTexts(TEXTS);
  const { state } = details.request;
  if (state === 'pending') return <Open details={details} />;
  if (state === 'answered' || state === 'disclosed') return <Result details={details} />;
  return (
    <Alert tone="warning" title={t.expired}>
      <p>{t.expiredText}</p>
    </Alert>
  );
};

const STATES = {
  pending: { tone: 'info', text: 'statePending' },
  answered: { tone: 'success', text: 'stateAnswered' },
  answered_unbound: { tone: 'info', text: 'statePending' },
  disclosed: { tone: 'success', text: 'stateDisclosed' },
  expired: { tone: 'warning', text: 'expired' },
} as const;

/** One request: how to send it, then its answer. */
export const RequestPage = ({ id }: { readonly id: string }) => {
  const t = useTexts(TEXTS);
  const { data: details, error, reload } = useData(() => api.request(id), id);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<ApiError>();
  useAnswer(id, details?.request.state === 'pending', () => void reload());
  if (details === undefined) return error === undefined ? <Loading /> : <Problem error={error} />;
  const remove = () =>
    api.deleteRequest(id).then(
      () => goTo('landlord'),
      (problem) => setFailure(asApiError(problem)),
    );
  const { tone, text } = STATES[details.request.state];
  return (
    <div class="zk-stack">
      <p>
        <a href="#/landlord">{t.allRequests}</a>
      </p>
      <div class="portal-row">
        <h1>{details.title}</h1>
        <Badge tone={tone}>{t[text]}</Badge>
      </div>
      <Content details={details} />
      <Card title={t.recorded}>
        <Facts
          facts={[
            { name: t.purpose, value: details.purpose },
            { name: t.legalBasis, value: details.legalBasis },
            { name: t.createdAt, value: formatDateTime(details.createdAt) },
            { name: t.expiresAt, value: formatDateTime(details.request.expires_at) },
          ]}
        />
        <p>{t.humanDecides}</p>
        <Problem error={failure} />
        <Actions>
          <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
            {t.decided}
          </Button>
        </Actions>
      </Card>
      <Dialog open={isAsking} title={t.decided} onClose={() => setAsking(false)}>
        <p>{t.decidedText}</p>
        <Actions>
          <Button kind="danger" onClick={() => void remove()}>
            {t.deleteNow}
          </Button>
          <Button onClick={() => setAsking(false)}>{t.keep}</Button>
        </Actions>
      </Dialog>
    </div>
  );
};
