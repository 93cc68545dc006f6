'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ClusterHealth } from '@/lib/contract/cluster.ts';
import { formatAge, formatCount, formatUtcSeconds, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH, namedIn, writeRejections } from '@/components/health-labels.ts';
import { diskLabel } from '@/lib/present/disk-label.ts';
import { NamedText } from '@/components/named-text.tsx';
import { healthQuery } from '@/components/queries.ts';
import { failureOf, isSignedOut } from '@/components/route-request.ts';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Shape, State, type StateLevel } from '@/components/ui/state.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** A polled answer older than this means that the cluster is slow. */
const SLOW_MS = 20_000;

/** `known`: the server's last answer, so that the line has its content at once. */
function useClusterHealth(known: ClusterHealth | null) {
  const { key } = useCluster();
  const query = useQuery({
    ...healthQuery(key),
    ...(known && { initialData: known, initialDataUpdatedAt: Date.parse(known.takenAt) }),
  });
  return { health: query.data, error: query.error, failure: query.error ? failureOf(query.error) : null };
}

type Known = { known: ClusterHealth | null };

function verdictOf(health: ClusterHealth | undefined, failed: boolean): { level: StateLevel; word: string } {
  if (failed) return { level: 'unknown', word: 'Health unknown' };
  return health ? HEALTH[health.status] : { level: 'live', word: 'Asking the cluster…' };
}

/** The shape alone, for the one-line header of a phone. It opens the facts. */
export function HealthButton({ known, opens }: Known & { opens: string }) {
  const { health, failure } = useClusterHealth(known);
  const { level, word } = verdictOf(health, failure !== null);
  return (
    <button
      type="button"
      popoverTarget={opens}
      aria-label={`Cluster health: ${word}`}
      className="-mr-2 -ml-3 grid size-11 flex-none place-items-center rounded-md mid:hidden"
    >
      <Shape level={level} className="size-4" />
    </button>
  );
}

/** The cluster's health in the top line of every page. Unknown is named and never looks like green. */
export function HealthFacts({ known, id }: Known & { id: string }) {
  const { health, failure } = useClusterHealth(known);
  const { level, word } = verdictOf(health, failure !== null);
  return (
    <section id={id} popover="auto" aria-label="Cluster health" className="frame-health text-small whitespace-nowrap">
      {/* Read out when the state changes, not on every poll. */}
      <p role="status" className="sr-only">
        {failure ? `Cluster health unknown: ${failure.message}` : health ? `Cluster health ${health.status}` : ''}
      </p>
      <State level={level} strong>
        {word}
      </State>
      {!failure && health && <Facts health={health} />}
    </section>
  );
}

function Facts({ health }: { health: ClusterHealth }) {
  const now = useNow();
  const age = now === null ? null : now - Date.parse(health.takenAt);
  const disk = diskLabel(health);
  const rejections = writeRejections(health);
  const dataNodes = health.nodes.filter((node) => node.data).length;
  const moving = health.initialisingShards + health.relocatingShards;
  return (
    <>
      <span>
        <Figure>{formatCount(health.nodes.length)}</Figure> {health.nodes.length === 1 ? 'node' : 'nodes'}
        {dataNodes !== health.nodes.length && `, ${plural(dataNodes, 'data node')}`}
      </span>
      <span className="inline-flex items-baseline gap-1">
        {disk.level !== 'ok' && disk.level !== 'unknown' && <Shape level={disk.level} className="self-center" />}
        disk <Figure>{disk.text}</Figure>
      </span>
      <span className="inline-flex items-baseline gap-1">
        {rejections > 0 && <Shape level="warn" className="self-center" />}
        rejected writes <Figure>{formatCount(rejections)}</Figure>
      </span>
      {moving > 0 && (
        <span>
          <Figure>{formatCount(moving)}</Figure> {moving === 1 ? 'shard' : 'shards'} moving or starting
        </span>
      )}
      <span className="text-faint">checked at {formatUtcSeconds(health.takenAt)}</span>
      {age !== null && age > SLOW_MS && <State level="warn">slow to answer</State>}
    </>
  );
}

function Figure({ children }: { children: string }) {
  return <b className="font-medium text-text">{children}</b>;
}

/** Under the top line, while the cluster is not green or does not answer: what is wrong. */
export function HealthProblem({ known }: Known) {
  const { health, error, failure } = useClusterHealth(known);
  const now = useNow();
  if (failure) {
    return (
      <Line level="unknown">
        <span className="min-w-0 [overflow-wrap:anywhere]">{failure.message}</span>
        {isSignedOut(error) && (
          <SignInAgain className="link inline-flex min-h-6 items-center max-mid:min-h-11 font-medium" />
        )}
        {health && (
          <span>
            Last answer at {formatUtcSeconds(health.takenAt)}
            {now !== null && `, ${formatAge(now - Date.parse(health.takenAt))} ago`}:{' '}
            {HEALTH[health.status].word.toLowerCase()}
          </span>
        )}
      </Line>
    );
  }
  const worst = health?.reasons[0];
  if (!health || health.status === 'green' || !worst) return null;
  const more = health.reasons.length - 1 + health.reasonsLeftOut;
  return (
    <Line level={HEALTH[health.status].level}>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <NamedText text={worst.sentence} named={namedIn(worst)} />
        {more > 0 && ` (and ${formatCount(more)} more)`}
      </span>
    </Line>
  );
}

const SOFT: Partial<Record<StateLevel, string>> = { warn: 'bg-warn-soft', bad: 'bg-bad-soft' };

function Line({ level, children }: { level: StateLevel; children: ReactNode }) {
  return (
    <section
      aria-label="Health problem"
      className={classes('border-b px-4 py-2 text-small text-text mid:px-6 side:px-10', SOFT[level] ?? 'bg-raised')}
    >
      <div className="mx-auto flex max-w-[1176px] items-baseline gap-2.5">
        <Shape level={level} className="translate-y-0.5" />
        <div className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">{children}</div>
      </div>
    </section>
  );
}
