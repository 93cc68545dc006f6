'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatBytes, formatCount, formatList, plural } from '@/lib/format.ts';
import { BrokenGlassNotice } from '../broken-glass.tsx';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { EnvironmentTag } from '../environment-tag.tsx';
import { Age, Live } from '../live.tsx';
import { paths } from '../paths.ts';
import { overviewQuery } from '../queries.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Heading } from '../ui/heading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { State } from '../ui/state.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import { HEALTH, watermarksWords } from '../health-words.ts';
import { AliasesTable } from './aliases-table.tsx';
import { Changes } from './changes.tsx';
import { Incidents } from './incidents.tsx';
import { Nodes } from './nodes.tsx';
import { Plot } from './plot.tsx';
import { Running } from './running.tsx';
import { WaitingApprovals } from './waiting-approvals.tsx';

export function OverviewPage() {
  const cluster = useCluster();
  const query = useQuery(overviewQuery(cluster.key));
  return (
    <>
      <Heading sub={<ClusterWords overview={query.data} />}>
        {cluster.name} <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
      </Heading>
      <WaitingApprovals />
      <Live query={query} what="the overview">
        {(overview) => <Parts overview={overview} />}
      </Live>
    </>
  );
}

/** "Elasticsearch 8.19.9, cluster docker-cluster: 12 indices (1 closed), 22,340 documents, 31 MB" */
function ClusterWords({ overview }: { overview: Overview | undefined }) {
  const identity = overview?.health.value?.identity;
  const indices = overview?.indices.value;
  if (!identity) return <>{overview ? 'The server has not told its name and version.' : 'Asking the cluster…'}</>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {identity.distribution === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'} {identity.version}, cluster{' '}
      {identity.name}
      {indices && (
        <>
          : {plural(indices.open + indices.closed, 'index', 'indices')}
          {indices.closed > 0 && ` (${formatCount(indices.closed)} closed)`}, {indices.uncounted > 0 && 'at least '}
          {plural(indices.documents, 'document')}
          {indices.uncounted > 0 && ` (those of ${plural(indices.uncounted, 'index', 'indices')} can’t be counted)`}
          {indices.storeBytes !== null && `, ${formatBytes(indices.storeBytes)}`}
        </>
      )}
    </span>
  );
}

