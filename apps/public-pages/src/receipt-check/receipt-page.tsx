import {
  Actions,
  Alert,
  Button,
  Card,
  Details,
  FieldFrame,
  formatDateTime,
  Loading,
  PageFrame,
  useTexts,
} from '@zk-income/ui';
import type { JSONWebKeySet } from 'jose';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hostOf, type Service } from '../shared/service.js';
import { type Checked, checkReceipt, MAX_CHARACTERS } from './check-receipt.js';
import { GenuineReceipt } from './genuine-receipt.js';
import { TEXTS } from './texts.js';

interface PinnedKeys {
  readonly keys: JSONWebKeySet;
  readonly fetchedAt: number;
}

/** The keys of the verifier, fetched once when the page opens. */
function useKeys(): { readonly pinned?: PinnedKeys; readonly failed: boolean; readonly retry: () => void } {
  const [pinned, setPinned] = useState<PinnedKeys>();
  const [failed, setFailed] = useState(false);
  const load = async () => {
    setFailed(false);
    try {
      const response = await fetch('../.well-known/jwks.json', { cache: 'no-cache', credentials: 'omit' });
      if (!response.ok) throw new Error(`status ${response.status}`);
      setPinned({ keys: (await response.json()) as JSONWebKeySet, fetchedAt: Date.now() });
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => void load(), []);
  return { pinned, failed, retry: () => void load() };
}

/** The result for the present text. A slow check of an earlier text does not replace it. */
function useCheck(text: string, pinned: PinnedKeys | undefined, iss: string): Checked | undefined {
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    let isCurrent = true;
    setChecked(undefined);
    if (text.trim() === '' || pinned === undefined) return undefined;
    void checkReceipt(text, pinned.keys, iss).then((result) => {
      if (isCurrent) setChecked(result);
    });
    return () => {
      isCurrent = false;
    };
  }, [text, pinned, iss]);
  return checked;
}

interface InputProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

const ReceiptInput = ({ text, onText }: InputProps) => {
  const t = useTexts(TEXTS);
  const chooser = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [isOver, setOver] = useState(false);

  async function read(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MAX_CHARACTERS) setError(t.fileTooLarge);
    else {
      setError(undefined);
      onText(await file.text());
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut; there is a button for it.
    <div
      class={`zk-stack${isOver ? ' drop-target' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer?.getData('text');
        if (dropped) onText(dropped);
        else void read(event.dataTransfer?.files[0]);
      }}
    >
      <FieldFrame label={t.input} hint={t.inputHint} error={error}>
        {(ids) => (
          <textarea
            {...ids}
            class="zk-input zk-monospace"
            rows={6}
            spellcheck={false}
            autocomplete="off"
            value={text}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".jwt,.json,.txt,application/jwt,application/json,text/plain"
        aria-label={t.chooseFile}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <Actions>
        <Button icon="download" onClick={() => chooser.current?.click()}>
          {t.chooseFile}
        </Button>
        {text !== '' && (
          <Button kind="quiet" onClick={() => onText('')}>
            {t.clear}
          </Button>
        )}
      </Actions>
    </div>
  );
};

const Result = ({ checked, host }: { readonly checked: Checked | undefined; readonly host: string }) => {
  const t = useTexts(TEXTS);
  return (
    <div class="zk-stack" aria-live="polite">
      {checked?.genuine === true && (
        <Alert tone="success" title={t.genuine}>
          <p>{t.genuineText(host, formatDateTime(checked.receipt.issuedAt))}</p>
        </Alert>
      )}
      {checked?.genuine === false && checked.fault === 'changed' && (
        <Alert tone="danger" title={t.changed}>
          <p>{t.changedText}</p>
        </Alert>
      )}
      {checked?.genuine === false && checked.fault === 'unknown_key' && (
        <Alert tone="warning" title={t.unknownKey}>
          <p>{t.unknownKeyText(host)}</p>
        </Alert>
      )}
      {checked?.genuine === false && checked.fault === 'not_a_receipt' && (
        <Alert tone="warning" title={t.notAReceipt}>
          <p>{t.notAReceiptText}</p>
        </Alert>
      )}
    </div>
  );
};

const Keys = ({ pinned, host }: { readonly pinned: PinnedKeys; readonly host: string }) => {
  const t = useTexts(TEXTS);
  return (
    <Details title={t.keysTitle}>
      <p>{t.keysText(host, formatDateTime(pinned.fetchedAt))}</p>
      <ul>
        {pinned.keys.keys.map(({ kid }) => (
          <li key={kid}>
            <code>{kid}</code>
          </li>
        ))}
      </ul>
    </Details>
  );
};

/** Verifies a receipt on this device, and shows the fields that its verifier has signed. */
export const ReceiptPage = ({ service }: { readonly service: Service }) => {
  const t = useTexts(TEXTS);
  const [text, setText] = useState('');
  const { pinned, failed, retry } = useKeys();
  const checked = useCheck(text, pinned, service.publicUrl);
  const host = hostOf(service.publicUrl);
  return (
    <PageFrame name={t.name} title={t.title} home={location.pathname}>
      <h1>{t.title}</h1>
      <p class="zk-lead">{t.lead(host)}</p>
      {failed && (
        <Alert tone="danger" live>
          <p>{t.keysFailed}</p>
          <Actions>
            <Button onClick={retry}>{t.retry}</Button>
          </Actions>
        </Alert>
      )}
      <Card>
        <ReceiptInput text={text} onText={setText} />
      </Card>
      {pinned === undefined && !failed && <Loading>{t.keysLoading}</Loading>}
      <Result checked={checked} host={host} />
      {checked?.genuine === true && <GenuineReceipt receipt={checked.receipt} kid={checked.kid} />}
      {pinned !== undefined && <Keys pinned={pinned} host={host} />}
    </PageFrame>
  );
};
