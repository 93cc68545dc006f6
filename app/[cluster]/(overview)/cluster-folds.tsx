'use client';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import { diskUsedPercent, fullestNode } from '@/lib/contract/fullest-node.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { healthLabel } from '@/lib/present/health-label.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH, namedIn, watermarksLabel } from '@/components/health-labels.ts';
import { NamedText } from '@/components/named-text.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { Changes, changesTitle } from './changes.tsx';
import { Nodes } from './nodes.tsx';
import { OverviewPart } from './overview-part.tsx';
import { Section } from './section.tsx';
import { useLastVisit } from './use-last-visit.ts';

/** What is not needed at a glance: the health with its reasons and nodes, and what changed. */
export function ClusterFolds({ overview }: { overview: Overview }) {
  const { health, changes, healthSpans } = overview;
  const known = health.failure === null ? health.value : null;
  const seen = { changes, seen: overview.indices.value !== null, last: useLastVisit(useCluster().key) };
  return (
    <Section title="Cluster" hint={<Identity overview={overview} />}>
      <Folds>
        <Fold
          id="health"
          title={`Health: ${known ? HEALTH[known.status].word.toLowerCase() : 'unknown'}`}
          state={known ? HEALTH[known.status].level : 'unknown'}
          hint={known ? nodesHint(known) : (health.failure?.message ?? 'not read yet')}
          openOnce={known?.status === 'red'}
        >
          <p className="mb-3 text-small text-muted">
            Health: {healthLabel(healthSpans, Date.parse(overview.takenAt))}.
          </p>
          <OverviewPart part={health} what="the health">
            {(value) => <HealthDetails health={value} />}
          </OverviewPart>
        </Fold>
        <Fold id="changes" title={changesTitle(seen)} hint={changes[0] && <Time at={changes[0].at} show="relative" />}>
          <Changes {...seen} />
        </Fold>
      </Folds>
    </Section>
  );
}

function nodesHint(health: ClusterHealth): string {
  const node = fullestNode(health.nodes);
  const used = node && diskUsedPercent(node);
  return [plural(health.nodes.length, 'node'), used === null ? null : `fullest disk ${Math.round(used)} %`]
    .filter((part) => part !== null)
    .join(', ');
}

/** "Elasticsearch 8.19.9, cluster docker-cluster: 12 indices (1 closed), 22,340 documents, 31 MB" */
function Identity({ overview }: { overview: Overview }) {
  const identity = overview.health.value?.identity;
  const indices = overview.indices.value;
  if (!identity) return <>The cluster’s name and version are unknown.</>;
  return (
    <>
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
    </>
  );
}

function HealthDetails({ health }: { health: ClusterHealth }) {
  const { reasons, reasonsLeftOut } = health;
  return (
    <>
      {reasons.length > 0 && (
        <ul className="mb-4 flex flex-col gap-1.5">
          {reasons.map((reason) => (
            <li key={`${reason.index ?? ''} ${reason.sentence}`} className="flex items-baseline gap-2">
              <State level={HEALTH[reason.status].level} className="flex-none text-small">
                {HEALTH[reason.status].word}
              </State>
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <NamedText text={reason.sentence} named={namedIn(reason)} />
              </span>
            </li>
          ))}
          {reasonsLeftOut > 0 && (
            <li className="text-muted">and {plural(reasonsLeftOut, 'more index', 'more indices')} not green</li>
          )}
        </ul>
      )}
      <Nodes health={health} />
      {health.watermarks && (
        <p className="mt-3 text-small text-faint">
          Disk watermarks: {watermarksLabel(health.watermarks)}. Over the high one, Elasticsearch moves shards away;
          over flood stage, indices become read-only. Shards: {formatCount(health.activeShards)} of{' '}
          {formatCount(health.maxShards)}.
        </p>
      )}
    </>
  );
}
