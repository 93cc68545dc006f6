'use client';
import { useQuery } from '@tanstack/react-query';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import { formatAge, formatCount, formatUtcClock, plural, shortenNames } from '@/lib/format.ts';
import { DataAge } from '@/components/data-age.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { diskLabel, HEALTH, writeRejections } from '@/components/health-labels.ts';
import { failureOf, healthQuery, isSignedOut } from '@/components/queries.ts';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { Shape, State } from '@/components/ui/state.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** The cluster's health, on every page. Unknown is named and never looks like green. */
export function HealthStrip() {
  const { key } = useCluster();
  const query = useQuery(healthQuery(key));
  const now = useNow();
  const health = query.data;
  const failure = query.error ? failureOf(query.error) : null;
  const age = health && now !== null ? now - Date.parse(health.takenAt) : null;

  return (
    <section aria-label="Cluster health" className="border-b bg-bg px-4 py-2 text-[13px] text-muted md:px-5">
      {/* Read out when the state changes, not on every poll. */}
      <p role="status" className="sr-only">
        {failure ? `Cluster health unknown: ${failure.message}` : health ? `Cluster health ${health.status}` : ''}
      </p>
      <div className="mx-auto flex max-w-[1320px] flex-wrap items-baseline gap-x-5 gap-y-1">
        {failure ? (
          <>
            <State level="unknown" className="text-text">
              Health unknown
            </State>
            <span className="min-w-0 flex-1 basis-64 [overflow-wrap:anywhere]">{failure.message}</span>
            {isSignedOut(query.error) && (
              <SignInAgain className="link inline-flex min-h-6 items-center font-semibold" />
            )}
            {health && (
              <span>
                last answer {formatUtcClock(health.takenAt)}
                {age !== null && `, ${formatAge(age)} ago`}: {HEALTH[health.status].word.toLowerCase()}
              </span>
            )}
          </>
        ) : health ? (
          <Facts health={health} />
        ) : (
          <State level="live">Asking the cluster…</State>
        )}
      </div>
    </section>
  );
}

function Facts({ health }: { health: ClusterHealth }) {
  const { level, word } = HEALTH[health.status];
  const worst = health.reasons[0];
  const more = health.reasons.length - 1 + health.reasonsLeftOut;
  const disk = diskLabel(health);
  const rejections = writeRejections(health);
  const dataNodes = health.nodes.filter((node) => node.data).length;
  return (
    <>
      <State level={level}>{word}</State>
      {worst && (
        <span
          title={worst.sentence}
          className="min-w-0 basis-full [overflow-wrap:anywhere] sm:basis-auto lg:max-w-[46rem]"
        >
          {shortenNames(worst.sentence)}
          {more > 0 && ` (and ${formatCount(more)} more)`}
        </span>
      )}
      <span>
        <b className="font-semibold text-text">{formatCount(health.nodes.length)}</b>{' '}
        {health.nodes.length === 1 ? 'node' : 'nodes'}
        {dataNodes !== health.nodes.length && `, ${plural(dataNodes, 'data node')}`}
      </span>
      <span className="inline-flex items-baseline gap-1">
        {disk.level !== 'ok' && disk.level !== 'unknown' && <Shape level={disk.level} className="self-center" />}
        disk <b className="font-semibold text-text">{disk.text}</b>
      </span>
      <span className="inline-flex items-baseline gap-1">
        {rejections > 0 && <Shape level="warn" className="self-center" />}
        rejected writes <b className="font-semibold text-text">{formatCount(rejections)}</b>
      </span>
      {health.initialisingShards + health.relocatingShards > 0 && (
        <span>
          <b className="font-semibold text-text">{formatCount(health.initialisingShards + health.relocatingShards)}</b>{' '}
          {health.initialisingShards + health.relocatingShards === 1 ? 'shard' : 'shards'} moving or starting
        </span>
      )}
      <DataAge at={health.takenAt} className="text-faint" />
    </>
  );
}
