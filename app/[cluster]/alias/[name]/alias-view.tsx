'use client';
import { useQuery } from '@tanstack/react-query';
import { aliasPageQuery } from '@/components/alias-queries.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { DataAge } from '@/components/data-age.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import { AliasActions } from './alias-actions.tsx';
import { AliasBackups } from './alias-backups.tsx';
import { AliasChart } from './alias-chart.tsx';
import { AliasFigures } from './alias-figures.tsx';
import { AliasNotices } from './alias-notices.tsx';
import { AliasTargets } from './alias-targets.tsx';
import { History } from './history.tsx';
import { IndicesByDate } from './indices-by-date.tsx';

/** One alias: what it points to, its documents over time, its history, its indices by date, and its backups. */
export function AliasView({ alias }: { alias: string }) {
  const { key, name, environment } = useCluster();
  const query = useQuery(aliasPageQuery(key, alias));
  const { data } = query;
  return (
    <>
      <Heading
        takeFocus
        actions={data && <AliasActions page={data} />}
        sub={
          <>
            Alias on <b className="font-medium text-text">{name}</b> ({environment}).{' '}
            {data && data.state !== 'unknown' && (
              <>
                Checked <DataAge at={data.takenAt} />.
              </>
            )}
          </>
        }
      >
        <span className="[overflow-wrap:anywhere]">{alias}</span>{' '}
        {data?.state === 'missing' && <Chip tone="bad">does not exist</Chip>}
      </Heading>
      <QueryBoundary query={query} what={`the alias ${alias}`}>
        {(page) => <Content page={page} />}
      </QueryBoundary>
    </>
  );
}

function Content({ page }: { page: AliasPage }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <AliasNotices page={page} />
      {page.targets.length > 0 && <AliasFigures page={page} />}
      <WithRail
        rail={
          <Panel title="History" flush>
            <History page={page} />
          </Panel>
        }
      >
        <AliasChart page={page} />
        {page.targets.length > 0 && <AliasTargets page={page} />}
        <IndicesByDate page={page} />
        <AliasBackups alias={page.alias} />
      </WithRail>
    </div>
  );
}
