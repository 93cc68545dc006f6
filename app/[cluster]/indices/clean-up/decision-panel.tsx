'use client';
import type { CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { DecisionList } from './decision-list.tsx';
import { Space } from './space.tsx';

interface Props {
  review: CleanUpReview;
  blocked: string | null;
  pending: boolean;
  onDelete: (typed: string) => void;
}

/** The result of the rules: what is deleted, with the button, and why everything else is kept. */
export function DecisionPanel(props: Props) {
  const { review } = props;
  const { plan, long } = review;
  const listed = long === undefined ? plan.groups.length : long.window.runs.length;
  const nothing = plan.indices === 0;
  return (
    <div className="flex min-w-0 flex-col gap-3.5">
      <Refusal plan={plan} />
      <Panel
        title={<span role="status">{nothing ? 'Nothing goes by these rules' : `${indicesLabel(plan)} would go`}</span>}
        tone={nothing ? 'plain' : 'bad'}
      >
        {nothing ? <NothingDeleted none={listed === 0} /> : <Deletion {...props} />}
      </Panel>
      {listed === 0 && (
        <EmptyState title="No index belongs to an alias">
          An alias’s indices are named after it, with the time they were made. None is here.
        </EmptyState>
      )}
      {listed > 0 && <DecisionList review={review} />}
      {plan.outside.length > 0 && <Outside plan={plan} all={long?.outside ?? plan.outside.length} />}
      {!nothing && (
        <p className="text-[13px] text-faint">
          Before each one is deleted, its uuid and its aliases are looked at once more. What has changed by then is
          left.
        </p>
      )}
    </div>
  );
}

const indicesLabel = (plan: CleanUpPlan) => plural(plan.indices, 'index', 'indices');
const refusalOf = (plan: CleanUpPlan) => plan.checks.find((check) => check.level === 'refuse');

function Refusal({ plan }: { plan: CleanUpPlan }) {
  const refusal = refusalOf(plan);
  if (refusal === undefined) return null;
  return (
    <Notice tone="warn" title={refusal.title}>
      <p>{refusal.detail}</p>
      {refusal.hint && <p className="text-muted">{refusal.hint}</p>}
    </Notice>
  );
}

function NothingDeleted({ none }: { none: boolean }) {
  return (
    <p className="text-muted">
      {none
        ? 'There is none that they could be about.'
        : 'Each index below says why it stays. Keep fewer, or drop the age, to see more go.'}
    </p>
  );
}

/** What is freed, the requests, and the button that asks for a name. */
function Deletion({ review, blocked, pending, onDelete }: Props) {
  const { key } = useCluster();
  const mayNot = useBlocked('clean-up');
  const { plan, typeToConfirm } = review;
  const indices = indicesLabel(plan);
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <div>
        <Space review={review} />
        <FoldedRequests className="mt-3" requests={plan.requests} all={review.long?.requests} />
      </div>
      {typeToConfirm !== null && (
        <TypedConfirm
          name={typeToConfirm}
          ask={
            plan.indices === 1
              ? 'This can’t be undone. Type the index’s name to delete it'
              : `This can’t be undone. To delete all ${formatCount(plan.indices)}, type the name of the fullest one`
          }
          verb={`Delete ${indices}`}
          pending={pending && `Deleting ${indices}…`}
          blocked={mayNot ?? refusalOf(plan)?.title ?? blocked}
          onConfirm={onDelete}
          beside={<LinkButton href={paths.indices(key)}>Cancel</LinkButton>}
        />
      )}
    </div>
  );
}

/** Not of these rules, but of the same disks. */
function Outside({ plan: { outside }, all }: { plan: CleanUpPlan; all: number }) {
  return (
    <Panel title={`${plural(all, 'index', 'indices')} of no alias ${all === 1 ? 'is' : 'are'} never cleaned up`}>
      <p className="mb-2 text-muted">
        Their names don’t say whose they are, so whether they are still needed is not known here. Ask whoever made them;
        back one up before it is deleted by hand.
      </p>
      <ul className="flex max-h-96 flex-col divide-y overflow-y-auto" tabIndex={0} aria-label="Indices of no alias">
        {outside.map((entry) => (
          <li key={entry.uuid} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
            <IndexName name={entry.index} alias={null} />
            <span className="text-[13px] text-muted">
              {plural(entry.documents, 'document')}, {formatBytes(entry.storeBytes)}
            </span>
          </li>
        ))}
      </ul>
      {outside.length < all && (
        <p className="mt-2 text-[13px] text-muted">
          The largest {formatCount(outside.length)} of {formatCount(all)}.
        </p>
      )}
    </Panel>
  );
}
