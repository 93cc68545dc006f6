import Link from 'next/link';
import { PinAndDrill } from '@/components/backups/backup-marks.tsx';
import { missingShards, namesIn, proofWord, snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { State } from '@/components/ui/state.tsx';
import { Cell, Row } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { SnapshotRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';

interface Props {
  row: SnapshotRow;
  /** The alias whose backups are listed; none: all of them. */
  group: string | undefined;
  /** The day is not above it. */
  withDate: boolean;
}

/** A snapshot among the zip files. It is restored and deleted on its own page. */
export function SnapshotLine({ row, group, withDate }: Props) {
  const { level, word } = snapshotState(row.state);
  const more = row.state === 'SUCCESS' ? proofWord(row.proof) : missingShards(row);
  return (
    <Row>
      <Cell place="select" />
      <Cell place="name">
        <Name row={row} group={group} withDate={withDate} />
      </Cell>
      <Cell className="max-side:hidden">
        <Indices row={row} />
      </Cell>
      <Cell className="[overflow-wrap:anywhere] text-muted max-side:hidden">snapshot, {row.repository}</Cell>
      <Cell place="detail">
        <State level={level}>{word.toLowerCase()}</State>
        {more !== null && <span className="text-small text-faint max-mid:hidden"> · {more}</span>}
        <span className="text-muted side:hidden"> · snapshot, {row.repository}</span>
      </Cell>
      <Cell numeric place="figure" className={row.documents === null ? 'text-faint' : 'font-medium'}>
        {formatCount(row.documents)}
      </Cell>
      <Cell numeric place="state" className="text-muted">
        {formatBytes(row.bytes)}
        {row.addedBytes !== null && (
          <span className="block text-small text-faint max-mid:hidden">{formatBytes(row.addedBytes)} added</span>
        )}
      </Cell>
      <Cell place="menu">
        <Actions row={row} />
      </Cell>
    </Row>
  );
}

function Name({ row, group, withDate }: Props) {
  const { key } = useCluster();
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
      <Link
        href={paths.snapshot(key, row.repository, row.snapshot)}
        prefetch={false}
        data-row-link=""
        title={`${row.repository}/${row.snapshot}`}
        className="text-text no-underline hover:underline"
      >
        <Icon name="snapshot" className="mr-3 mb-0.5 inline text-faint max-mid:hidden" />
        {group === undefined && (
          <>
            <b className="font-medium [overflow-wrap:anywhere]">{namesIn(row)}</b>
            <span aria-hidden="true" className="px-1.5 text-faint">
              ·
            </span>
          </>
        )}
        {row.takenAt === null ? (
          <span className="[overflow-wrap:anywhere] text-muted">{row.snapshot}</span>
        ) : (
          <Time
            at={row.takenAt}
            show="absolute"
            precision={withDate ? 'minutes' : 'clock'}
            zone={false}
            className={group === undefined ? 'whitespace-nowrap text-muted' : 'font-medium whitespace-nowrap'}
          />
        )}
      </Link>
      {row.lastGood && <Chip tone="ok">last good</Chip>}
      <PinAndDrill row={row} />
      {!row.ofThisCluster && <Chip>cluster unknown</Chip>}
    </span>
  );
}

function Indices({ row: { indices, indexCount, ofThisCluster } }: { row: SnapshotRow }) {
  const [only] = indices;
  if (only === undefined) return <span className="text-faint">none</span>;
  return indexCount === 1 ? (
    <IndexName of name={only} plain={!ofThisCluster} />
  ) : (
    <span className="text-muted">{plural(indexCount, 'index', 'indices')}</span>
  );
}

function Actions({ row }: { row: SnapshotRow }) {
  const { key } = useCluster();
  const blocked = useBlocked('delete-backup');
  const { repository, snapshot } = row;
  const items: MenuItem[] = [
    { label: 'Open, and restore an index', icon: 'restore', href: paths.snapshot(key, repository, snapshot) },
    {
      label: 'Delete…',
      icon: 'trash',
      danger: true,
      href: paths.deleteSnapshot(key, repository, snapshot),
      blocked: blocked ?? (row.readOnly ? `${repository} is read-only.` : null),
    },
  ];
  return <Menu label={`Actions for ${repository}/${snapshot}`} items={items} />;
}
