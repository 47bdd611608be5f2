import { Actions, Card, IconList, LinkButton, useTexts } from '@zk-income/ui';
import { TEXTS } from '../texts.js';
import { HELP_TEXTS } from './help-texts.js';

/** For the payroll office that got the message of an employee. */
export const EmployersPage = () => {
  const t = useTexts(HELP_TEXTS);
  const all = useTexts(TEXTS);
  return (
    <>
      <div class="zk-stack">
        <h1>{t.forEmployersTitle}</h1>
        <p class="zk-lead">{t.forEmployersLead}</p>
      </div>
      <Card>
        <IconList
          icon="check"
          tone="success"
          items={[t.forEmployersWhat, t.forEmployersHow, t.forEmployersPrivacy, t.forEmployersRevoke]}
        />
      </Card>
      <p>{t.forEmployersStart}</p>
      <Actions>
        <LinkButton href="#/">{all.toWallet}</LinkButton>
      </Actions>
    </>
  );
};
