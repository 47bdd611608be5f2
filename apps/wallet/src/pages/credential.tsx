import type { CredentialSummary } from '@zk-income/holder';
import {
  Actions,
  Alert,
  Amount,
  Button,
  Card,
  Dialog,
  Facts,
  formatDate,
  formatDateTime,
  LinkButton,
  useSignal,
  useTexts,
} from '@zk-income/ui';
import { useState } from 'preact/hooks';
import { openedWallet, revision, storedChanged, useLoaded } from '../access.js';
import { partyName, periodText } from '../names.js';
import { replaceRoute } from '../router.js';
import { TEXTS } from '../texts.js';
import { attributeName, attributeValue, claimName } from '../wallet-words.js';
import { Failure, Shown, StatusBadge } from './parts.js';

const Amounts = ({ id, attributes, currency }: CredentialSummary) => {
  const reveal = (name: string) => async () => {
    const amounts = await (await openedWallet()).amounts(id);
    return attributeValue(name, amounts[name] ?? '0', currency);
  };
  const facts = attributes.map((name) => ({
    name: attributeName(name),
    value: <Amount name={attributeName(name)} reveal={reveal(name)} />,
  }));
  return <Facts facts={facts} />;
};

const Removal = ({ id }: { readonly id: string }) => {
  const t = useTexts(TEXTS);
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<unknown>();
  const remove = async () => {
    try {
      await (await openedWallet()).remove(id);
      storedChanged();
      replaceRoute('#/');
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <>
      <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
        {t.remove}
      </Button>
      <Dialog open={isAsking} title={t.removeTitle} onClose={() => setAsking(false)}>
        <p>{t.removeText}</p>
        {error !== undefined && <Failure error={error} />}
        <Actions>
          <Button kind="danger" onClick={() => void remove()}>
            {t.removeConfirm}
          </Button>
          <Button onClick={() => setAsking(false)}>{t.cancel}</Button>
        </Actions>
      </Dialog>
    </>
  );
};

const Shares = ({ shares }: CredentialSummary) => {
  const t = useTexts(TEXTS);
  return (
    <div class="zk-stack">
      <p>
        <strong>{t.sharesLeft(shares.left, shares.of)}</strong>
      </p>
      <meter
        class="wallet-shares"
        min={0}
        max={shares.of}
        value={shares.left}
        aria-label={t.sharesLeft(shares.left, shares.of)}
      />
      <p class="zk-muted">{t.sharesWhy}</p>
    </div>
  );
};

const Credential = ({ credential }: { readonly credential: CredentialSummary }) => {
  const t = useTexts(TEXTS);
  const { issuer, payer, validUntil, receivedAt, claims, status } = credential;
  return (
    <>
      <div class="zk-stack">
        <h1>{t.incomeFrom(partyName(issuer))}</h1>
        <StatusBadge {...credential} />
      </div>
      <Card title={t.amounts} icon="lock">
        <p class="zk-muted">{t.amountsHint}</p>
        <Amounts {...credential} />
      </Card>
      <Card>
        <Shares {...credential} />
      </Card>
      <Card title={t.details}>
        <Facts
          facts={[
            { name: t.period, value: periodText(credential) },
            { name: t.issuer, value: issuer.iss },
            { name: t.payer, value: payer },
            { name: t.validUntil, value: formatDate(validUntil) },
            { name: t.receivedAt, value: formatDateTime(receivedAt) },
            ...(status ? [{ name: t.lastStatus, value: formatDateTime(status.seenAt) }] : []),
          ]}
        />
      </Card>
      {claims.length > 0 && (
        <Card title={t.claims} icon="person">
          <p class="zk-muted">{t.claimsHint}</p>
          <p>{claims.map((name) => claimName(name)).join(', ')}</p>
        </Card>
      )}
      <Alert>
        <p>{t.wrongAmount}</p>
      </Alert>
      <Actions>
        <LinkButton href="#/">{t.back}</LinkButton>
        <Removal id={credential.id} />
      </Actions>
    </>
  );
};

export const CredentialPage = ({ id }: { readonly id: string }) => {
  const t = useTexts(TEXTS);
  const loaded = useLoaded(async () => (await openedWallet()).credentials(), [useSignal(revision)]);
  return (
    <Shown loaded={loaded}>
      {(credentials) => {
        const credential = credentials.find((one) => one.id === id);
        return credential ? (
          <Credential credential={credential} />
        ) : (
          <>
            <h1>{t.notFound}</h1>
            <Actions>
              <LinkButton href="#/">{t.toWallet}</LinkButton>
            </Actions>
          </>
        );
      }}
    </Shown>
  );
};
