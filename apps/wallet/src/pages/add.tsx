import { Actions, Alert, Button, Card, TextArea, useTexts } from '@zk-income/ui';
import { useState } from 'preact/hooks';
import { routeOfLink } from '../router.js';
import { Scanner } from '../scanner.js';
import { TEXTS } from '../texts.js';

export const AddPage = () => {
  const t = useTexts(TEXTS);
  const [link, setLink] = useState('');
  const [isUnknown, setUnknown] = useState(false);
  /** @returns whether it was a link that the wallet can follow */
  const follow = (text: string): boolean => {
    const target = routeOfLink(text);
    setUnknown(target === undefined);
    if (target !== undefined) location.hash = target;
    return target !== undefined;
  };
  return (
    <>
      <div class="zk-stack">
        <h1>{t.addTitle}</h1>
        <p class="zk-lead">{t.addLead}</p>
      </div>
      <Card title={t.scanTitle} icon="camera">
        <Scanner onText={follow} />
        {isUnknown && link === '' && (
          <Alert tone="danger" live>
            <p>{t.linkUnknown}</p>
          </Alert>
        )}
      </Card>
      <Card title={t.pasteTitle} icon="link">
        <form
          class="zk-stack"
          onSubmit={(event) => {
            event.preventDefault();
            follow(link);
          }}
        >
          <TextArea
            label={t.pasteLabel}
            hint={t.pasteHint}
            rows={3}
            monospace
            value={link}
            onInput={(value) => {
              setLink(value);
              setUnknown(false);
            }}
            {...(isUnknown && link !== '' && { error: t.linkUnknown })}
          />
          <Actions>
            <Button kind="primary" type="submit" icon="arrow">
              {t.pasteContinue}
            </Button>
          </Actions>
        </form>
      </Card>
    </>
  );
};
