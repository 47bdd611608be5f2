import type { HistoryEntry, Meter, MeterRow } from '@zk-income/holder';
import {
  Actions,
  Badge,
  Card,
  Details,
  Empty,
  formatDateTime,
  LinkButton,
  say,
  type Tone,
  useSignal,
  useTexts,
} from '@zk-income/ui';
import { openedWallet, revision, useLoaded } from '../access.js';
import { partyName } from '../names.js';
import { TEXTS } from '../texts.js';
import { claimName, OUTCOMES } from '../wallet-words.js';
import { Shown } from './parts.js';

const TONES: Readonly<Record<HistoryEntry['outcome'], Tone | 'neutral'>> = {
  sending: 'warning',
  answered: 'success',
  refused_by_verifier: 'danger',
  declined: 'neutral',
  not_satisfied: 'neutral',
};

const Entry = ({ entry }: { readonly entry: HistoryEntry }) => {
  const t = useTexts(TEXTS);
  const { asker, at, outcome, statements, discloses } = entry;
  return (
    <Card title={partyName(asker)}>
      <div class="wallet-entry-head">
        <span class="zk-muted">{formatDateTime(at)}</span>
        <Badge tone={TONES[outcome]}>{say(OUTCOMES[outcome])}</Badge>
      </div>
      <Details title={t.historyWhat}>
        {statements.map((statement) => (
          <p key={statement.en}>{say(statement)}</p>
        ))}
        <p>
          <span class="zk-muted">{t.historyDetails}: </span>
          {discloses.length === 0 ? t.none : discloses.map((name) => claimName(name)).join(', ')}
        </p>
      </Details>
    </Card>
  );
};

/** Amounts above are shown as "and more". */
const scaleOf = ({ atLeast, atMost }: MeterRow): number => {
  const [lo, hi] = [Number(atLeast), Number(atMost)];
  const isOpen = hi > 100 * Math.max(lo, 1);
  return Math.max(1, isOpen ? lo * 2 : hi * 1.25);
};

/** A bar from zero up, in which the interval is marked. */
const Interval = ({ row }: { readonly row: MeterRow }) => {
  const scale = scaleOf(row);
  const from = Math.max(0, Math.min(1, Number(row.atLeast) / scale)) * 100;
  const to = Math.max(0, Math.min(1, Number(row.atMost) / scale)) * 100;
  return (
    <svg
      class={`wallet-interval wallet-interval-${row.level}`}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect class="wallet-interval-ground" width="100" height="6" rx="3" />
      <rect class="wallet-interval-mark" x={from} width={Math.max(1, to - from)} height="6" rx="3" />
    </svg>
  );
};

const LEVEL_TONES = { calm: 'success', narrow: 'warning', disclosed: 'danger' } as const;

const MeterCard = ({ meter }: { readonly meter: Meter }) => {
  const t = useTexts(TEXTS);
  const levels = { calm: t.meterCalm, narrow: t.meterNarrow, disclosed: t.meterDisclosed };
  return (
    <Card title={t.meterTitle} icon="eye">
      <p class="zk-muted">{t.meterLead}</p>
      {meter.rows.map((row) => (
        <div class="wallet-meter-row" key={`${row.of} ${row.verifier} ${row.words.en}`}>
          <div class="wallet-entry-head">
            <strong>{row.of === 'all' ? t.meterAll : (row.verifier ?? t.meterPooled)}</strong>
            <Badge tone={LEVEL_TONES[row.level]}>{levels[row.level]}</Badge>
          </div>
          <p>{say(row.words)}</p>
          <Interval row={row} />
        </div>
      ))}
      <p class="zk-muted">{t.meterPicture}</p>
    </Card>
  );
};

export const HistoryPage = () => {
  const t = useTexts(TEXTS);
  const loaded = useLoaded(async () => {
    const wallet = await openedWallet();
    return { entries: [...(await wallet.history())].reverse(), meter: await wallet.meter() };
  }, [useSignal(revision)]);
  return (
    <>
      <h1>{t.historyTitle}</h1>
      <Shown loaded={loaded}>
        {({ entries, meter }) => (
          <>
            {meter.rows.length > 0 && <MeterCard meter={meter} />}
            {entries.length === 0 && (
              <Empty icon="clock" title={t.historyEmpty}>
                <p>{t.historyEmptyText}</p>
                <Actions>
                  <LinkButton href="#/add">{t.addTitle}</LinkButton>
                </Actions>
              </Empty>
            )}
            {entries.map((entry) => (
              <Entry key={`${entry.request} ${entry.at}`} entry={entry} />
            ))}
          </>
        )}
      </Shown>
    </>
  );
};
