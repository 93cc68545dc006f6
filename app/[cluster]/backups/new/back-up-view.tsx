'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { DataAge } from '@/components/data-age.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { aliasNamesQuery, backupPlanQuery, backupsQuery, choiceQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import { useDebounced } from '@/components/use-debounced.ts';
import type { ChoiceQuery } from '@/lib/contract/choice.ts';
import type { ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { Lost } from '../lost.tsx';
import { Plan } from './backup-plan.tsx';
import { ChooseWhat } from './choose-what.tsx';
import { useSelection, type AddressSelection, type SaveNames, type Selection } from './use-selection.ts';

interface Props {
  /** A selection that is too long for the address, read by the key in it. */
  savedInput: Selection | null;
  start: (input: {
    cluster: string;
    wish: AddressSelection;
    fingerprint: string;
    once: string;
  }) => Promise<ActionAnswer<{ job: string }>>;
  saveInput: SaveNames;
}

/** Select, see exactly what would be read and written, start. The selection is in the address. */
export function BackUpView({ savedInput, start, saveInput }: Props) {
  const cluster = useCluster();
  const blocked = useBlocked('back-up');
  const selecting = useSelection(cluster.key, savedInput, saveInput);
  const { selection, asked, change } = selecting;
  const [find, setFind] = useState<ChoiceQuery>({ alias: '', index: '' });
  const choice = useQuery(choiceQuery(cluster.key, useDebounced(find)));
  const backups = useQuery(backupsQuery(cluster.key, {}));
  const plan = useQuery(backupPlanQuery(cluster.key, asked));
  const starting = useStart(start, cluster.key, asked);
  const chosen = selection.all === 'yes' || Boolean(selection.aliases) || Boolean(selection.indices);
  useOverdue(cluster.key, selecting);

  return (
    <>
      <BackUpHeading />
      <NotBegun failure={starting.failure} />
      {backups.data && <Lost page={backups.data} />}
      <div className="grid items-start gap-4 mid:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title="What to back up" tag={choice.data && <ReadAt takenAt={choice.data.takenAt} />}>
          <QueryBoundary query={choice} what="the cluster’s indices">
            {(data) => (
              <ChooseWhat
                choice={data}
                find={find}
                onFind={setFind}
                backups={backups.data}
                selection={selection}
                onChange={change}
              />
            )}
          </QueryBoundary>
        </Panel>
        <div className="flex min-w-0 flex-col gap-4 mid:sticky mid:top-[calc(var(--top)+24px)]">
          {selecting.failure && (
            <FailureNotice still title="The selection could not be saved" failure={selecting.failure} />
          )}
          {!chosen ? (
            // Below the list on phones, so it comes after it.
            !choice.isPending && <NothingSelected forgotten={selecting.forgotten} />
          ) : (
            <QueryBoundary query={plan} what="the plan">
              {(data, _stale, whyOld) => (
                <Plan
                  plan={data}
                  blocked={
                    blocked ??
                    whyOld ??
                    (plan.isPlaceholderData || !selecting.settled ? 'The plan is being made again.' : null)
                  }
                  pending={starting.pending}
                  onStart={() => starting.begin(data.fingerprint)}
                />
              )}
            </QueryBoundary>
          )}
        </div>
      </div>
    </>
  );
}

function NothingSelected({ forgotten }: { forgotten: boolean }) {
  return (
    <EmptyState title={forgotten ? 'The selection of this address is no longer saved' : 'Nothing is selected yet'}>
      Select aliases or indices, or all of them. What is read and written appears here.
    </EmptyState>
  );
}

/**
 * Starts the backup, once for each visit and plan, and moves on to its job. A refusal because the cluster has changed
 * brings the fresh plan along, which is then the one that is shown.
 */
function useStart(start: Props['start'], cluster: string, asked: AddressSelection) {
  const router = useRouter();
  const client = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const { act, pending, failure } = useAction(start, (value) => router.push(paths.job(cluster, value.job)));
  useEffect(() => {
    const fresh = failure?.code === 'plan_changed' ? (failure.details?.plan as ShownBackupPlan | undefined) : undefined;
    if (fresh) client.setQueryData(backupPlanQuery(cluster, asked).queryKey, fresh);
  }, [failure, client, cluster, asked]);
  const begin = (fingerprint: string) =>
    void act({ cluster, wish: asked, fingerprint, once: `${idempotencyKey}:${fingerprint.slice(0, 32)}` });
  return { begin, pending, failure };
}

/** `overdue=yes` in a link: selects the overdue aliases once they are known. The address then names them. */
function useOverdue(cluster: string, { overdue, change }: ReturnType<typeof useSelection>) {
  const wanted = useRef(overdue);
  const { data } = useQuery({
    ...aliasNamesQuery(cluster, 'overdue'),
    enabled: overdue,
    retry: true,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    if (!wanted.current || data === undefined) return;
    wanted.current = false;
    if (data.names.length > 0) change({ aliases: data.names.join(',') });
  }, [data, change]);
}

function BackUpHeading() {
  const cluster = useCluster();
  return (
    <Heading
      takeFocus
      sub={
        <p>
          From {cluster.name} ({cluster.environment}): one file for each index, as it is at one moment. Nothing on the
          cluster is changed.
        </p>
      }
    >
      Back up now
    </Heading>
  );
}

/** Why the backup was refused: the cluster has changed since the plan was made, or something else. */
function NotBegun({ failure }: { failure: ActionFailure | null }) {
  const cluster = useCluster();
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-4" />;
  if (failure === null) return null;
  const owner = failure.details?.owner;
  return (
    <FailureNotice
      className="mb-4"
      title="The backup did not start"
      failure={failure}
      actions={
        typeof owner === 'string' ? (
          <LinkButton href={paths.job(cluster.key, owner)}>Open job {owner}</LinkButton>
        ) : undefined
      }
    />
  );
}

function ReadAt({ takenAt }: { takenAt: string }) {
  return (
    <span className="text-small text-muted">
      checked <DataAge at={takenAt} />
    </span>
  );
}
