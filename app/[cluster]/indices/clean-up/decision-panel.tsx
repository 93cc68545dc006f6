'use client';
import type { CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { isTyped, textToType } from '@/lib/index-to-type.ts';
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
  const noAliases = plan.rules.noAliases === true;
  return (
    <div className="flex min-w-0 flex-col gap-3.5">
      <Refusal plan={plan} />
      <Panel title={<span role="status">{titleOf(plan)}</span>} tone={nothing ? 'plain' : 'bad'}>
        {nothing ? <NothingDeleted noAliases={noAliases} none={listed === 0} /> : <Deletion {...props} />}
      </Panel>
      {listed === 0 && !noAliases && (
        <EmptyState title="No index belongs to an alias">
          The indices of an alias are named after it, with the time of their creation. There is none here.
        </EmptyState>
      )}
      {listed > 0 && <DecisionList review={review} />}
      {plan.outside.length > 0 && <Outside plan={plan} all={long?.outside ?? plan.outside.length} />}
      {!nothing && (
        <p className="text-small text-faint">
          Before an index is deleted, its uuid and its aliases are checked again. If they have changed, the index is
          kept.
        </p>
      )}
    </div>
  );
}

const indicesLabel = (plan: CleanUpPlan) => plural(plan.indices, 'index', 'indices');
function titleOf(plan: CleanUpPlan): string {
  if (plan.rules.noAliases === true) return 'No alias is chosen';
  return plan.indices === 0 ? 'Nothing to delete by these rules' : `${indicesLabel(plan)} to delete`;
}

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

function NothingDeleted({ noAliases, none }: { noAliases: boolean; none: boolean }) {
  return (
    <p className="text-muted">
      {noAliases
        ? 'Nothing is deleted. Choose an alias, or “All aliases”.'
        : none
          ? 'There is no index that these rules are about.'
          : 'Each index below says why it is kept. To delete more, keep fewer, or remove the age.'}
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
    <div className="grid gap-4 side:grid-cols-2">
      <div>
        <Space review={review} />
        <FoldedRequests className="mt-3" requests={plan.requests} all={review.long?.requests} />
      </div>
      {typeToConfirm !== null && (
        <TypedConfirm
          name={textToType(typeToConfirm)}
          accepts={(typed) => isTyped(typed, typeToConfirm)}
          hint={
            typeToConfirm.short !== null &&
            'The alias and the first four characters of its id. The full name is accepted too.'
          }
          ask={
            plan.indices === 1
              ? 'This can’t be undone. Type the index’s name to delete it'
              : `This can’t be undone. To delete all ${formatCount(plan.indices)}, type the name of the index with the most documents`
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
        Their names contain no alias, so it is not known here whether they are still needed. Ask who made them, and back
        one up before you delete it by hand.
      </p>
      <ul className="flex max-h-96 flex-col divide-y overflow-y-auto" tabIndex={0} aria-label="Indices of no alias">
        {outside.map((entry) => (
          <li key={entry.uuid} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
            <IndexName name={entry.index} alias={null} />
            <span className="text-small text-muted">
              {plural(entry.documents, 'document')}, {formatBytes(entry.storeBytes)}
            </span>
          </li>
        ))}
      </ul>
      {outside.length < all && (
        <p className="mt-2 text-small text-muted">
          The largest {formatCount(outside.length)} of {formatCount(all)}.
        </p>
      )}
    </Panel>
  );
}
