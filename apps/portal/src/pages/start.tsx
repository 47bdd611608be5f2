import { Card, LinkButton, useTexts } from '@zk-income/ui';
import { TEXTS } from './texts.js';

const wallet = () => `${location.protocol}//wallet.localhost:${location.port}/`;

/** The story: employer, tenant, landlord. */
export const Start = () => {
  const t = useTexts(TEXTS);
  return (
    <div class="zk-stack">
      <h1>{t.storyTitle}</h1>
      <p class="zk-lead">{t.storyLead}</p>
      <div class="zk-columns">
        <Card title={t.story1} icon="building">
          <p>{t.story1Text}</p>
          <LinkButton kind="primary" href="#/payroll/new" wide>
            {t.story1Link}
          </LinkButton>
        </Card>
        <Card title={t.story2} icon="person">
          <p>{t.story2Text}</p>
          <LinkButton href={wallet()} wide>
            {t.story2Link}
          </LinkButton>
        </Card>
        <Card title={t.story3} icon="home">
          <p>{t.story3Text}</p>
          <LinkButton href="#/landlord/new" wide>
            {t.story3Link}
          </LinkButton>
        </Card>
      </div>
    </div>
  );
};
