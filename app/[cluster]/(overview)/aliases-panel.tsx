'use client';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { AliasesTable } from './aliases-table.tsx';
import { OverviewPart } from './overview-part.tsx';

interface Props {
  overview: Overview;
}

const countOf = ({ aliases, aliasTotals }: Overview) => aliasTotals?.all ?? aliases.length;

/** Every alias against its last good backup. */
export function AliasesPanel({ overview, onMore }: Props & { onMore: () => void }) {
  const { indices, aliases } = overview;
  return (
    <Panel
      title="Aliases"
      tag={indices.value && <Chip>{formatCount(countOf(overview))}</Chip>}
      actions={aliases.length > 0 && <BackUpAll overview={overview} />}
    >
      <OverviewPart part={indices} what="the aliases" otherwise={<BackupsAreThere overview={overview} />}>
        {(value) =>
          aliases.length === 0 ? (
            <NoAlias indices={value.open + value.closed} />
          ) : (
            <AliasesTable aliases={aliases} all={countOf(overview)} onMore={onMore} />
          )
        }
      </OverviewPart>
    </Panel>
  );
}

function BackUpAll({ overview: { aliases, aliasTotals } }: Props) {
  // Where documents were lost, restoring comes first.
  const overdue = aliasTotals === undefined ? aliases.some((row) => row.overdue) : aliasTotals.overdue > 0;
  const matters = overdue && !aliases.some((row) => row.loss);
  return (
    <BackUpLink size="small" look={matters ? 'primary' : 'plain'}>
      Back up all
    </BackUpLink>
  );
}

function NoAlias({ indices }: { indices: number }) {
  const { key } = useCluster();
  return (
    <EmptyState title="No alias yet" actions={<LinkButton href={paths.chooseBackup(key)}>Restore a backup</LinkButton>}>
      {indices > 0
        ? `There are ${plural(indices, 'index', 'indices')}, but no alias points to any of them. ` +
          'Restoring a backup makes an index and its alias.'
        : 'The cluster is empty: no index, no alias. Restoring a backup fills it.'}
    </EmptyState>
  );
}

function BackupsAreThere({ overview }: Props) {
  const { key } = useCluster();
  const { backups } = overview;
  if (backups.problem !== null) return null;
  return (
    <p>
      The backups can be read all the same: {plural(backups.count, 'file')} in <code>{backups.directory}</code>.{' '}
      <LinkButton size="small" href={paths.backups(key)}>
        See the backups
      </LinkButton>
    </p>
  );
}
