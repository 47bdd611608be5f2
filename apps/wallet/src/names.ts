import type { CredentialSummary, Party } from '@zk-income/holder';
import { formatDay } from '@zk-income/ui';

export const periodText = ({ period }: Pick<CredentialSummary, 'period'>): string =>
  `${formatDay(period.start)} – ${formatDay(period.end)}`;

/** The name that the person knows, or the host in its own script. */
export const partyName = ({
  name,
  unicodeHost,
  host,
}: Pick<Party, 'name' | 'unicodeHost' | 'host'>): string => name ?? unicodeHost ?? host;
