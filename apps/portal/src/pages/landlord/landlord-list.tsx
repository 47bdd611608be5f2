import { Actions, Card, Empty, formatDateTime, LinkButton, Loading, useTexts } from '@zk-income/ui';
import { api } from '../api.js';
import { Problem } from '../problem.js';
import { TEXTS } from '../texts.js';
import { useData } from '../use-data.js';

/** The requests of the landlord, the latest first. */
export const LandlordList = () => {
  const t = useTexts(TEXTS);
  const { data, error } = useData(api.requests);
  return (
    <div class="zk-stack">
      <h1>{t.landlordTitle}</h1>
      <p class="zk-lead">{t.landlordLead}</p>
      <Actions>
        <LinkButton kind="primary" icon="plus" href="#/landlord/new">
          {t.newRequest}
        </LinkButton>
      </Actions>
      <Problem error={error} />
      {data === undefined && error === undefined && <Loading />}
      {data?.requests.length === 0 && (
        <Empty icon="home" title={t.noRequests}>
          <p>{t.noRequestsText}</p>
        </Empty>
      )}
      {data !== undefined && data.requests.length > 0 && (
        <Card title={t.requests}>
          <ul class="portal-list">
            {data.requests.map(({ id, title, createdAt }) => (
              <li key={id} class="portal-row">
                <a href={`#/landlord/${encodeURIComponent(id)}`}>{title}</a>
                <span class="zk-muted">{formatDateTime(createdAt)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
};
