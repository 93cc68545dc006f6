'use client';
import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { indexQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { AliasInstead } from './alias-instead.tsx';
import { AliasesCard } from './aliases-card.tsx';
import { CountCard } from './count-card.tsx';
import { DefinitionFolds } from './definition-folds.tsx';
import { Figures } from './figures.tsx';
import { HeldBackups } from './held-backups.tsx';
import { HistoryCard } from './history-card.tsx';
import { IndexHeading } from './index-heading.tsx';
import { MissingIndex } from './missing-index.tsx';
import { ProblemNotes } from './problem-notes.tsx';
import { ShardsCard } from './shards-card.tsx';
import type { ExistingIndex } from './standing.ts';

/** One name: the index that it is, or what is known where there is none. */
export function IndexView({ name }: { name: string }) {
  const { key } = useCluster();
  const query = useQuery(indexQuery(key, name));
  return (
    <>
      <IndexHeading name={name} page={query.data} />
      <QueryBoundary query={query} what="this index">
        {(page, stale) => <Standing page={page} stale={stale} />}
      </QueryBoundary>
    </>
  );
}

function Standing({ page, stale }: { page: IndexPage; stale: boolean }) {
  const { standing } = page;
  switch (standing.state) {
    case 'exists':
      return <Existing page={page} standing={standing} stale={stale} />;
    case 'missing':
      return <MissingIndex page={page} standing={standing} />;
    case 'alias':
      return <AliasInstead name={page.name} indices={standing.indices} />;
    case 'unknown':
      return (
        <Beside page={page}>
          <FailureNotice still title="The state of this index is not known" failure={standing.failure} />
          <HeldBackups page={page} />
        </Beside>
      );
    default:
      return standing satisfies never;
  }
}

function Existing({ page, standing, stale }: { page: IndexPage; standing: ExistingIndex; stale: boolean }) {
  return (
    <div className="flex flex-col gap-4">
      <ProblemNotes page={page} standing={standing} />
      <Figures page={page} standing={standing} />
      {page.history !== null && <CountCard history={page.history} name={page.name} lost={page.losses.length > 0} />}
      <Beside page={page} aliases={<AliasesCard name={page.name} aliases={standing.aliases} />}>
        <ShardsCard shards={page.shards} />
        <DefinitionFolds name={page.name} stale={stale} />
        <HeldBackups page={page} />
      </Beside>
    </div>
  );
}

/** What is known without the cluster is beside it. */
function Beside({
  page,
  aliases,
  children,
}: {
  page: IndexPage;
  aliases?: React.ReactNode;
  children: React.ReactNode;
}) {
  return (
    <WithRail
      rail={
        <>
          {aliases}
          <HistoryCard page={page} />
        </>
      }
    >
      {children}
    </WithRail>
  );
}
