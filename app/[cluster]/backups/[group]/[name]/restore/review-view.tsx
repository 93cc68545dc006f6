'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { noteStarted } from '@/components/jobs/started.ts';
import { Live } from '@/components/live.tsx';
import { useOnce } from '@/components/once.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { RouteError, restorePlanQuery } from '@/components/queries.ts';
import { jsonError } from '@/components/restore/choices.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { Button, FailureNotice, Heading, LinkButton, Panel, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import type { BackupRow } from '@/lib/contract/api.ts';
import type { RestoreDraft, TypedRestoreChoices } from '@/lib/kinds/restore/review.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import type { Confirmation } from '../../../../approvals/plan-guard.tsx';
import { shownQuery, useLastPlanned } from './last-planned.ts';
import { OverrideForm, tooLong } from './override-form.tsx';
import { Plan } from './plan.tsx';
import { Reading } from './reading.tsx';
import { useChoices, type Keep, type Kept } from './use-choices.ts';

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
  const router = useRouter();
  const client = useQueryClient();
  const once = useOnce();
  const { alias, choices, settled, asked, notKept, change } = useChoices(cluster.key, row, initialSearch, kept, keep);
  const badJson = [settled.settings, settled.mappings].some(
    (text) => jsonError(text) !== null || tooLong(text) !== undefined,
  );
  const query = useQuery({ ...restorePlanQuery(cluster.key, row.id, asked), enabled: !badJson });
  const last = useLastPlanned(query.data);
  const act = useAct(start, (value) => {
    noteStarted(value.job);
    router.push(paths.restoreRun(cluster.key, row.id, value.job));
  });
  const changed = changesIn(act.failure);

  useEffect(() => {
    // The refusal brings the fresh plan along; what is shown from now on is that one.
    const fresh =
      act.failure?.code === 'plan_changed' ? (act.failure.details?.plan as RestorePlan | undefined) : undefined;
    const key = restorePlanQuery(cluster.key, row.id, asked).queryKey;
    if (fresh)
      client.setQueryData(key, (before): RestoreDraft | undefined =>
        before?.state === 'planned' ? { ...before, plan: fresh } : before,
      );
  }, [act.failure, client, cluster.key, row.id, asked]);

  const errors = {
    ...(query.error instanceof RouteError ? query.error.fields : {}),
    ...(query.data?.state === 'failed' ? query.data.fields : {}),
    ...act.failure?.fields,
    ...notKept,
  };
  const typing = settled !== choices;

  return (
    <>
      <RestoreSteps cluster={cluster.key} alias={alias} backup={row.id} current={1} />
      <Heading
        takeFocus
        sub={
          <p>
            Nothing is deleted. The live index stays as it is, open, and one click switches back to it.{' '}
            <span className="whitespace-nowrap">
              On <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}).
            </span>
          </p>
        }
      >
        Restore {alias} from {row.takenAt === null ? row.id : <Time at={row.takenAt} show="absolute" />}?
      </Heading>
      {changed && <PlanChanged changes={changed} className="mb-3.5" />}
      {act.failure && !changed && (
        <FailureNotice
          className="mb-3.5"
          title="The restore did not begin"
          failure={act.failure}
          actions={<BusyLink cluster={cluster.key} details={act.failure.details} />}
        />
      )}
      <Live query={shownQuery(query, last)} what="the plan" waiting={<Reading row={row} draft={null} />}>
        {(draft, stale) => {
          if (draft.state === 'reading') return <Reading row={row} draft={draft} />;
          if (draft.state === 'failed' && last === null && OF_THE_CLUSTER.has(draft.failure.code)) {
            return (
              <FailureNotice
                still
                title="The plan can’t be made yet: the cluster does not answer as it should"
                failure={draft.failure}
                actions={
                  <>
                    <Button
                      size="small"
                      onClick={() => void query.refetch()}
                      pending={query.fetchStatus === 'fetching' && 'Trying…'}
                    >
                      Try again now
                    </Button>
                    <span className="text-muted">This page keeps trying by itself. What was typed stays.</span>
                  </>
                }
              />
            );
          }
          if (draft.state === 'failed' && last === null) {
            return (
              <>
                <FailureNotice
                  still
                  className="mb-3.5"
                  title="This can’t be restored like this"
                  failure={draft.failure}
                  actions={
                    <LinkButton href={paths.chooseBackup(cluster.key, alias, row.id)}>Choose another backup</LinkButton>
                  }
                />
                <Panel title="Override">
                  <OverrideForm choices={choices} errors={errors} additive={false} onChange={change} />
                </Panel>
              </>
            );
          }
          const planned = draft.state === 'planned' ? draft : last!;
          return (
            <Plan
              cluster={cluster}
              row={row}
              planned={planned}
              stale={stale || typing || badJson || draft !== query.data}
              problem={
                draft.state === 'failed' ? draft.failure.message : badJson ? 'An override can’t be used yet.' : null
              }
              choices={choices}
              errors={errors}
              onChange={change}
              blocked={blocked}
              pending={act.pending}
              onStart={(confirmation) =>
                void act.act({
                  cluster: cluster.key,
                  backup: row.id,
                  choices: settled,
                  fingerprint: planned.plan.fingerprint,
                  once: `${once}:${planned.plan.fingerprint.slice(0, 32)}`,
                  ...confirmation,
                })
              }
            />
          );
        }}
      </Live>
    </>
  );
}

/** Nothing is wrong with the backup or with what was typed: another one would fare no better. */
const OF_THE_CLUSTER: ReadonlySet<string> = new Set([
  'unreachable',
  'timed_out',
  'unauthorised',
  'forbidden',
  'overloaded',
  'cluster_error',
]);

function BusyLink({ cluster, details }: { cluster: string; details: Record<string, unknown> | undefined }) {
  return typeof details?.owner === 'string' ? (
    <LinkButton href={paths.job(cluster, details.owner)}>Go to job {details.owner}</LinkButton>
  ) : null;
}
