import type { ReactNode } from 'react';
import { isZip } from '@/components/backups/backup-labels.ts';
import { SetPart } from '@/components/backups/set-note.tsx';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { classes } from '@/components/ui/classes.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { State } from '@/components/ui/state.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';
import type { BackupRow, BackupsPage, ListedBackup, SnapshotRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import {
  canBeChosen,
  conditionOfChoice,
  countOfChoice,
  documentsOfChoice,
  nameOfChoice,
  onlyIndexOf,
  timeOfChoice,
} from './choices-of.ts';

interface Props {
  data: BackupsPage;
  alias: string | null;
  /** The id of the backup that is chosen. */
  chosen: string | undefined;
  onChoose: (backup: string) => void;
  /** Instead of what this cluster says where there is none. */
  empty?: ReactNode;
}

/** The backups of an alias, one of them to be chosen. */
export function ChoiceList({ data, alias, chosen, onChoose, empty }: Props) {
  const { rows } = data;
  if (rows.length === 0 && empty !== undefined) return <div className="p-4 mid:p-5">{empty}</div>;
  if (rows.length === 0)
    return (
      <div className="p-4 mid:p-5">
        <EmptyState
          title={alias === null ? 'There is no backup to choose' : `There is no backup of ${alias}`}
          actions={data.lost === null && <BackUpLink alias={alias ?? undefined}>Back up now</BackUpLink>}
        >
          No zip file is in <code>{data.directory}</code>,{' '}
          {data.snapshots.problem === null && data.snapshots.repositories.every(({ problem }) => problem === null)
            ? 'and no snapshot in a repository of the cluster'
            : 'and not all snapshots can be listed'}
          .
        </EmptyState>
      </div>
    );
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Backup to restore</legend>
      {rows.map((row) => (
        <Choice
          key={row.id}
          row={row}
          alias={alias}
          live={data.liveDocuments}
          checked={row.id === chosen}
          onChoose={() => onChoose(row.id)}
        />
      ))}
    </fieldset>
  );
}

function Choice({
  row,
  alias,
  live,
  checked,
  onChoose,
}: {
  row: ListedBackup;
  alias: string | null;
  live: number | null;
  checked: boolean;
  onChoose: () => void;
}) {
  const possible = canBeChosen(row);
  const { level, word, sentence } = conditionOfChoice(row);
  const documents = countOfChoice(row);
  const bytes = isZip(row) ? row.fileBytes : row.bytes;
  const radio = useEarlyInput<HTMLInputElement>({ checked, onChange: onChoose });
  return (
    <label
      className={classes(
        'grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-b px-4 py-3 last:border-b-0 mid:px-5',
        'mid:grid-cols-[auto_minmax(0,1fr)_180px_140px]',
        checked && 'bg-accent-soft',
        possible && 'cursor-pointer',
      )}
    >
      <input
        ref={radio}
        type="radio"
        name="backup"
        value={row.id}
        checked={checked}
        disabled={!possible}
        onChange={onChoose}
        className="mt-1"
        aria-label={`${nameOfChoice(row, alias)} as of ${timeOfChoice(row) ?? 'an unknown time'}, ${isZip(row) ? '' : 'snapshot, '}${documentsOfChoice(row)}`}
      />
      {isZip(row) ? <ZipName row={row} alias={alias} /> : <SnapshotName row={row} alias={alias} />}
      <span className="mid:text-right max-mid:col-start-2">
        {documentsOfChoice(row)}
        <span className="block text-small text-muted">
          {live === null || documents === null ? bytes !== null && formatBytes(bytes) : besideLive(documents - live)}
        </span>
      </span>
      <span className="max-mid:col-start-2">
        <State level={level}>{word}</State>
        {sentence !== null && <span className="block text-small text-muted">{sentence}</span>}
      </span>
    </label>
  );
}

function ZipName({ row, alias }: { row: BackupRow; alias: string | null }) {
  return (
    <span className="min-w-0">
      <span className="font-medium">
        <Time at={row.takenAt ?? row.modifiedAt} />
      </span>{' '}
      {row.lastGood && <Chip tone="ok">last good</Chip>} {row.origin === 'es_dump_restore' && <Chip>es_dump</Chip>}
      <span className="block text-small">
        {row.index === null ? (
          <code className="text-faint">{row.id}</code>
        ) : (
          <IndexName plain of name={row.index} alias={alias ?? row.group} />
        )}
      </span>
      <span className="text-small text-muted">
        <SourceCluster row={row} />
        {row.set && ' · '}
        <SetPart row={row} />
      </span>
    </span>
  );
}

function SnapshotName({ row, alias }: { row: SnapshotRow; alias: string | null }) {
  const index = onlyIndexOf(row);
  return (
    <span className="min-w-0">
      <span className="font-medium">
        {row.takenAt === null ? (
          <code className="[overflow-wrap:anywhere]">{row.snapshot}</code>
        ) : (
          <Time at={row.takenAt} />
        )}
      </span>{' '}
      {row.lastGood && <Chip tone="ok">last good</Chip>} <Chip>snapshot</Chip>{' '}
      {!row.ofThisCluster && <Chip>cluster unknown</Chip>}
      <span className="block text-small">
        {index === null ? (
          `${plural(row.part?.indices ?? row.indexCount, 'index', 'indices')}: open the snapshot to choose`
        ) : (
          <IndexName plain of name={index} alias={nameOfChoice(row, alias)} />
        )}
      </span>
      <span className="text-small [overflow-wrap:anywhere] text-muted">
        {row.repository}/{row.snapshot}
      </span>
    </span>
  );
}

function besideLive(change: number): string {
  if (change === 0) return 'as many as live';
  return `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than live`;
}
