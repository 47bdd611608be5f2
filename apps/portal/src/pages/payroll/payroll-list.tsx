import {
  Actions,
  Badge,
  Button,
  Card,
  Dialog,
  Empty,
  formatDateTime,
  LinkButton,
  Loading,
  useTexts,
} from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { type ApiError, api, type ListedOffer } from '../api.js';
import { Problem } from '../problem.js';
import { ALERT_TEXTS, OFFER_STATES, TEXTS } from '../texts.js';
import { asApiError, useData } from '../use-data.js';

const POLL_MS = 4_000;
const ENDED = ['expired', 'failed', 'withdrawn'];

const OfferRow = ({
  item,
  onWithdraw,
}: {
  readonly item: ListedOffer;
  readonly onWithdraw: (item: ListedOffer) => void;
}) => {
  const t = useTexts(TEXTS);
  const states = useTexts(OFFER_STATES);
  const alerts = useTexts(ALERT_TEXTS);
  const { name, createdAt, offer } = item;
  const state = offer?.state ?? 'forgotten';
  const tone = state === 'issued' ? 'success' : ENDED.includes(state) ? 'warning' : 'info';
  return (
    <li class="portal-row">
      <div>
        <h3>{name}</h3>
        <span class="zk-muted">{formatDateTime(createdAt)}</span>
        {offer?.alerts.map(({ code }) => (
          <p key={code} class="zk-hint">
            {alerts[code]}
          </p>
        ))}
      </div>
      <div class="portal-row">
        <Badge tone={tone}>{states[state]}</Badge>
        {offer !== undefined && !ENDED.includes(state) && (
          <Button
            kind="quiet"
            label={`${state === 'issued' ? t.revoke : t.withdraw}: ${name}`}
            onClick={() => onWithdraw(item)}
          >
            {state === 'issued' ? t.revoke : t.withdraw}
          </Button>
        )}
      </div>
    </li>
  );
};

/** The offers of the payroll office, the latest first. */
export const PayrollList = () => {
  const t = useTexts(TEXTS);
  const { data, error, reload } = useData(api.offers);
  const [chosen, setChosen] = useState<ListedOffer>();
  const [failure, setFailure] = useState<ApiError>();
  useEffect(() => {
    const timer = setInterval(() => void reload(), POLL_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const withdraw = async () => {
    if (chosen === undefined) return;
    try {
      await api.withdrawOffer(chosen.id);
      setChosen(undefined);
      await reload();
    } catch (problem) {
      setChosen(undefined);
      setFailure(asApiError(problem));
    }
  };
  const isIssued = chosen?.offer?.state === 'issued';
  return (
    <div class="zk-stack">
      <h1>{t.payrollTitle}</h1>
      <p class="zk-lead">{t.payrollLead}</p>
      <Actions>
        <LinkButton kind="primary" icon="plus" href="#/payroll/new">
          {t.newOffer}
        </LinkButton>
      </Actions>
      <Problem error={failure ?? error} />
      {data === undefined && error === undefined && <Loading />}
      {data?.offers.length === 0 && (
        <Empty icon="building" title={t.noOffers}>
          <p>{t.noOffersText}</p>
        </Empty>
      )}
      {data !== undefined && data.offers.length > 0 && (
        <Card title={t.offers}>
          <ul class="portal-list">
            {data.offers.map((item) => (
              <OfferRow key={item.id} item={item} onWithdraw={setChosen} />
            ))}
          </ul>
        </Card>
      )}
      <Dialog
        open={chosen !== undefined}
        title={isIssued ? t.revokeTitle : t.withdrawTitle}
        onClose={() => setChosen(undefined)}
      >
        <p>
          <strong>{chosen?.name}</strong>
        </p>
        <p>{isIssued ? t.revokeText : t.withdrawText}</p>
        <Actions>
          <Button kind="danger" onClick={() => void withdraw()}>
            {isIssued ? t.revoke : t.withdraw}
          </Button>
          <Button onClick={() => setChosen(undefined)}>{t.keep}</Button>
        </Actions>
      </Dialog>
    </div>
  );
};
