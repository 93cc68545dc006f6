import Link from 'next/link';
import {
  aliasQuery,
  canBeRestored,
  conditionLabel,
  documentsIn,
  originLabel,
  restoreVerb,
  timeOf,
} from '@/components/backups/backup-labels.ts';
import { PinAndDrill } from '@/components/backups/backup-marks.tsx';
import { SetPart } from '@/components/backups/set-note.tsx';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { backupApiPath, paths } from '@/components/paths.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { State } from '@/components/ui/state.tsx';
import { Cell, Row } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatUtcMinute, plural } from '@/lib/format.ts';
import type { Selected } from './use-selected.ts';

interface Props {
  row: BackupRow;
  /** The alias whose backups are listed; none: all of them. */
  group: string | undefined;
  /** The day is not above it. */
  withDate: boolean;
  /** "bucket", "backup directory". */
  place: string;
  selection: Selected;
  verifying: boolean;
  onVerify: (row: BackupRow) => void;
}

export function BackupLine({ row, group, withDate, place, selection, verifying, onVerify }: Props) {
  const { level, word } = conditionLabel(row);
  const selected = selection.has(row.id);
  return (
    <Row className={selected ? 'bg-accent-soft' : undefined}>
      <Cell place="select" className="!pr-0">
        <label className="-my-2 -ml-2.5 flex size-9 items-center justify-center max-mid:m-0 max-mid:size-11">
          <input
            type="checkbox"
            checked={selected}
            disabled={selection.isFull && !selected}
            aria-label={`Select the backup ${row.id}`}
            onChange={() => selection.toggle(row)}
          />
        </label>
      </Cell>
      <Cell place="name">
        <Name row={row} group={group} withDate={withDate} />
      </Cell>
      <Cell className="max-side:hidden">
        {row.index === null ? (
          <span className="text-faint">unknown</span>
        ) : (
          <IndexName of name={row.index} alias={row.group} plain={row.cluster.relation === 'another'} />
        )}
      </Cell>
      <Cell className="text-muted max-side:hidden">zip file, {place}</Cell>
      <Cell place="detail">
        <State level={level}>{word}</State>
        {row.verified !== null && level === 'ok' && (
          <span className="text-small text-faint max-side:hidden">
            {' · '}
            <Time at={row.verified.at} show="relative" />
          </span>
        )}
      </Cell>
      <Cell numeric place="figure" className="font-medium">
        {documentsIn(row)}
      </Cell>
      <Cell numeric place="state" className="text-muted">
        {formatBytes(row.fileBytes)}
      </Cell>
      <Cell place="menu">
        <Actions row={row} group={group} verifying={verifying} onVerify={onVerify} />
      </Cell>
    </Row>
  );
}

function Name({ row, group, withDate }: Pick<Props, 'row' | 'group' | 'withDate'>) {
  const cluster = useCluster();
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
      <Link
        href={paths.backup(cluster.key, row.id)}
        prefetch={false}
        data-row-link=""
        className="text-text no-underline hover:underline"
      >
        <Icon name="zip" className="mr-3 mb-0.5 inline text-faint max-mid:hidden" />
        {group === undefined && (
          <>
            <b className="font-medium [overflow-wrap:anywhere]">{row.group}</b>
            <span aria-hidden="true" className="px-1.5 text-faint">
              ·
            </span>
          </>
        )}
        <Time
          at={timeOf(row)}
          show="absolute"
          precision={withDate ? 'minutes' : 'clock'}
          zone={false}
          className={group === undefined ? 'whitespace-nowrap text-muted' : 'font-medium whitespace-nowrap'}
        />
      </Link>
      <Marks row={row} />
    </span>
  );
}

/** What is special about a backup, beside its name. */
function Marks({ row }: { row: BackupRow }) {
  return (
    <>
      {row.lastGood && <Chip tone="ok">last good</Chip>}
      <PinAndDrill row={row} />
      {row.origin === 'es_dump_restore' && <Chip>{originLabel(row)}</Chip>}
      {row.warnings > 0 && <Chip tone="warn">{plural(row.warnings, 'warning')}</Chip>}
      {row.cluster.relation === 'another' && <SourceCluster row={row} />}
      {row.set && (
        <span className="basis-full text-small text-muted mid:pl-7">
          <SetPart row={row} />
        </span>
      )}
    </>
  );
}

function Actions({ row, group, verifying, onVerify }: Pick<Props, 'row' | 'group' | 'verifying' | 'onVerify'>) {
  const cluster = useCluster();
  const blocked = {
    restore: useBlocked('restore'),
    verify: useBlocked('verify'),
    download: useBlocked('download'),
    delete: useBlocked('delete-backup'),
  };
  const readable: MenuItem[] = [
    {
      label: restoreVerb(row),
      icon: 'restore',
      href: paths.restore(cluster.key, row.id, aliasQuery(row, group)),
      blocked: blocked.restore,
    },
    {
      label: row.verified === null ? 'Verify' : 'Verify again',
      icon: 'verify',
      onSelect: () => onVerify(row),
      blocked: blocked.verify ?? (verifying && 'A verification is being started.'),
    },
  ];
  return (
    <Menu
      label={`Actions for ${row.group}, ${formatUtcMinute(timeOf(row))}`}
      items={[
        ...(canBeRestored(row) ? readable : []),
        {
          label: `Download ${formatBytes(row.fileBytes)}`,
          icon: 'download',
          href: backupApiPath(cluster.key, row.id, ['download']),
          download: true,
          blocked: blocked.download,
        },
        {
          label: 'Delete…',
          icon: 'trash',
          danger: true,
          href: paths.deleteBackups(cluster.key, [row.id]),
          blocked: blocked.delete,
        },
      ]}
    />
  );
}