function Parts({ overview }: { overview: Overview }) {
  const cluster = useCluster();
  const mayNotBackUp = useBlocked('back-up');
  const { health, indices, backups, aliases, jobs, changes, samples } = overview;
  return (
    <>
      {backups.problem && (
        <Notice
          tone="warn"
          title={backups.missing ? 'There is no backup directory' : 'The backups can’t be read'}
          className="mb-3.5"
        >
          <p>{backups.problem}</p>
          {backups.takenAt === null ? (
            <p className="text-muted">
              What follows is about the cluster alone; whether documents were lost can’t be told without a backup to
              compare with.
            </p>
          ) : (
            <p className="text-muted">
              What follows compares with the backups there were at <Time at={backups.takenAt} precision="seconds" />;
              newer ones are not known.
            </p>
          )}
        </Notice>
      )}
      {backups.unread.length > 0 && (
        <Notice
          tone="warn"
          title={`Backups in ${plural(backups.unread.length, 'folder')} can’t be read`}
          className="mb-3.5"
        >
          <p>
            {formatList(backups.unread, 6)} in <code>{backups.directory}</code>: whether there is a good backup of{' '}
            {backups.unread.length === 1 ? 'it' : 'them'} is unknown.
          </p>
        </Notice>
      )}
      <BrokenGlassNotice className="mb-3.5" cluster={cluster.key} glass={overview.brokenGlass} />
      {indices.takenAt !== null && (
        <Incidents aliases={aliases} takenAt={indices.takenAt} stale={indices.failure !== null} />
      )}
      <Panel
        title="Aliases"
        tag={indices.value && <Tag>{formatCount(aliases.length)}</Tag>}
        actions={
          aliases.length > 0 && (
            <LinkButton
              size="small"
              href={paths.backUp(cluster.key)}
              blocked={mayNotBackUp}
              look={aliases.some((row) => row.overdue) && !aliases.some((row) => row.loss) ? 'primary' : 'plain'}
            >
              Back up all
            </LinkButton>
          )
        }
      >
        <Part part={indices} what="the aliases" otherwise={<BackupsAreThere overview={overview} />}>
          {() =>
            aliases.length === 0 ? (
              <EmptyState
                title="No alias yet"
                actions={<LinkButton href={paths.chooseBackup(cluster.key)}>Restore a backup</LinkButton>}
              >
                {indices.value && indices.value.open + indices.value.closed > 0
                  ? `There are ${plural(indices.value.open + indices.value.closed, 'index', 'indices')}, but no alias points to any of them. Restoring a backup makes an index and its alias.`
                  : 'The cluster is empty: no index, no alias. Restoring a backup fills it.'}
              </EmptyState>
            ) : (
              <AliasesTable aliases={aliases} />
            )
          }
        </Part>
      </Panel>
      <div className="mt-3.5 grid gap-3.5 lg:grid-cols-2">
        <Panel title="Running now">
          <Part part={jobs} what="the jobs">
            {(value) => <Running running={value.running} last={value.last} canBackUp={aliases.length > 0} />}
          </Part>
        </Panel>
        <Panel title="Last 15 minutes">
          <Plot samples={samples} aliases={aliases} />
        </Panel>
        <Panel title="What changed" id="changes">
          <Changes changes={changes} seen={indices.value !== null} />
        </Panel>
        <Panel
          title="Health"
          tag={
            health.value && health.failure === null ? (
              <State level={HEALTH[health.value.status].level}>{HEALTH[health.value.status].word}</State>
            ) : (
              <State level="unknown">Unknown</State>
            )
          }
        >
          <Part part={health} what="the health">
            {(value) => (
              <>
                {value.reasons.length > 0 && (
                  <ul className="mb-3 flex flex-col gap-1.5">
                    {value.reasons.map((reason) => (
                      <li key={`${reason.index ?? ''} ${reason.sentence}`} className="flex items-baseline gap-2">
                        <State level={HEALTH[reason.status].level} className="flex-none text-[13px]">
                          {HEALTH[reason.status].word}
                        </State>
                        <span className="min-w-0 [overflow-wrap:anywhere]">{reason.sentence}</span>
                      </li>
                    ))}
                    {value.reasonsLeftOut > 0 && (
                      <li className="text-muted">
                        and {plural(value.reasonsLeftOut, 'more index', 'more indices')} not green
                      </li>
                    )}
                  </ul>
                )}
                <Nodes health={value} />
                {value.watermarks && (
                  <p className="mt-2 text-[13px] text-faint">
                    Disk watermarks: {watermarksWords(value.watermarks)}. Shards: {formatCount(value.activeShards)} of{' '}
                    {formatCount(value.maxShards)}.
                  </p>
                )}
              </>
            )}
          </Part>
        </Panel>
      </div>
    </>
  );
}

interface PartOf<T> {
  value: T | null;
  takenAt: string | null;
  failure: { message: string; hint?: string | undefined } | null;
}

/** One part of the page: fresh, old (greyed and dated) or missing with its reason; the other parts don't mind. */
function Part<T>({
  part,
  what,
  otherwise,
  children,
}: {
  part: PartOf<T>;
  what: string;
  otherwise?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  if (part.value === null) {
    return (
      <Notice tone="bad" title={`Can’t load ${what}`}>
        <p>{part.failure?.message ?? 'Nothing has come yet.'}</p>
        {part.failure?.hint && <p className="text-muted">{part.failure.hint}</p>}
        {otherwise}
      </Notice>
    );
  }
  return (
    <>
      {/* Read out once; the age beside it counts on in silence. */}
      <p role="status" className="sr-only">
        {part.failure ? `Old data: ${what}` : ''}
      </p>
      {part.failure && (
        <Notice
          tone="warn"
          className="mb-3"
          title={<>Old data: as of {part.takenAt === null ? 'before' : <Age of={Date.parse(part.takenAt)} />}</>}
        >
          <p>{part.failure.message}</p>
          {part.failure.hint && <p className="text-muted">{part.failure.hint}</p>}
        </Notice>
      )}
      <div data-stale={part.failure !== null || undefined}>{children(part.value)}</div>
    </>
  );
}

function BackupsAreThere({ overview }: { overview: Overview }) {
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
