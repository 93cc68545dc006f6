import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { latestComparisonQuery } from '@/components/compare-queries.ts';
import { isActive } from '@/components/jobs/job-labels.ts';
import type { StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { LookUpLink } from '@/components/look-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { jobQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { LatestComparison } from '@/lib/contract/comparison-page.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { liveDifference } from '@/lib/present/comparison-words.ts';

interface Props {
  /** The id of the backup. */
  backup: string;
  plan: RestorePlan;
  start: StartComparison;
}

/** How the backup and the live index differ, where there is exactly one: the latest comparison, or a button that starts one. */
export function LiveComparison({ plan, ...props }: Props) {
  const [live, ...others] = plan.before;
  if (plan.alias === null || live === undefined || others.length > 0 || live.state !== 'open') return null;
  return <ComparisonWith live={live} {...props} />;
}

function ComparisonWith({ backup, live, start }: Omit<Props, 'plan'> & { live: { index: string; uuid: string } }) {
  const { key } = useCluster();
  const query = useQuery(latestComparisonQuery(key, backup, live.uuid));
  const blocked = useBlocked('compare');
  const visit = useIdempotencyKey();
  const { act, pending, failure } = useAction(start, () => void query.refetch(), { stay: true });
  const latest = query.data;
  const running = latest?.newest != null && isActive(latest.newest.status);
  const begin = () => {
    const after = latest?.newest?.job ?? latest?.done?.job ?? 'none';
    void act({
      cluster: key,
      left: { backup },
      right: { index: live.index },
      // Backups differ at the end of their names.
      once: `${visit}:${after}:${backup.slice(-80)}`,
    });
  };
  return (
    <Panel
      title="Documents of the backup and of the live index"
      className="min-h-[116px]"
      actions={
        <>
          <LookUpLink look="quiet" size="small" left={live.index}>
            Look up a document
          </LookUpLink>
          {!running && latest !== undefined && (
            <Button size="small" blocked={blocked} pending={pending && 'Starting…'} onClick={begin}>
              {latest.done === null ? 'Compare documents' : 'Compare again'}
            </Button>
          )}
        </>
      }
    >
      {failure && <FailureNotice title="The comparison did not begin" failure={failure} className="mb-3" />}
      <QueryBoundary
        query={query}
        what="the latest comparison"
        waiting={<p className="text-muted">Looking for a comparison…</p>}
      >
        {(data) => <Latest latest={data} />}
      </QueryBoundary>
    </Panel>
  );
}

function Latest({ latest: { done, newest } }: { latest: LatestComparison }) {
  const { key } = useCluster();
  if (newest !== null && isActive(newest.status)) return <Running job={newest.job} />;
  return (
    <div className="flex flex-col gap-1">
      {newest !== null && (
        <p>
          <State level="warn">{newest.outcome ?? 'The last comparison did not finish.'}</State>{' '}
          <Link className="link" prefetch={false} href={paths.job(key, newest.job)}>
            Open job {newest.job}
          </Link>
        </p>
      )}
      {done === null ? (
        newest === null && (
          <p className="text-muted">
            Not compared yet: which documents differ, and which are missing from one of them, is not known.
          </p>
        )
      ) : (
        <>
          <p>{liveDifference(done.counts)}</p>
          <p className="text-small text-muted">
            Compared as of <Time at={done.readAt} />.{' '}
            <Link className="link" prefetch={false} href={paths.job(key, done.job)}>
              Open the comparison
            </Link>
          </p>
        </>
      )}
    </div>
  );
}

function Running({ job }: { job: string }) {
  const { key } = useCluster();
  const query = useQuery(jobQuery(key, job));
  const progress = query.data?.row.progress ?? null;
  return (
    <div role="status">
      <p className="mb-2 text-muted">{progress?.label ?? 'Starting the comparison'}</p>
      <ProgressBar label="Comparing" done={progress?.done ?? null} total={progress?.total ?? null} />
    </div>
  );
}
