'use client';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { PlanFailure } from '@/components/plan-failure.tsx';
import { PlanFolds } from '@/components/plan-folds.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { failureOf } from '@/components/route-request.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import type { DeleteSnapshotPlan } from '@/lib/kinds/delete-snapshot/schema.ts';
import { formatCount, formatList, plural } from '@/lib/format.ts';
import { NoSnapshot } from '../no-snapshot.tsx';
import { useDeletion, type DeleteAction } from './use-deletion.ts';

interface Props {
  repository: string;
  name: string;
  remove: DeleteAction;
}

/** What is deleted, what is kept, the checks, and after that the one confirmation. The server checks all of it again. */
export function DeleteSnapshotView({ repository, name, remove }: Props) {
  const cluster = useCluster();
  const deletion = useDeletion(repository, name, remove);
  const { query } = deletion;
  const isGone = query.error !== null && failureOf(query.error).code === 'not_found';
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            From the repository {repository} of <b className="font-medium text-text">{cluster.name}</b> (
            {cluster.environment}). Deleting a snapshot can’t be undone.
          </p>
        }
      >
        Delete {name}
      </Heading>
      <PlanFailure failure={deletion.failure} title="Nothing was deleted" />
      {isGone ? (
        <NoSnapshot repository={repository} name={name} />
      ) : (
        <QueryBoundary query={query} what="the plan">
          {(plan, _stale, whyOld) => (
            <div className="flex flex-col gap-4">
              <WhatIsDeleted plan={plan} />
              <PlanFolds plan={plan} />
              <Confirmation plan={plan} deletion={deletion} whyOld={whyOld} />
            </div>
          )}
        </QueryBoundary>
      )}
    </>
  );
}

const SHOWN = 10;

function WhatIsDeleted({ plan: { repository, snapshot, state, indices, lastOf } }: { plan: DeleteSnapshotPlan }) {
  const { level, word } = snapshotState(state);
  return (
    <Panel title={snapshot} tag={<State level={level}>{word}</State>}>
      <Facts>
        <Fact name="Deleted">
          {indices.length === 0
            ? 'the snapshot, which holds no index'
            : `the snapshot of ${plural(indices.length, 'index', 'indices')}:`}
          {indices.length > 0 && (
            <ul className="mt-1 flex flex-col gap-1">
              {indices.slice(0, SHOWN).map((index) => (
                <li key={index}>
                  <IndexName name={index} />
                </li>
              ))}
              {indices.length > SHOWN && <li>and {formatCount(indices.length - SHOWN)} more</li>}
            </ul>
          )}
        </Fact>
        <Fact name="Kept">
          all live indices, all zip files, and every other snapshot in {repository} with what it shares with this one
        </Fact>
        <Fact name="Last good of">{lastOf.length === 0 ? 'nothing' : formatList(lastOf, 10)}</Fact>
      </Facts>
    </Panel>
  );
}

interface ConfirmationProps {
  plan: DeleteSnapshotPlan;
  deletion: ReturnType<typeof useDeletion>;
  whyOld: string | null;
}

function Confirmation({ plan, deletion, whyOld }: ConfirmationProps) {
  const { key } = useCluster();
  const { repository, snapshot, lastOf } = plan;
  return (
    <Panel title="Confirm the deletion" tone="bad">
      <div className="flex max-w-xl flex-col gap-4">
        {lastOf.length > 0 && (
          <CheckField
            label={`Delete it although it is the last good backup of ${formatList(lastOf, 10)}`}
            hint="Afterwards no good backup of it is known here."
            checked={deletion.evenLast}
            onChange={(event) => deletion.setEvenLast(event.target.checked)}
          />
        )}
        <TypedConfirm
          name={snapshot}
          ask="Type the name of the snapshot to delete it"
          verb="Delete snapshot"
          pending={deletion.pending && 'Deleting…'}
          blocked={deletion.blockedBy(plan, whyOld)}
          onConfirm={(typed) => deletion.apply(plan, typed)}
          beside={
            <LinkButton look="quiet" size="large" href={paths.snapshot(key, repository, snapshot)}>
              Keep it
            </LinkButton>
          }
        />
      </div>
    </Panel>
  );
}
