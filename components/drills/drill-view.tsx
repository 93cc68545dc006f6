'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { limitProblem } from '@/lib/kinds/drill/limit.ts';
import type { BackupToDrill, DrillChoices } from '@/lib/kinds/drill/review.ts';
import type { DrillPlan } from '@/lib/kinds/drill/schema.ts';
import { LiveAnnouncement } from '../jobs/live-announcement.tsx';
import { useCluster } from '../cluster-context.tsx';
import { drillPlanQuery } from '../drill-queries.ts';
import { paths } from '../paths.ts';
import { PlanFailure } from '../plan-failure.tsx';
import { QueryBoundary } from '../query-boundary.tsx';
import { failureOf } from '../route-request.ts';
import { Heading } from '../ui/heading.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';
import { useDebounced } from '../use-debounced.ts';
import { useIdempotencyKey } from '../use-idempotency-key.ts';
import { ReviewedDrill } from './reviewed-drill.tsx';

interface DrillInput {
  cluster: string;
  backup: BackupToDrill;
  choices: DrillChoices;
  fingerprint: string;
  once: string;
}

interface Props {
  backup: BackupToDrill;
  /** The cluster that it runs on. */
  on: { name: string; environment: string };
  start: (input: DrillInput) => Promise<ActionAnswer<{ job: string }>>;
}

/** The review of a drill of one backup; then the job's page. */
export function DrillView({ backup, on, start }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const [limit, setLimit] = useState('');
  const wrong = limitProblem(limit);
  // What is typed is planned once it stays: each plan reads the backup.
  const planned = useDebounced(limit, 400);
  const choices: DrillChoices = { limit: planned, once };
  const query = useQuery(drillPlanQuery(cluster.key, backup, choices, limitProblem(planned) === null));
  const starting = useAction(start, ({ job }) => router.push(paths.job(cluster.key, job)));
  const onStart = ({ fingerprint }: DrillPlan) =>
    void starting
      .act({ cluster: cluster.key, backup, choices, fingerprint, once: `${once}:${fingerprint.slice(0, 32)}` })
      // A refusal may be about an old plan: the fresh one is shown with it.
      .then((done) => (done ? undefined : query.refetch()));
  const isReading = query.data === undefined && query.error !== null && failureOf(query.error).code === 'timed_out';
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            It restores the backup into a throw-away index, compares it, and deletes the index. No alias and no live
            index changes. On <b className="font-medium text-text">{on.name}</b> ({on.environment}).
          </>
        }
      >
        Drill {nameOf(backup)}
      </Heading>
      <PlanFailure failure={starting.failure} title="The drill was not started" />
      {isReading ? (
        <Reading />
      ) : (
        <QueryBoundary query={query} what="the plan" waiting={<Reading />}>
          {(plan, _stale, whyOld) => (
            <ReviewedDrill
              plan={plan}
              backup={backup}
              limit={limit}
              onLimit={setLimit}
              wrong={wrong}
              blocked={planned !== limit || query.isPlaceholderData ? 'The plan is being made again.' : whyOld}
              pending={starting.pending}
              onStart={() => onStart(plan)}
            />
          )}
        </QueryBoundary>
      )}
    </>
  );
}

const nameOf = (backup: BackupToDrill): string =>
  'id' in backup ? backup.id : `${backup.index} of ${backup.snapshot}`;

/** The first plan of a large file takes minutes: it is polled until it is there. */
function Reading() {
  return (
    <Panel title="Making the plan">
      <p className="text-muted">
        A zip file is read to its end before there is a plan, which takes a while for a large one. Nothing on the
        cluster changes. This page asks again by itself.
      </p>
      <LiveAnnouncement text="The plan is being made." />
    </Panel>
  );
}
