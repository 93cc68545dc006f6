'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { rememberStartedHere } from '@/components/jobs/started-here.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { paths } from '@/components/paths.ts';
import { restoreSnapshotPlanQuery } from '@/components/snapshot-queries.ts';
import { CopyRoute } from '@/components/restore/copy-route.tsx';
import { SnapshotRestoreSteps, type IndexOfSnapshot } from '@/components/restore/snapshot-steps.tsx';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { failureOf } from '@/components/route-request.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import type { RestoreSnapshotChoicesInput, RestoreSnapshotReview } from '@/lib/kinds/restore-snapshot/review.ts';
import type { Confirmation } from '../../../../../approvals/plan-guard.tsx';
import { OptionForm } from './option-form.tsx';
import { Plan } from './plan.tsx';
import { useChoices } from './use-choices.ts';

export interface StartInput extends Confirmation {
  cluster: string;
  repository: string;
  snapshot: string;
  choices: RestoreSnapshotChoicesInput;
  fingerprint: string;
  once: string;
  acceptedLoss?: DocumentsOfMove | undefined;
}

interface Props {
  of: IndexOfSnapshot;
  start: (input: StartInput) => Promise<ActionAnswer<{ job: string }>>;
}

/** The second step: everything that will happen, before it does. What is typed is in the address. */
export function ReviewView({ of, start }: Props) {
  const { name, environment, others } = useCluster();
  const choosing = useChoices(of.index);
  const { query, last, failed } = usePlan(of, choosing.settled);
  const source = others.find(({ key }) => key === choosing.settled.from);
  const starting = useStart(start, of, choosing.settled);
  const form = {
    choices: choosing.choices,
    errors: { ...failed?.fields, ...starting.failure?.fields },
    onChange: choosing.change,
  };
  const plan = last?.plan ?? null;
  return (
    <>
      <Heading
        takeFocus
        steps={<SnapshotRestoreSteps of={of} alias={plan?.alias ?? choosing.settled.alias ?? null} current={1} />}
        sub={
          <div>
            Into a new index. Nothing is deleted. On <b className="font-medium text-text">{name}</b> ({environment}).
          </div>
        }
      >
        Restore {plan?.alias ?? of.index} from{' '}
        {plan?.snapshot.takenAt ? <Time at={plan.snapshot.takenAt} show="absolute" zone={false} /> : of.snapshot}
      </Heading>
      {source !== undefined && <CopyRoute source={{ ...source, sameCluster: false }} />}
      <NotBegun failure={starting.failure} />
      {last ? (
        <Plan
          of={of}
          review={last}
          form={form}
          problem={failed?.failure.message ?? null}
          stale={choosing.settled !== choosing.choices || query.isPlaceholderData}
          pending={starting.pending}
          onStart={starting.begin}
        />
      ) : (
        <NoPlan of={of} failed={failed} form={form} onTryAgain={() => void query.refetch()} />
      )}
    </>
  );
}

interface Failed {
  failure: { code?: string | undefined; message: string; hint?: string | undefined };
  fields: Record<string, string>;
}

/** The plan, polled, and the last one while another can't be made. `failed`: why; null: it could. */
function usePlan(of: IndexOfSnapshot, choices: RestoreSnapshotChoicesInput) {
  const { key } = useCluster();
  const query = useQuery(restoreSnapshotPlanQuery(key, of, choices));
  const [last, setLast] = useState<RestoreSnapshotReview | null>(null);
  const { data, error } = query;
  if (data?.state === 'planned' && data !== last) setLast(data);
  const failed: Failed | null =
    error !== null ? { failure: failureOf(error), fields: {} } : data?.state === 'failed' ? data : null;
  return { query, last: data?.state === 'planned' ? data : last, failed };
}

function useStart(
  start: Props['start'],
  { repository, snapshot, index }: IndexOfSnapshot,
  choices: RestoreSnapshotChoicesInput,
) {
  const { key: cluster } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const { act, pending, failure } = useAction(start, ({ job }) => {
    rememberStartedHere(job);
    router.push(paths.restoreSnapshotRun(cluster, repository, snapshot, index, job));
  });
  const begin = (
    { plan: { fingerprint } }: RestoreSnapshotReview,
    confirmation: Pick<StartInput, 'acceptedLoss' | keyof Confirmation>,
  ) =>
    void act({
      cluster,
      repository,
      snapshot,
      choices,
      fingerprint,
      once: `${once}:${fingerprint.slice(0, 32)}`,
      ...confirmation,
    });
  return { begin, pending, failure };
}

/** Why the restore was refused: the cluster has changed since the plan was made, or something else. */
function NotBegun({ failure }: { failure: ActionFailure | null }) {
  const { key } = useCluster();
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-4" />;
  if (failure === null) return null;
  const owner = failure.details?.['owner'];
  return (
    <FailureNotice
      className="mb-4"
      title="The restore did not begin"
      failure={failure}
      actions={
        typeof owner === 'string' ? <LinkButton href={paths.job(key, owner)}>Go to job {owner}</LinkButton> : null
      }
    />
  );
}

/** There has been no plan yet: it is being made, the cluster does not answer, or this choice can't be restored. */
function NoPlan({
  of: { repository, snapshot },
  failed,
  form,
  onTryAgain,
}: Pick<Props, 'of'> & {
  failed: Failed | null;
  form: Parameters<typeof OptionForm>[0];
  onTryAgain: () => void;
}) {
  const { key } = useCluster();
  const { copied } = useCopiedSnapshot();
  if (failed === null) return <p className="text-muted">Reading the snapshot and the cluster…</p>;
  return (
    <>
      <FailureNotice
        still
        className="mb-4"
        title="This can’t be restored"
        failure={failed.failure}
        actions={
          <>
            <Button size="small" onClick={onTryAgain}>
              Try again now
            </Button>
            <LinkButton href={paths.snapshot(key, repository, snapshot, copied)}>Open the snapshot</LinkButton>
          </>
        }
      />
      {Object.keys(failed.fields).length > 0 && (
        <Panel title="Name, replicas and other options">
          <OptionForm {...form} />
        </Panel>
      )}
    </>
  );
}
