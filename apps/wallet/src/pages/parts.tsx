import type { CredentialSummary, Party } from '@zk-income/holder';
import { Alert, Badge, Button, Loading, useTexts } from '@zk-income/ui';
import type { ComponentChildren } from 'preact';
import { type Loaded, useLoaded } from '../access.js';
import { codeOf } from '../error-code.js';
import { TEXTS } from '../texts.js';

/** What went wrong, what to do, and the code for a call to the help desk. */
export const Failure = ({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) => {
  const t = useTexts(TEXTS);
  const code = codeOf(error);
  // Most people never see one.
  const texts = useLoaded(() => import('../errors.js'), []);
  if (texts.state === 'loading') return null;
  return (
    <Alert tone="danger" live>
      <p>{texts.state === 'done' ? texts.value.errorText(code) : t.codeUnexplained}</p>
      {code !== undefined && <p class="zk-muted wallet-code">{t.code(code)}</p>}
      {onRetry && (
        <div>
          <Button onClick={onRetry}>{t.tryAgain}</Button>
        </div>
      )}
    </Alert>
  );
};

/** Shows what was loaded, or that it loads, or why it did not. */
export function Shown<Value>(props: {
  readonly loaded: Loaded<Value>;
  readonly loading?: string;
  readonly onRetry?: () => void;
  readonly children: (value: Value) => ComponentChildren;
}) {
  const { loaded, loading, onRetry, children } = props;
  if (loaded.state === 'loading') return <Loading {...(loading !== undefined && { children: loading })} />;
  if (loaded.state === 'failed') return <Failure error={loaded.error} {...(onRetry && { onRetry })} />;
  return <>{children(loaded.value)}</>;
}

/** Whether a credential can be used, in one word. */
export const StatusBadge = ({ isExpired, shares, status }: CredentialSummary) => {
  const t = useTexts(TEXTS);
  if (status?.value === 'revoked') return <Badge tone="danger">{t.revoked}</Badge>;
  if (status?.value === 'suspended') return <Badge tone="warning">{t.suspended}</Badge>;
  if (isExpired) return <Badge tone="danger">{t.expired}</Badge>;
  if (shares.left === 0) return <Badge tone="warning">{t.usedUp}</Badge>;
  return (
    <Badge tone="success" icon="check">
      {t.valid}
    </Badge>
  );
};

/** How genuine a party is, in words, with its address in both scripts where they differ. */
export const PartyBox = ({ party }: { readonly party: Party }) => {
  const t = useTexts(TEXTS);
  const isListed = party.level === 'listed';
  return (
    <div class="zk-stack wallet-party">
      <p class="wallet-party-name">{party.name ?? party.unicodeHost ?? party.host}</p>
      <p>
        <span class="zk-muted">{t.address}: </span>
        <code>{party.unicodeHost ?? party.host}</code>
      </p>
      {party.unicodeHost !== undefined && (
        <Alert tone="warning">
          <p>{t.punycode(party.host)}</p>
        </Alert>
      )}
      <Badge tone={isListed ? 'success' : 'warning'} icon={isListed ? 'shield' : 'warning'}>
        {isListed ? t.levelListed : party.level === 'refused' ? t.levelRefused : t.levelHostOnly}
      </Badge>
    </div>
  );
};

/** `host`, for pages that lead to another one. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
