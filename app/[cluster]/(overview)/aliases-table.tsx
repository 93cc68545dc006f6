'use client';
import Link from 'next/link';
import { memo, useState } from 'react';
import type { OverviewAlias } from '@/lib/contract/overview.ts';
import { ROW_LIMIT } from './row-limit.ts';
import { formatChange, formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { RestoreLink } from '@/components/kinds/restore/restore-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Those in trouble come first; hundreds of healthy ones wait for a click. */
const SHOWN = 60;

export function AliasesTable({
  aliases,
  all: count,
  onMore,
}: {
  aliases: readonly OverviewAlias[];
  /** How many there are; the first of them are here. */
  all: number;
  /** More of them are wanted. */
  onMore: () => void;
}) {
  const { key } = useCluster();
  const [all, setAll] = useState(false);
  const shown = all ? aliases : aliases.slice(0, SHOWN);
  const most = Math.min(count, ROW_LIMIT);
  return (
    <>
      <AliasRows aliases={shown} />
      {!all && shown.length < count && (
        <Button
          size="small"
          className="mt-2"
          onClick={() => {
            setAll(true);
            if (aliases.length < count) onMore();
          }}
        >
          {most === count
            ? `Show all ${formatCount(count)} aliases`
            : `Show ${formatCount(most)} of ${formatCount(count)} aliases`}
        </Button>
      )}
      {all && most < count && (
        <p className="mt-2 text-small text-muted">
          The first {formatCount(most)} of {formatCount(count)}, those in trouble before the others:{' '}
          <Link className="link" href={paths.indices(key)}>
            find any other among the indices
          </Link>
          .
        </p>
      )}
    </>
  );
}

function AliasRows({ aliases }: { aliases: readonly OverviewAlias[] }) {
  return (
    <Table label="Aliases">
      <Head>
        <Column>Alias</Column>
        <Column>Points to</Column>
        <Column numeric>Documents</Column>
        <Column numeric>Since backup</Column>
        <Column>Last good backup</Column>
        <Column>
          <span className="sr-only">Actions</span>
        </Column>
      </Head>
      <Body>
        {aliases.map((row) => (
          <AliasRow key={row.alias} row={row} />
        ))}
      </Body>
    </Table>
  );
}

const AliasRow = memo(function AliasRow({ row }: { row: OverviewAlias }) {
  const { key } = useCluster();
  const others = row.others.open + row.others.closed;
  return (
    <Row>
      <Cell className="mid:min-w-56">
        <Link
          href={`${paths.indices(key)}?filter=${encodeURIComponent(row.alias)}`}
          prefetch={false}
          className="link inline-block font-semibold [overflow-wrap:anywhere] mid:max-w-72"
        >
          <BreakLongName text={row.alias} />
        </Link>
        <div title={row.condition.sentence}>
          <State level={row.condition.level} className="text-small">
            {row.condition.word}
          </State>
        </div>
      </Cell>
      <Cell label="Points to">
        {row.targets.map((target) => (
          <div key={target.index}>
            <IndexName name={target.index} alias={row.alias} />
            {target.state === 'closed' && <span className="text-small text-muted"> closed</span>}
          </div>
        ))}
        {row.moreTargets !== undefined && row.moreTargets > 0 && (
          <div className="text-small text-muted">and {plural(row.moreTargets, 'more index', 'more indices')}</div>
        )}
        {others > 0 && (
          <div className="text-small text-faint">
            {formatCount(others)} other {others === 1 ? 'generation' : 'generations'}
            {row.others.closed > 0 &&
              `, ${row.others.closed === others ? 'closed' : `${formatCount(row.others.closed)} closed`}`}
          </div>
        )}
      </Cell>
      <Cell label="Documents" numeric>
        {formatCount(row.documents)}
        {row.documentsInIndices !== undefined && (
          <span className="block text-small font-normal text-muted">
            <Chip>filtered</Chip> of {formatCount(row.documentsInIndices)}
          </span>
        )}
      </Cell>
      <Cell label="Since backup" numeric className={row.loss ? 'font-semibold text-bad' : undefined}>
        {row.change === null ? <span className="text-faint">unknown</span> : formatChange(row.change)}
      </Cell>
      <Cell label="Last good backup">
        <BackupAge row={row} />
      </Cell>
      <Cell buttons>
        <RowButtons row={row} />
      </Cell>
    </Row>
  );
});

function BackupAge({ row }: { row: OverviewAlias }) {
  const { key } = useCluster();
  const { backup } = row;
  if (backup === null) {
    return row.overdue === null ? (
      <State level="unknown" className="text-small">
        unknown
      </State>
    ) : (
      <State level="warn" className="text-small">
        {row.backups === 0
          ? 'none: overdue'
          : row.backups === row.otherCluster
            ? 'none of this cluster'
            : 'none known to be good'}
      </State>
    );
  }
  return (
    <>
      <Link href={paths.backup(key, backup.id)} prefetch={false} className="link inline-block">
        <Time at={backup.takenAt} />
      </Link>
      <div className="flex flex-wrap gap-x-3 text-small">
        {row.overdue && <State level="warn">overdue</State>}
        {row.overdue === null && <State level="unknown">a newer one is unknown</State>}
        {backup.verified === null ? (
          <span className="text-faint">not yet verified</span>
        ) : (
          <State level="ok">verified</State>
        )}
        {backup.index === null && <span className="text-faint">cluster unknown</span>}
      </div>
    </>
  );
}

function RowButtons({ row: { alias, backups, loss } }: { row: OverviewAlias }) {
  return (
    <div className="flex flex-wrap gap-1.5 mid:justify-end">
      <BackUpLink size="small" alias={alias} aria-label={`Back up ${alias}`}>
        Back up
      </BackUpLink>
      {backups > 0 && (
        <RestoreLink size="small" alias={alias} look={loss ? 'primary' : 'plain'} aria-label={`Restore ${alias}`}>
          Restore
        </RestoreLink>
      )}
      <SwitchLink size="small" alias={alias} aria-label={`Switch ${alias}`}>
        Switch
      </SwitchLink>
    </div>
  );
}
