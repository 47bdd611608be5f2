import {
  Actions,
  Alert,
  Button,
  Card,
  Details,
  formatDateTime,
  Quote,
  Spinner,
  say,
  useTexts,
} from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { hostOf, type Service } from '../shared/service.js';
import { Frame, LinkPage } from './link-page.js';
import {
  type Application,
  fetchInvitation,
  type Invitation,
  KeptApplications,
  makeRequest,
  type Refusal,
} from './listing.js';
import { type ListingLink, readLink } from './read-link.js';
import { TEXTS } from './texts.js';

const kept = new KeptApplications();
/** What an applicant may tell the owner of the listing, who has the whole id in the list. */
const REFERENCE_CHARACTERS = 8;

const Statements = ({ invitation }: { readonly invitation: Invitation }) => {
  const t = useTexts(TEXTS);
  const { statements, alternatives } = invitation;
  const list = (items: Invitation['statements']) => (
    <ul>
      {items.map((words) => (
        <li key={words.en}>{say(words)}</li>
      ))}
    </ul>
  );
  return (
    <>
      {statements.length > 0 && list(statements)}
      {statements.length === 0 && alternatives === undefined && <p>{t.listingDiscloses}</p>}
      {alternatives?.map(({ label, statements: own }) => (
        <div key={label}>
          <p>{t.listingEither}</p>
          {list(own)}
        </div>
      ))}
    </>
  );
};

const Refused = ({ reason, retry }: { readonly reason: Refusal; readonly retry: () => void }) => {
  const t = useTexts(TEXTS);
  const [title, text] = {
    unknown: [t.listingUnknownTitle, t.listingUnknownText],
    closed: [t.listingClosedTitle, t.listingClosedText],
    busy: [t.listingBusyTitle, t.listingBusyText],
    failed: [t.listingFailedTitle, t.listingFailedText],
  }[reason] as [string, string];
  const isFinal = reason === 'unknown' || reason === 'closed';
  return (
    <Alert tone={isFinal ? 'info' : 'warning'} title={title} live>
      <p>{text}</p>
      {!isFinal && (
        <Actions>
          <Button onClick={retry}>{t.listingRetry}</Button>
        </Actions>
      )}
    </Alert>
  );
};

interface InvitedProps {
  readonly link: ListingLink;
  readonly host: string;
  readonly onApplied: (application: Application) => void;
}

/** What is asked, before this person asks for a request. */
const Invited = ({ link, host, onApplied }: InvitedProps) => {
  const t = useTexts(TEXTS);
  const [invitation, setInvitation] = useState<Invitation | Refusal>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [isBusy, setBusy] = useState(false);
  const load = () => {
    setInvitation(undefined);
    void fetchInvitation(link.text).then(setInvitation);
  };
  useEffect(load, [link.text]);
  const apply = async () => {
    setBusy(true);
    setRefusal(undefined);
    const applied = await makeRequest(link.text);
    setBusy(false);
    if (typeof applied === 'string') setRefusal(applied);
    else onApplied(applied);
  };
  if (invitation === undefined) return <Spinner />;
  if (typeof invitation === 'string') return <Refused reason={invitation} retry={load} />;
  const { title, purpose, legal_basis: basis, expires_at } = invitation;
  return (
    <>
      <Quote from={host}>
        <strong>{title}</strong>
        {[purpose, basis].map(
          (text) =>
            text !== undefined &&
            text !== title && (
              <span key={text}>
                <br />
                {text}
              </span>
            ),
        )}
      </Quote>
      <Card title={t.listingAsks} icon="info">
        <Statements invitation={invitation} />
        <p class="zk-muted">{t.listingNoAmounts}</p>
      </Card>
      {refusal !== undefined && <Refused reason={refusal} retry={() => void apply()} />}
      {refusal !== 'unknown' && refusal !== 'closed' && (
        <Actions>
          <Button kind="primary" busy={isBusy} onClick={() => void apply()}>
            {t.listingApply}
          </Button>
        </Actions>
      )}
      <p class="zk-muted">{t.listingNothingYet(formatDateTime(expires_at))}</p>
      <Details title={t.listingWhyTitle}>
        <p>{t.listingWhyText(host)}</p>
      </Details>
    </>
  );
};

/** The page of a listing: what it asks, and then the request that it made for this person. */
export const ListingPage = ({ link, service }: { readonly link: ListingLink; readonly service: Service }) => {
  const t = useTexts(TEXTS);
  const [application, setApplication] = useState(() => kept.find(link.text));
  useEffect(() => setApplication(kept.find(link.text)), [link.text]);
  const host = hostOf(service.publicUrl);
  const request = application && readLink(application.link, service);
  if (application === undefined || request?.kind !== 'request') {
    const title = t.listingTitle(host);
    return (
      <Frame title={title} home={location.href} footer={t.listingPrivate}>
        <h1>{title}</h1>
        <Invited
          link={link}
          host={host}
          onApplied={(applied) => {
            kept.keep(link.text, applied);
            setApplication(applied);
          }}
        />
      </Frame>
    );
  }
  return (
    <LinkPage link={request} service={service}>
      <Details title={t.listingReferenceTitle}>
        <p>{t.listingReferenceText(application.status_id.slice(0, REFERENCE_CHARACTERS))}</p>
      </Details>
      <Details title={t.listingAnotherTitle}>
        <p>{t.listingAnotherText}</p>
        <Actions>
          <Button
            onClick={() => {
              kept.forget(link.text);
              setApplication(undefined);
            }}
          >
            {t.listingAnotherButton}
          </Button>
        </Actions>
      </Details>
    </LinkPage>
  );
};
