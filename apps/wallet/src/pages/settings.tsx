import {
  Actions,
  Alert,
  Button,
  Card,
  CopyButton,
  Dialog,
  Field,
  LinkButton,
  useSignal,
  useTexts,
} from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { openedWallet, restoreFrom, storedChanged, useLoaded } from '../access.js';
import { installPrompt, isInstalled, isIos, isStorageKept, keepStorage } from '../installation.js';
import { TEXTS } from '../texts.js';
import { Failure } from './parts.js';
import { SETTINGS_TEXTS } from './settings-texts.js';

const Keeping = () => {
  const t = useTexts(SETTINGS_TEXTS);
  const [attempt, setAttempt] = useState(0);
  const kept = useLoaded(isStorageKept, [attempt]);
  const isKept = kept.state === 'done' && kept.value;
  const prompt = useSignal(installPrompt);
  return (
    <Card title={t.installTitle} icon="download">
      <p>{t.installText}</p>
      {isIos() && !isInstalled() && <p>{t.installIos}</p>}
      {isKept && (
        <Alert tone="success">
          <p>{t.persisted}</p>
        </Alert>
      )}
      {!isKept && attempt > 0 && (
        <Alert tone="warning" live>
          <p>{t.persistNot}</p>
        </Alert>
      )}
      <Actions>
        {prompt && (
          <Button kind="primary" onClick={() => void prompt.prompt()}>
            {t.install}
          </Button>
        )}
        {!isKept && (
          <Button onClick={() => void keepStorage().then(() => setAttempt(attempt + 1))}>{t.persist}</Button>
        )}
      </Actions>
    </Card>
  );
};

interface MadeBackup {
  readonly id: string;
  readonly code: string;
  readonly moved: number;
  /** A `blob:` URL. */
  readonly url: string;
}

const Backup = ({ backup, onUndo }: { readonly backup: MadeBackup; readonly onUndo: () => void }) => {
  const t = useTexts(SETTINGS_TEXTS);
  useEffect(() => () => URL.revokeObjectURL(backup.url), [backup.url]);
  return (
    <>
      <Alert tone="warning" title={t.backupCode} live>
        <p>{t.backupCodeText}</p>
      </Alert>
      <p class="wallet-recovery-code">{backup.code}</p>
      <p class="zk-muted">{t.backupMoved(backup.moved)}</p>
      <Actions>
        <LinkButton kind="primary" icon="download" href={backup.url} download="income-wallet.backup">
          {t.backupSave}
        </LinkButton>
        <CopyButton text={backup.code} />
        <Button kind="quiet" onClick={onUndo}>
          {t.backupUndo}
        </Button>
      </Actions>
    </>
  );
};

const Backups = () => {
  const t = useTexts(SETTINGS_TEXTS);
  const all = useTexts(TEXTS);
  const [state, setState] = useState<'idle' | 'asking' | 'undone' | MadeBackup>('idle');
  const [error, setError] = useState<unknown>();
  const attempt = async (work: () => Promise<'undone' | MadeBackup>) => {
    try {
      setError(undefined);
      setState(await work());
      storedChanged();
    } catch (cause) {
      setState('idle');
      setError(cause);
    }
  };
  const make = () =>
    attempt(async () => {
      const { id, code, moved, file } = await (await openedWallet()).exportBackup();
      return { id, code, moved, url: URL.createObjectURL(new Blob([file as BufferSource])) };
    });
  const undo = ({ id }: MadeBackup) =>
    attempt(async () => {
      await (await openedWallet()).cancelBackup(id);
      return 'undone';
    });
  return (
    <Card title={t.backupTitle} icon="lock">
      <p>{t.backupText}</p>
      {error !== undefined && <Failure error={error} />}
      {state === 'undone' && (
        <Alert tone="success" live>
          <p>{t.backupUndone}</p>
        </Alert>
      )}
      {typeof state === 'object' ? (
        <Backup backup={state} onUndo={() => void undo(state)} />
      ) : (
        <Actions>
          <Button icon="lock" onClick={() => setState('asking')}>
            {t.backupMake}
          </Button>
        </Actions>
      )}
      <Dialog
        open={state === 'asking'}
        title={t.backupDialogTitle}
        onClose={() => setState((now) => (now === 'asking' ? 'idle' : now))}
      >
        <p>{t.backupDialogText}</p>
        <Actions>
          <Button kind="primary" onClick={() => void make()}>
            {t.backupMake}
          </Button>
          <Button onClick={() => setState('idle')}>{all.cancel}</Button>
        </Actions>
      </Dialog>
    </Card>
  );
};

const Restore = () => {
  const t = useTexts(SETTINGS_TEXTS);
  const [file, setFile] = useState<File>();
  const [code, setCode] = useState('');
  const [isFileMissing, setFileMissing] = useState(false);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [error, setError] = useState<unknown>();
  const restore = async () => {
    setFileMissing(file === undefined);
    if (file === undefined || state === 'busy') return;
    setError(undefined);
    setState('busy');
    try {
      await restoreFrom(new Uint8Array(await file.arrayBuffer()), code);
      setState('done');
    } catch (cause) {
      setState('idle');
      setError(cause);
    }
  };
  return (
    <Card title={t.restoreTitle} icon="download">
      <p>{t.restoreText}</p>
      {error !== undefined && <Failure error={error} />}
      {state === 'done' && (
        <Alert tone="success" live>
          <p>{t.restored}</p>
        </Alert>
      )}
      <form
        class="zk-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void restore();
        }}
      >
        <Actions>
          <label class="zk-button zk-button-secondary wallet-file">
            {file?.name ?? t.restoreFile}
            <input type="file" onChange={(event) => setFile(event.currentTarget.files?.[0])} />
          </label>
        </Actions>
        {isFileMissing && <p class="zk-error">{t.restoreNoFile}</p>}
        <Field label={t.backupCode} value={code} onInput={setCode} monospace autoComplete="off" />
        <Actions>
          <Button type="submit" busy={state === 'busy'}>
            {t.restore}
          </Button>
        </Actions>
      </form>
    </Card>
  );
};

const ClearHistory = () => {
  const t = useTexts(SETTINGS_TEXTS);
  const all = useTexts(TEXTS);
  const [state, setState] = useState<'idle' | 'asking' | 'done'>('idle');
  const [error, setError] = useState<unknown>();
  const clear = async () => {
    try {
      await (await openedWallet()).clearHistory();
      storedChanged();
      setState('done');
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <Card title={t.clearTitle} icon="clock">
      <p>{t.clearText}</p>
      {state === 'done' && (
        <Alert tone="success" live>
          <p>{t.cleared}</p>
        </Alert>
      )}
      <Actions>
        <Button kind="danger" icon="trash" onClick={() => setState('asking')}>
          {t.clear}
        </Button>
      </Actions>
      <Dialog
        open={state === 'asking'}
        title={t.clearDialogTitle}
        onClose={() => setState((now) => (now === 'asking' ? 'idle' : now))}
      >
        <p>{t.clearDialogText}</p>
        {error !== undefined && <Failure error={error} />}
        <Actions>
          <Button kind="danger" onClick={() => void clear()}>
            {t.clear}
          </Button>
          <Button onClick={() => setState('idle')}>{all.cancel}</Button>
        </Actions>
      </Dialog>
    </Card>
  );
};

export const SettingsPage = () => {
  const all = useTexts(TEXTS);
  return (
    <>
      <h1>{all.settingsTitle}</h1>
      <Keeping />
      <Backups />
      <Restore />
      <ClearHistory />
    </>
  );
};
