import { canBeRestored, originLabel, restoreVerb, timeOf } from '@/components/backups/backup-labels.ts';
import { useBlocked, useCluster, type ShownCluster } from '@/components/cluster-context.tsx';
import { backupApiPath, paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes } from '@/lib/format.ts';
import { isGoodState } from '@/lib/known-backups/backup-state.ts';

interface Props {
  id: string;
  row: BackupRow;
  gone: boolean;
  verifying: boolean;
  onVerify: () => void;
}

export function BackupHeading(props: Props) {
  const { row, gone } = props;
  return (
    <Heading sub={<Sub row={row} />} actions={!gone && <Actions {...props} />}>
      {row.group},{' '}
      {canBeRestored(row) || row.takenAt !== null ? (
        <Time at={timeOf(row)} show="absolute" zone={false} />
      ) : (
        row.condition.state
      )}
    </Heading>
  );
}

function Sub({ row }: { row: BackupRow }) {
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="flex items-center gap-2">
        <Icon name="zip" className="text-faint" />
        zip file, {formatBytes(row.fileBytes)}
      </span>
      <code className="min-w-0 text-faint">{row.id}</code>
      <Time at={timeOf(row)} show="relative" />
      {row.lastGood && <Chip tone="ok">last good</Chip>}
      {row.origin === 'es_dump_restore' && <Chip>{originLabel(row)}</Chip>}
    </p>
  );
}

function useDrill(id: string): MenuItem {
  const { key } = useCluster();
  const blocked = useBlocked('drill');
  return { label: 'Drill this backup…', icon: 'verify', href: paths.drillBackup(key, id), blocked };
}

/** A file that can't be read can only be downloaded or deleted. */
function Actions({ id, row, verifying, onVerify }: Props) {
  const cluster = useCluster();
  const restoreBlocked = useBlocked('restore');
  const verifyBlocked = useBlocked('verify');
  const compareBlocked = useBlocked('compare');
  const downloadBlocked = useBlocked('download');
  const deleteBlocked = useBlocked('delete-backup');
  const drill = useDrill(id);
  const readable = canBeRestored(row);
  const compare: MenuItem = {
    label: 'Compare with the live index',
    icon: 'compare',
    href: paths.compare(cluster.key, { backup: id, alias: row.group }),
    blocked: compareBlocked,
  };
  const verify: MenuItem = {
    label: row.verified === null ? 'Verify' : 'Verify again',
    icon: 'verify',
    onSelect: onVerify,
    blocked: verifyBlocked ?? (verifying && 'The verification is being started.'),
  };
  return (
    <>
      <Menu
        label="Actions for this backup"
        items={[
          ...(readable ? [compare, verify, drill, ...copyItems(cluster, id)] : []),
          {
            label: `Download ${formatBytes(row.fileBytes)}`,
            icon: 'download',
            href: backupApiPath(cluster.key, id, ['download']),
            download: true,
            blocked: downloadBlocked,
          },
          {
            label: 'Delete…',
            icon: 'trash',
            danger: true,
            href: paths.deleteBackups(cluster.key, [id]),
            blocked: deleteBlocked,
          },
        ]}
      />
      {readable && (
        <LinkButton
          look={isGoodState(row.state) ? 'primary' : 'plain'}
          href={paths.restore(cluster.key, id)}
          blocked={restoreBlocked}
          className="max-mid:flex-1"
        >
          {restoreVerb(row)}
        </LinkButton>
      )}
    </>
  );
}

/** Nothing where there is no other cluster. Each cluster says on its own page whether a person may restore there. */
const copyItems = ({ key, others }: ShownCluster, id: string): MenuItem[] =>
  others.length === 0 ? [] : [{ label: 'Copy to another cluster…', icon: 'restore', href: paths.copyTo(key, id) }];
