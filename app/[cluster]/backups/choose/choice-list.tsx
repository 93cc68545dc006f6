import { Condition } from '@/components/backups/condition.tsx';
import { canBeRestored, documentsLabel, timeOf } from '@/components/backups/backup-labels.ts';
import { SetPart } from '@/components/backups/set-note.tsx';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { classes } from '@/components/ui/classes.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useEarlyInput } from '@/components/ui/use-early-input.ts';
import type { BackupRow, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatChange, shortIndexName } from '@/lib/format.ts';

interface Props {
  data: BackupsPage;
  alias: string | null;
  /** The id of the backup that is chosen. */
  chosen: string | undefined;
  onChoose: (backup: string) => void;
}

/** The backups of an alias, one of them to be chosen. */
export function ChoiceList({ data, alias, chosen, onChoose }: Props) {
  if (data.rows.length === 0) {
    return (
      <EmptyState
        title={alias === null ? 'There is no backup to choose' : `There is no backup of ${alias}`}
        actions={data.lost === null && <BackUpLink alias={alias ?? undefined}>Back up now</BackUpLink>}
      >
        Looked for in <code>{data.directory}</code>.
      </EmptyState>
    );
  }
  return (
    <fieldset>
      <legend className="sr-only">Backup to restore</legend>
      {data.rows.map((row) => (
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
  row: BackupRow;
  alias: string | null;
  live: number | null;
  checked: boolean;
  onChoose: () => void;
}) {
  const possible = canBeRestored(row);
  const documents = row.verified?.found ?? row.documents;
  const radio = useEarlyInput<HTMLInputElement>({ checked, onChange: onChoose });
  return (
    <label
      className={classes(
        'grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-b px-1 py-2.5 last:border-b-0',
        'min-[560px]:grid-cols-[auto_minmax(0,1fr)_150px_130px]',
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
        aria-label={`${alias ?? row.group} as of ${timeOf(row)}, ${documentsLabel(row)}`}
      />
      <ChoiceName row={row} alias={alias} />
      <span className="min-[560px]:text-right max-[559px]:col-start-2">
        {documentsLabel(row)}
        <span className="block text-small text-muted">
          {live === null || documents === null
            ? formatBytes(row.fileBytes)
            : `${formatChange(documents - live)} against live`}
        </span>
      </span>
      <span className="max-[559px]:col-start-2">
        <Condition row={row} />
      </span>
    </label>
  );
}

function ChoiceName({ row, alias }: { row: BackupRow; alias: string | null }) {
  return (
    <span className="min-w-0">
      <span className="font-semibold">
        <Time at={timeOf(row)} />
      </span>{' '}
      {row.lastGood && <Chip tone="ok">last good</Chip>} {row.origin === 'es_dump_restore' && <Chip>es_dump</Chip>}
      <code className="block text-faint">
        {row.index === null ? row.id : shortIndexName(row.index, alias ?? row.group)}
      </code>
      <span className="text-small text-muted">
        <SourceCluster row={row} />
        {row.set && ' · '}
        <SetPart row={row} />
      </span>
    </span>
  );
}
