'use client';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import type { OverviewIncidents } from '@/lib/present/overview-incidents.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { DayLegend } from '@/components/backups/day-strip.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { AliasesTable } from './aliases-table.tsx';
import { OverviewPart } from './overview-part.tsx';
import { Section } from './section.tsx';

interface Props {
  overview: Overview;
  noticedOf: OverviewIncidents['ofRow'];
  /** All is as expected: the last 30 days of backups are displayed instead of states. */
  isCalm: boolean;
  hasIncident: boolean;
  /** More aliases are wanted. */
  onMore: () => void;
}

/** Every alias against its last good backup. */
export function AliasesPart({ overview, noticedOf, isCalm, hasIncident, onMore }: Props) {
  const { indices, aliases, aliasTotals } = overview;
  // Where documents were lost, restoring comes first.
  const look = !hasIncident && aliasTotals.overdue > 0 ? 'primary' : 'quiet';
  return (
    <Section
      title="Aliases"
      hint={indices.value && <Totals overview={overview} />}
      actions={
        aliases.length > 0 && (
          <BackUpLink look={look}>
            <Icon name="backups" />
            Back up all
          </BackUpLink>
        )
      }
    >
      <OverviewPart part={indices} what="the aliases" otherwise={<BackupsAreThere overview={overview} />}>
        {(value) =>
          aliases.length === 0 ? (
            <NoAlias indices={value.open + value.closed} />
          ) : (
            <>
              <AliasesTable overview={overview} noticedOf={noticedOf} isCalm={isCalm} onMore={onMore} />
              {isCalm && <DayLegend className="mt-3" />}
            </>
          )
        }
      </OverviewPart>
    </Section>
  );
}

/** "5 on 13 indices, 41,711 documents, 20.7 MB" */
function Totals({ overview: { indices, aliasTotals } }: { overview: Overview }) {
  const value = indices.value;
  if (value === null || aliasTotals.all === 0) return null;
  return (
    <>
      {plural(aliasTotals.all, 'alias', 'aliases')} on a cluster of{' '}
      {plural(value.open + value.closed, 'index', 'indices')}
      {value.storeBytes !== null && `, ${formatBytes(value.storeBytes)}`}
    </>
  );
}

function NoAlias({ indices }: { indices: number }) {
  const { key } = useCluster();
  return (
    <EmptyState title="No alias yet" actions={<LinkButton href={paths.chooseBackup(key)}>Restore a backup</LinkButton>}>
      {indices > 0
        ? `There ${indices === 1 ? 'is' : 'are'} ${plural(indices, 'index', 'indices')}, but no alias points to any of them. ` +
          'Restoring a backup creates an index and its alias.'
        : 'The cluster is empty: no index, no alias. Restoring a backup creates both.'}
    </EmptyState>
  );
}

function BackupsAreThere({ overview }: { overview: Overview }) {
  const { key } = useCluster();
  const { backups } = overview;
  if (backups.problem !== null) return null;
  return (
    <p>
      The backups can still be read: {plural(backups.count, 'file')} in <code>{backups.directory}</code>.{' '}
      <LinkButton size="small" href={paths.backups(key)}>
        Open the backups
      </LinkButton>
    </p>
  );
}
