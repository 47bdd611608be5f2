import {
  Actions,
  Alert,
  Badge,
  Card,
  CopyButton,
  Details,
  LinkButton,
  PageFrame,
  QrCode,
  useTexts,
} from '@zk-income/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type RequestState, watchRequest } from '../shared/request-status.js';
import { hostOf, type Service } from '../shared/service.js';
import type { OfferLink, RequestLink } from './read-link.js';
import { TEXTS } from './texts.js';

type Usable = OfferLink | RequestLink;

/** On a phone the wallet is on this device; on a computer it is on the phone. */
const SMALL_SCREEN = '(max-width: 45rem), (pointer: coarse)';

function useSmallScreen(): boolean {
  const query = matchMedia(SMALL_SCREEN);
  const [isSmall, setSmall] = useState(query.matches);
  useEffect(() => {
    const update = () => setSmall(query.matches);
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }, []);
  return isSmall;
}

/** The public state of a request. Undefined for an offer, for a link without an id of the state, and until it is known. */
function useRequestState(link: Usable): RequestState | undefined {
  const [state, setState] = useState<RequestState>();
  const statusId = link.kind === 'request' ? link.statusId : undefined;
  useEffect(() => {
    setState(undefined);
    if (statusId === undefined) return undefined;
    const watch = new AbortController();
    const url = new URL(`./requests/status/${statusId}`, location.href).href;
    void watchRequest({ url, onState: setState, signal: watch.signal });
    return () => watch.abort();
  }, [statusId]);
  return state;
}

const ButtonsOfWallets = ({ link, walletUrl }: { readonly link: Usable; readonly walletUrl?: string }) => {
  const t = useTexts(TEXTS);
  return (
    <>
      <Actions>
        <LinkButton kind="primary" icon="card" href={link.opens}>
          {t.openWallet}
        </LinkButton>
        {walletUrl !== undefined && (
          <LinkButton icon="arrow" href={`${walletUrl}/#/${link.kind}?uri=${encodeURIComponent(link.opens)}`}>
            {t.openWebWallet}
          </LinkButton>
        )}
      </Actions>
      {walletUrl !== undefined && <p class="zk-muted">{t.webWalletHint(hostOf(walletUrl))}</p>}
      <p class="zk-muted">{t.nothingHappens}</p>
      <Actions>
        <CopyButton text={link.opens} kind="quiet">
          {t.copyLink}
        </CopyButton>
      </Actions>
    </>
  );
};

const Code = ({ link }: { readonly link: Usable }) => {
  const t = useTexts(TEXTS);
  return (
    <>
      <p>{t.scanHint}</p>
      <QrCode text={link.opens} alt={t.qrAlt} />
    </>
  );
};

/** Opens a wallet on this device, or shows the code for one on another. */
const WaysToWallet = ({ link, walletUrl }: { readonly link: Usable; readonly walletUrl?: string }) => {
  const t = useTexts(TEXTS);
  const isSmall = useSmallScreen();
  const [here, scan] = link.kind === 'offer' ? [t.offerHere, t.offerScan] : [t.requestHere, t.requestScan];
  const buttons = (
    <Card title={here} icon="card" key="here">
      <ButtonsOfWallets link={link} walletUrl={walletUrl} />
    </Card>
  );
  if (isSmall)
    return (
      <>
        {buttons}
        <Details title={scan}>
          <Code link={link} />
        </Details>
      </>
    );
  return (
    <div class="zk-columns">
      <Card title={scan} icon="camera" key="scan">
        <Code link={link} />
      </Card>
      {buttons}
    </div>
  );
};

const Questions = ({ link, service }: { readonly link: Usable; readonly service: Service }) => {
  const t = useTexts(TEXTS);
  const host = hostOf(service.publicUrl);
  return (
    <div>
      <Details title={t.noWalletTitle}>
        <p>{t.noWalletWhat}</p>
        {service.walletUrl !== undefined && <p>{t.noWalletWeb}</p>}
        {link.kind === 'offer' && <p>{t.noWalletOffer(host)}</p>}
      </Details>
      {link.kind === 'request' && (
        <Details title={t.noCredentialTitle}>
          <p>{t.noCredentialText}</p>
        </Details>
      )}
      <Details title={t.unexpectedTitle}>
        <p>{link.kind === 'offer' ? t.unexpectedOffer : t.unexpectedRequest}</p>
      </Details>
    </div>
  );
};

const StateOf = ({ state, host }: { readonly state: RequestState | undefined; readonly host: string }) => {
  const t = useTexts(TEXTS);
  // There from the start, so that screen readers announce what changes in it.
  return (
    <div aria-live="polite" class="zk-stack">
      {state === 'open' && (
        <Badge tone="info" icon="clock">
          {t.stateOpen}
        </Badge>
      )}
      {state === 'done' && (
        <Alert tone="success" title={t.stateDoneTitle}>
          <p>{t.stateDoneText(host)}</p>
        </Alert>
      )}
      {state === 'gone' && (
        <Alert tone="warning" title={t.stateGoneTitle}>
          <p>{t.stateGoneText}</p>
        </Alert>
      )}
    </div>
  );
};

/** The page of an offer or a request: what it is, and how to open it in a wallet. */
export const LinkPage = ({
  link,
  service,
  children,
}: {
  readonly link: Usable;
  readonly service: Service;
  /** What else there is to say, at the end. */
  readonly children?: ComponentChildren;
}) => {
  const t = useTexts(TEXTS);
  const state = useRequestState(link);
  const host = hostOf(service.publicUrl);
  const isOver = state === 'done' || state === 'gone';
  const title = link.kind === 'offer' ? t.offerTitle : t.requestTitle(host);
  return (
    <Frame title={title} home={location.href}>
      <h1>{title}</h1>
      {!isOver && <p class="zk-lead">{link.kind === 'offer' ? t.offerLead(host) : t.requestLead}</p>}
      <StateOf state={state} host={host} />
      {link.kind === 'offer' && link.code !== undefined && (
        <Alert tone="info" title={t.codeTitle}>
          <p>{t.codeText(host, link.code.length)}</p>
        </Alert>
      )}
      {!isOver && <WaysToWallet link={link} walletUrl={service.walletUrl} />}
      {link.kind === 'offer' && <p>{t.offerOnce}</p>}
      {!isOver && <Questions link={link} service={service} />}
      {children}
    </Frame>
  );
};

export const UnusablePage = ({
  reason,
  service,
}: {
  readonly reason: 'incomplete' | 'foreign';
  readonly service: Service;
}) => {
  const t = useTexts(TEXTS);
  const title = reason === 'foreign' ? t.foreignTitle : t.incompleteTitle;
  return (
    <Frame title={title} home={location.pathname}>
      <h1>{title}</h1>
      <Alert tone={reason === 'foreign' ? 'danger' : 'warning'}>
        <p>{reason === 'foreign' ? t.foreignText(hostOf(service.publicUrl)) : t.incompleteText}</p>
      </Alert>
    </Frame>
  );
};

interface FrameProps {
  readonly title: string;
  /** Where the name of the page leads: the link itself, because it is in the fragment. */
  readonly home: string;
  readonly footer?: string;
  readonly children: ComponentChildren;
}

export const Frame = ({ title, home, footer, children }: FrameProps) => {
  const t = useTexts(TEXTS);
  return (
    <PageFrame name={t.name} title={title} home={home} footer={<p>{footer ?? t.private}</p>}>
      {children}
    </PageFrame>
  );
};
