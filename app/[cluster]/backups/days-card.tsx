import { DayLegend, DayStrip } from '@/components/backups/day-strip.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupGroup, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatAge, formatCount } from '@/lib/format.ts';
import { dayLabel } from '@/lib/present/day-words.ts';
import { shortRunWords } from '@/lib/present/schedule-warning-words.ts';

interface Props {
  page: BackupsPage;
  /** The alias whose backups are listed; none: all of them. */
  selected: string | undefined;
  onSelect: (group: string | undefined) => void;
}

/** Whether each alias was backed up on each of the last 30 days, and its last good backup. */
export function DaysCard({ page, selected, onSelect }: Props) {
  if (page.days.length === 0) return null;
  const groups = new Map(page.groups.map((group) => [group.group, group]));
  const dated = page.days.find(({ days }) => days !== null)?.days;
  return (
    <Panel
      flush
      title="Last 30 days"
      tag={<span className="text-small text-faint max-mid:hidden">best backup of each day</span>}
      actions={<DayLegend className="max-mid:hidden" />}
      className="!overflow-visible"
    >
      <div className="grid grid-flow-row-dense gap-x-5 px-4 pt-2 pb-4 mid:grid-cols-[minmax(110px,200px)_minmax(0,1fr)_auto_minmax(130px,auto)] mid:items-center mid:gap-y-3.5 mid:px-5 mid:py-[18px] max-mid:grid-cols-[minmax(0,1fr)_auto]">
        {page.days.map((row) => (
          <AliasDays
            key={row.alias}
            row={row}
            group={groups.get(row.alias)}
            page={page}
            selected={selected === row.alias}
            onSelect={onSelect}
          />
        ))}
        {dated && <Axis dates={dated.map(({ date }) => date)} />}
      </div>
      {page.moreDays > 0 && (
        <p className="border-t px-4 py-2.5 text-small text-muted mid:px-5">
          {formatCount(page.moreDays)} more: choose an alias in the filter to see its days.
        </p>
      )}
    </Panel>
  );
}

interface RowProps {
  row: BackupsPage['days'][number];
  /** undefined: it has no backup. */
  group: BackupGroup | undefined;
  page: BackupsPage;
  selected: boolean;
  onSelect: Props['onSelect'];
}

function AliasDays({ row: { alias, days }, group, page, selected, onSelect }: RowProps) {
  return (
    <>
      <button
        type="button"
        aria-pressed={selected}
        aria-label={selected ? `${alias}: show all backups` : `${alias}: show only its backups`}
        onClick={() => onSelect(selected ? undefined : alias)}
        className="min-w-0 rounded-sm text-left mid:col-start-1 font-medium [overflow-wrap:anywhere] hover:underline max-mid:min-h-11"
      >
        {alias}
      </button>
      <span className="self-center text-small mid:col-start-4">
        <LastBackup group={group} page={page} />
      </span>
      <div className="min-w-0 max-mid:col-span-2 mid:col-start-2">
        {days === null ? (
          <p className="text-small text-muted">Unknown: not every backup could be read.</p>
        ) : (
          <DayStrip alias={alias} days={days} />
        )}
      </div>
      <span className="text-small whitespace-nowrap text-muted max-mid:hidden mid:col-start-3">
        {group?.lastGood ? <Time at={group.lastGood.takenAt} show="absolute" zone={false} /> : 'none'}
      </span>
    </>
  );
}

function LastBackup({ group, page }: Pick<RowProps, 'group' | 'page'>) {
  if (group === undefined) return <State level="warn">never backed up</State>;
  const { lastGood, overdue } = group;
  if (lastGood === null) {
    if (overdue === null) return <State level="unknown">unknown</State>;
    return <State level="warn">{group.otherCluster === group.backups ? 'of another cluster' : 'no good backup'}</State>;
  }
  if (overdue) {
    return <State level="warn">overdue{overdueBy(group, lastGood.takenAt, page)}</State>;
  }
  if (lastGood.kind === 'snapshot') return <State level="idle">snapshot</State>;
  return lastGood.verified ? <State level="ok">verified</State> : <State level="idle">not verified</State>;
}

/** Of an alias on several indices, one of them can be overdue while the last backup is recent. */
function overdueBy({ expectedRun }: BackupGroup, takenAt: string, page: BackupsPage): string {
  if (expectedRun !== undefined) return `: ${shortRunWords(expectedRun, Date.parse(page.takenAt))}`;
  const ms = Date.parse(page.takenAt) - Date.parse(takenAt) - page.overdueAfterMs;
  return ms > 0 ? ` ${formatAge(ms)}` : '';
}

/** The dates below the bars. */
function Axis({ dates }: { dates: readonly string[] }) {
  const shown = [0, 8, 15, 22].flatMap((position) => dates[position] ?? []);
  return (
    <div
      aria-hidden="true"
      className="flex justify-between text-caption font-normal text-faint max-mid:col-span-2 mid:col-start-2"
    >
      {shown.map((date, position) => (
        <span key={date} className={position % 2 === 1 ? 'max-mid:hidden' : ''}>
          {dayLabel(date)}
        </span>
      ))}
      <span>today</span>
    </div>
  );
}
