'use client';
import { useRouter } from 'next/navigation';
import { SetNotice } from '@/components/backups/set-note.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import type { StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { rememberStartedHere } from '@/components/jobs/started-here.ts';
import { NamedText } from '@/components/named-text.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { CopyRoute, type CopySource } from '@/components/restore/copy-route.tsx';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { RestoreDraft, RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { whatIsKept } from '@/lib/kinds/restore/describe-review.ts';
import { CannotPlan } from './cannot-plan.tsx';
import type { RestoreConfirmation } from './decision.tsx';
import { shownQuery } from './use-last-plan.ts';
import { Plan } from './plan.tsx';
import { ReadingProgress } from './reading-progress.tsx';
import { useChoices, type SaveInput, type SavedInput } from './use-choices.ts';
import { usePlan } from './use-plan.ts';

interface StartRestoreInput extends RestoreConfirmation {
  cluster: string;
  backup: string;
  choices: RestoreChoicesInput;
  fingerprint: string;
  once: string;
}

interface Props {
  row: BackupRow;
  /** The other cluster that it is a backup of; null: of this one. */
  source: CopySource | null;
  savedInput: SavedInput;
  start: (input: StartRestoreInput) => Promise<ActionAnswer<{ job: string }>>;
  saveInput: SaveInput;
  compare: StartComparison;
}

/** The second step: everything that will happen, before it does. What is typed is in the address. */
export function ReviewView({ row, source, savedInput, start, saveInput, compare }: Props) {
  const cluster = useCluster();
  const choosing = useChoices(cluster.key, row, savedInput, saveInput);
  const { alias, choices, settled, change } = choosing;
  const starting = useStart(start, cluster.key, row.id, source?.key);
  const { query, last, unusable, errors } = usePlan(cluster.key, row.id, choosing, starting.failure);
  const form = { choices, errors, onChange: change };
  const unsettled = settled !== choices || unusable;

  return (
    <>
      <ReviewHeading row={row} source={source} alias={alias} plan={last?.plan ?? null} />
      {source !== null && <CopyRoute source={source} />}
      <SetNotice row={row} />
      <NotBegun failure={starting.failure} />
      <QueryBoundary
        query={shownQuery(query, last)}
        what="the plan"
        waiting={<ReadingProgress row={row} draft={null} />}
      >
        {(draft, stale, whyOld) => {
          if (draft.state === 'reading') return <ReadingProgress row={row} draft={draft} />;
          if (draft.state === 'failed' && last === null) {
            return (
              <CannotPlan
                alias={alias}
                backup={row.id}
                from={source?.key}
                failure={draft.failure}
                form={form}
                trying={query.fetchStatus === 'fetching'}
                onTryAgain={() => void query.refetch()}
              />
            );
          }
          const planned = draft.state === 'planned' ? draft : last!;
          return (
            <Plan
              {...form}
              row={row}
              source={source}
              compare={compare}
              planned={planned}
              stale={stale || unsettled || draft !== query.data}
              problem={whyOld ?? problemOf(draft, unusable)}
              pending={starting.pending}
              onStart={(confirmation) => starting.begin(planned.plan.fingerprint, settled, confirmation)}
            />
          );
        }}
      </QueryBoundary>
    </>
  );
}

/** Begins the restore, once for each visit and plan, and moves on to its job. */
function useStart(start: Props['start'], cluster: string, backup: string, from?: string) {
  const router = useRouter();
  const idempotencyKey = useIdempotencyKey();
  const { act, pending, failure } = useAction(start, (value) => {
    rememberStartedHere(value.job);
    router.push(paths.restoreRun(cluster, backup, value.job, from));
  });
  const begin = (fingerprint: string, choices: RestoreChoicesInput, confirmation: RestoreConfirmation) =>
    void act({
      cluster,
      backup,
      choices,
      fingerprint,
      once: `${idempotencyKey}:${fingerprint.slice(0, 32)}`,
      ...confirmation,
    });
  return { begin, pending, failure };
}

/** Why the plan that is shown can't be applied, though it could be made. */
function problemOf(draft: RestoreDraft, unusable: boolean): string | null {
  if (draft.state === 'failed') return draft.failure.message;
  return unusable ? 'An option can’t be used yet.' : null;
}

type HeadingProps = Pick<Props, 'row' | 'source'> & { alias: string; plan: RestorePlan | null };

function ReviewHeading({ row, source, alias, plan }: HeadingProps) {
  const cluster = useCluster();
  return (
    <Heading
      takeFocus
      steps={<RestoreSteps alias={alias} backup={row.id} from={source?.key} current={1} />}
      sub={
        <div>
          <NamedText text={whatIsKept(plan)} /> On <b className="font-medium text-text">{cluster.name}</b> (
          {cluster.environment}).
        </div>
      }
    >
      {source === null ? 'Restore' : 'Copy'} {alias} from{' '}
      {row.takenAt === null ? row.id : <Time at={row.takenAt} show="absolute" zone={false} />}
    </Heading>
  );
}

/** Why the restore was refused: the cluster has changed since the plan was made, or something else. */
function NotBegun({ failure }: { failure: ActionFailure | null }) {
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-4" />;
  if (failure === null) return null;
  return (
    <FailureNotice
      className="mb-4"
      title="The restore did not begin"
      failure={failure}
      actions={<BusyLink details={failure.details} />}
    />
  );
}

function BusyLink({ details }: { details: Record<string, unknown> | undefined }) {
  const cluster = useCluster();
  return typeof details?.owner === 'string' ? (
    <LinkButton href={paths.job(cluster.key, details.owner)}>Go to job {details.owner}</LinkButton>
  ) : null;
}
