import Link from 'next/link';
import { Condition } from '@/components/backups/condition.tsx';
import { aliasQuery, canBeRestored, documentsIn, originLabel, timeOf } from '@/components/backups/backup-labels.ts';
import { SetPart } from '@/components/backups/set-note.tsx';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatDuration, plural, shortIndexName } from '@/lib/format.ts';

interface Props {
  page: BackupsPage;
  /** The alias whose backups are shown; none: all of them. */
  group: string | undefined;
  checking: boolean;
  onVerify: (row: BackupRow) => void;
}

export function BackupList({ page, ...rest }: Props) {
  return (
    <Table label="Backups, newest first">
      <Head>
        <Column className="w-[46%]">Backup</Column>
        <Column className="w-[20%]">Condition</Column>
        <Column numeric>Documents</Column>
        <Column numeric>Size</Column>
        <Column numeric>Took</Column>
        <Column>
          <span className="sr-only">What to do with it</span>
        </Column>
      </Head>
      <Body>
        {page.rows.map((row) => (
          <BackupLine key={row.id} row={row} {...rest} />
        ))}
      </Body>
    </Table>
  );
}

type LineProps = Omit<Props, 'page'> & { row: BackupRow };

function BackupLine(props: LineProps) {
  const { row, group } = props;
  return (
    <Row>
      <Cell>
        <Name row={row} group={group} />
      </Cell>
      <Cell label="Condition">
        <Condition row={row} />
        {row.warnings > 0 && <span className="block text-small text-warn">{plural(row.warnings, 'warning')}</span>}
      </Cell>
      <Cell numeric label="Documents">
        {documentsIn(row)}
      </Cell>
      <Cell numeric label="Size">
        {formatBytes(row.fileBytes)}
      </Cell>
      <Cell numeric label="Took">
        {formatDuration(row.seconds)}
      </Cell>
      <Cell buttons>
        <div className="flex justify-end gap-2 max-mid:justify-start">
          <Actions {...props} />
        </div>
      </Cell>
    </Row>
  );
}

function Name({ row, group }: Pick<LineProps, 'row' | 'group'>) {
  const cluster = useCluster();
  return (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <Link href={paths.backup(cluster.key, row.id)} prefetch={false} className="link font-semibold">
          {group === undefined && `${row.group}, `}
          <Time at={timeOf(row)} show="absolute" className="whitespace-nowrap" />
        </Link>
        {row.lastGood && <Chip tone="ok">last good</Chip>}
        {row.origin === 'es_dump_restore' && <Chip>{originLabel(row)}</Chip>}
      </span>
      <span className="mt-0.5 block text-small text-muted">
        {row.takenAt === null ? 'dated by the file' : <Time at={timeOf(row)} show="relative" />}
        {' · '}
        <code title={row.index ?? row.id} className="text-faint">
          {row.index === null ? row.id : shortIndexName(row.index, row.group)}
        </code>
        {row.condition.state === 'whole' && ' · '}
        <SourceCluster row={row} />
        {row.set && ' · '}
        <SetPart row={row} />
      </span>
    </>
  );
}

function Actions({ row, group, checking, onVerify }: LineProps) {
  const cluster = useCluster();
  const verifyBlocked = useBlocked('verify');
  const restoreBlocked = useBlocked('restore');
  if (!canBeRestored(row)) {
    return (
      <LinkButton size="small" href={paths.backup(cluster.key, row.id)} aria-label={`Open the backup ${row.id}`}>
        Open
      </LinkButton>
    );
  }
  return (
    <>
      {row.verified === null && (
        <Button
          size="small"
          blocked={verifyBlocked}
          pending={checking && 'Verify'}
          onClick={() => onVerify(row)}
          aria-label={`Verify the backup ${row.id}`}
        >
          Verify
        </Button>
      )}
      <LinkButton
        size="small"
        look={row.lastGood && group !== undefined ? 'primary' : 'plain'}
        href={paths.restore(cluster.key, row.id, aliasQuery(row, group))}
        blocked={restoreBlocked}
        aria-label={`Restore the backup ${row.id}`}
      >
        Restore
      </LinkButton>
    </>
  );
}
