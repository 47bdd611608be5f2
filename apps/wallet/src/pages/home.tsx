import type { CredentialSummary } from '@zk-income/holder';
import { Actions, Alert, Button, Card, Icon, LinkButton, useSignal, useTexts } from '@zk-income/ui';
import { useState } from 'preact/hooks';
import { openedWallet, revision, storedChanged, useLoaded } from '../access.js';
import { partyName, periodText } from '../names.js';
import { TEXTS } from '../texts.js';
import { Shown, StatusBadge } from './parts.js';

const Welcome = () => {
  const t = useTexts(TEXTS);
  return (
    <>
      <div class="zk-stack">
        <h1 class="wallet-display">{t.welcomeTitle}</h1>
        <p class="zk-lead">{t.welcome}</p>
      </div>
      <Actions>
        <LinkButton href="#/add" kind="primary" icon="plus">
          {t.receiveFirst}
        </LinkButton>
        <LinkButton href="#/help" kind="quiet">
          {t.employerDoesNot}
        </LinkButton>
      </Actions>
      <Card title={t.howTitle}>
        <ol class="wallet-how">
          <li>{t.how1}</li>
          <li>{t.how2}</li>
          <li>{t.how3}</li>
        </ol>
      </Card>
    </>
  );
};

const CredentialCard = ({ credential }: { readonly credential: CredentialSummary }) => {
  const t = useTexts(TEXTS);
  const { id, issuer, shares } = credential;
  return (
    <a class="wallet-credential" href={`#/credential/${encodeURIComponent(id)}`}>
      <span class="wallet-credential-head">
        <Icon name="building" />
        <StatusBadge {...credential} />
      </span>
      <span class="wallet-credential-title">{t.incomeFrom(partyName(issuer))}</span>
      <span>{periodText(credential)}</span>
      <span class="wallet-credential-shares">{t.sharesLeft(shares.left, shares.of)}</span>
    </a>
  );
};

/** The credentials, and whether issuers have revoked one since. */
const CredentialList = ({ credentials }: { readonly credentials: readonly CredentialSummary[] }) => {
  const t = useTexts(TEXTS);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const check = async () => {
    setState('busy');
    await (await openedWallet()).refreshStatus();
    storedChanged();
    setState('done');
  };
  return (
    <>
      <h1>{t.homeTitle}</h1>
      <div class="zk-columns">
        {credentials.map((credential) => (
          <CredentialCard key={credential.id} credential={credential} />
        ))}
      </div>
      <Actions>
        <LinkButton href="#/add" kind="primary" icon="plus">
          {t.addAnother}
        </LinkButton>
        <Button icon="shield" busy={state === 'busy'} onClick={() => void check()}>
          {t.checkStatus}
        </Button>
      </Actions>
      {state === 'done' && (
        <Alert tone="success" live>
          <p>{t.statusChecked}</p>
        </Alert>
      )}
    </>
  );
};

export const HomePage = () => {
  const loaded = useLoaded(async () => (await openedWallet()).credentials(), [useSignal(revision)]);
  return (
    <Shown loaded={loaded}>
      {(credentials) =>
        credentials.length === 0 ? <Welcome /> : <CredentialList credentials={credentials} />
      }
    </Shown>
  );
};
