import { Actions, Button, Card, CopyButton, LinkButton, useTexts } from '@zk-income/ui';
import { HELP_TEXTS } from './help-texts.js';

/** The page that explains to employers what they are asked for. */
const employersLink = (): string => new URL('#/employers', location.href).href;

const Employer = () => {
  const t = useTexts(HELP_TEXTS);
  const message = t.employerMessage(employersLink());
  const mail = `mailto:?subject=${encodeURIComponent(t.employerSubject)}&body=${encodeURIComponent(message)}`;
  const share = () => navigator.share({ title: t.employerSubject, text: message }).catch(() => undefined);
  return (
    <Card title={t.employerTitle} icon="building">
      <p>{t.employerLead}</p>
      <div class="wallet-message">{message}</div>
      <Actions>
        <LinkButton kind="primary" href={mail}>
          {t.employerMail}
        </LinkButton>
        <CopyButton text={message}>{t.employerCopy}</CopyButton>
        {'share' in navigator && <Button onClick={() => void share()}>{t.employerShare}</Button>}
      </Actions>
      <h3>{t.employerMeanwhile}</h3>
      <p>{t.employerMeanwhileText}</p>
    </Card>
  );
};

export const HelpPage = () => {
  const t = useTexts(HELP_TEXTS);
  return (
    <>
      <h1>{t.helpTitle}</h1>
      <Card title={t.lostTitle} icon="lock">
        <p>{t.lostLead}</p>
        <ol class="wallet-how">
          <li>{t.lost1}</li>
          <li>{t.lost2}</li>
          <li>{t.lost3}</li>
        </ol>
        <p class="zk-muted">{t.lost4}</p>
      </Card>
      <Employer />
      <Card title={t.safeTitle} icon="shield">
        <p>{t.safe1}</p>
        <p>{t.safe2}</p>
        <p>{t.safe3}</p>
      </Card>
    </>
  );
};
