import { VOCABULARIES } from '@zk-income/credential';
import { Card, Facts, formatDateTime, IconList, language, say, useTexts } from '@zk-income/ui';
import type { Receipt } from './check-receipt.js';
import { TEXTS } from './texts.js';

const Code = ({ children }: { readonly children: string }) => <code>{children}</code>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const Statements = ({ receipt }: { readonly receipt: Receipt }) => {
  const t = useTexts(TEXTS);
  const people = Object.entries(receipt.people);
  return (
    <Card title={receipt.kind === 'verified' ? t.verifiedTitle : t.disclosedTitle} icon="shield">
      {receipt.notice !== undefined && <p>{say(receipt.notice)}</p>}
      {receipt.statements.length > 0 && (
        <IconList icon="check" tone="success" items={receipt.statements.map((words) => say(words))} />
      )}
      {receipt.alternative !== undefined && <p>{t.alternative(receipt.alternative)}</p>}
      {people.length > 0 && (
        <>
          <h3>{t.peopleTitle}</h3>
          <Facts facts={people.map(([name, ids]) => ({ name, value: ids.join(', ') }))} />
        </>
      )}
    </Card>
  );
};

const Claims = ({ receipt }: { readonly receipt: Receipt }) => {
  const t = useTexts(TEXTS);
  const names: Readonly<Record<string, string>> = VOCABULARIES[language.value].claims;
  const nameOf = (claim: string) => (Object.hasOwn(names, claim) ? names[claim] : claim);
  const facts = Object.entries(receipt.disclosed).flatMap(([credential, claims]) =>
    Object.entries(claims).map(([claim, value]) => ({
      name: `${nameOf(claim)} (${credential})`,
      value: textOf(value),
    })),
  );
  return facts.length === 0 ? null : (
    <Card title={t.claimsTitle} icon="person">
      <Facts facts={facts} />
    </Card>
  );
};

const Limits = ({ receipt }: { readonly receipt: Receipt }) => {
  const t = useTexts(TEXTS);
  const hasClaims = Object.values(receipt.disclosed).some((claims) => Object.keys(claims).length > 0);
  return (
    <Card title={t.limitsTitle} icon="info" tone="accent">
      <IconList
        icon="cross"
        items={[hasClaims ? t.limitClaims : t.limitIdentity, t.limitAmount, t.limitNow]}
      />
    </Card>
  );
};

/** The fields of a receipt whose signature was verified. */
export const GenuineReceipt = ({ receipt, kid }: { readonly receipt: Receipt; readonly kid: string }) => {
  const t = useTexts(TEXTS);
  const time = formatDateTime(receipt.issuedAt);
  return (
    <>
      <Statements receipt={receipt} />
      <Claims receipt={receipt} />
      <Limits receipt={receipt} />
      <Card title={t.detailsTitle} icon="copy">
        <Facts
          facts={[
            { name: t.signer, value: receipt.iss },
            { name: t.owner, value: receipt.aud },
            { name: t.signedAt, value: time },
            { name: t.credentials, value: receipt.notRevoked.join(', ') },
            { name: t.requestId, value: <Code>{receipt.requestId}</Code> },
            { name: t.receiptId, value: <Code>{receipt.receiptId}</Code> },
            { name: t.policyHash, value: <Code>{receipt.policyHash}</Code> },
            { name: t.presentationHash, value: <Code>{receipt.presentationHash}</Code> },
            { name: t.key, value: <Code>{kid}</Code> },
          ]}
        />
      </Card>
    </>
  );
};
