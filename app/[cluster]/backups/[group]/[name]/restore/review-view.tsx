'use client';
import { useRouter } from 'next/navigation';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { noteStarted } from '@/components/jobs/started.ts';
import { Live } from '@/components/live.tsx';
import { useOnce } from '@/components/once.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { whatIsSafe } from '@/components/restore/effect.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { FailureNotice, Heading, LinkButton, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer, type ActionFailure } from '@/components/use-act.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { RestoreDraft, TypedRestoreChoices } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import type { Confirmation } from '../../../../approvals/plan-guard.tsx';
import { CannotPlan } from './cannot-plan.tsx';
import { shownQuery } from './last-planned.ts';
import { Plan } from './plan.tsx';
import { Reading } from './reading.tsx';
import { useChoices, type Keep, type Kept } from './use-choices.ts';
import { usePlan } from './use-plan.ts';

interface StartRestoreInput extends Confirmation {
  cluster: string;
  backup: string;
  choices: TypedRestoreChoices;
  fingerprint: string;
  once: string;
}

interface Props {
  cluster: ClusterWords;
  row: BackupRow;
  initialSearch: string;
  kept: Kept;
  blocked: Blocked;
  start: (input: StartRestoreInput) => Promise<ActionAnswer<{ job: string }>>;
  keep: Keep;
}

/** The second step: everything that would happen, before anything does. What is typed stands in the address. */
export function ReviewView({ cluster, row, initialSearch, kept, blocked, start, keep }: Props) {
  const choosing = useChoices(cluster.key, row, initialSearch, kept, keep);
  const { alias, choices, settled, change } = choosing;
  const starting = useStart(start, cluster.key, row.id);
  const { query, last, unusable, errors } = usePlan(cluster.key, row.id, choosing, starting.failure);
  const form = { choices, errors, onChange: change };
  const unsettled = settled !== choices || unusable;

  return (
    <>
      <RestoreSteps cluster={cluster.key} alias={alias} backup={row.id} current={1} />
      <ReviewHeading cluster={cluster} row={row} alias={alias} plan={last?.plan ?? null} />
      <NotBegun cluster={cluster.key} failure={starting.failure} />
      <Live query={shownQuery(query, last)} what="the plan" waiting={<Reading row={row} draft={null} />}>
        {(draft, stale) => {
          if (draft.state === 'reading') return <Reading row={row} draft={draft} />;
          if (draft.state === 'failed' && last === null) {
            return (
              <CannotPlan
                cluster={cluster.key}
                alias={alias}
                backup={row.id}
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
              cluster={cluster}
              row={row}
              planned={planned}
              stale={stale || unsettled || draft !== query.data}
              problem={problemOf(draft, unusable)}
              blocked={blocked}
              pending={starting.pending}
              onStart={(confirmation) => starting.begin(planned.plan.fingerprint, settled, confirmation)}
            />
          );
        }}
      </Live>
    </>
  );
}

/** Begins the restore, once for each visit and plan, and moves on to its job. */
function useStart(start: Props['start'], cluster: string, backup: string) {
  const router = useRouter();
  const once = useOnce();
  const { act, pending, failure } = useAct(start, (value) => {
    noteStarted(value.job);
    router.push(paths.restoreRun(cluster, backup, value.job));
  });
  const begin = (fingerprint: string, choices: TypedRestoreChoices, confirmation: Confirmation) =>
    void act({
      cluster,
      backup,
      choices,
      fingerprint,
      once: `${once}:${fingerprint.slice(0, 32)}`,
      ...confirmation,
    });
  return { begin, pending, failure };
}

/** Why the plan that is shown can't be applied, though it could be made. */
function problemOf(draft: RestoreDraft, unusable: boolean): string | null {
  if (draft.state === 'failed') return draft.failure.message;
  return unusable ? 'An override can’t be used yet.' : null;
}

type HeadingProps = Pick<Props, 'cluster' | 'row'> & { alias: string; plan: RestorePlan | null };

function ReviewHeading({ cluster, row, alias, plan }: HeadingProps) {
  return (
    <Heading
      takeFocus
      sub={
        <p>
          {whatIsSafe(plan)}{' '}
          <span className="whitespace-nowrap">
            On <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}).
          </span>
        </p>
      }
    >
      Restore {alias} from {row.takenAt === null ? row.id : <Time at={row.takenAt} show="absolute" />}?
    </Heading>
  );
}

/** Why the restore was refused: the cluster has changed since the plan was made, or something else. */
function NotBegun({ cluster, failure }: { cluster: string; failure: ActionFailure | null }) {
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-3.5" />;
  if (failure === null) return null;
  return (
    <FailureNotice
      className="mb-3.5"
      title="The restore did not begin"
      failure={failure}
      actions={<BusyLink cluster={cluster} details={failure.details} />}
    />
  );
}

function BusyLink({ cluster, details }: { cluster: string; details: Record<string, unknown> | undefined }) {
  return typeof details?.owner === 'string' ? (
    <LinkButton href={paths.job(cluster, details.owner)}>Go to job {details.owner}</LinkButton>
  ) : null;
}
