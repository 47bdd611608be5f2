import { Alert, useTexts } from '@zk-income/ui';
import type { ApiError } from './api.js';
import { TEXTS } from './texts.js';

/** What went wrong, and what to do. */
export const Problem = ({ error }: { readonly error: ApiError | undefined }) => {
  const t = useTexts(TEXTS);
  if (error === undefined) return null;
  if (error.code === 'session_required') {
    return (
      <Alert tone="warning" title={t.sessionTitle} live>
        <p>{t.sessionText}</p>
      </Alert>
    );
  }
  if (error.code === 'offline' || error.code === 'service_unavailable') {
    return (
      <Alert tone="danger" title={t.offlineTitle} live>
        <p>{t.offlineText}</p>
      </Alert>
    );
  }
  return (
    <Alert tone="danger" title={t.problemTitle} live>
      <p lang="en">{error.message}</p>
      <ul>
        {error.errors.map(({ pointer, detail }) => (
          <li key={pointer} lang="en">
            {pointer.replace('#/', '')}: {detail}
          </li>
        ))}
      </ul>
    </Alert>
  );
};
