'use client';
import type { CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { IndexName } from '@/components/index-name.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Confirmation } from './confirmation.tsx';
import { DecisionList } from './decision-list.tsx';
import { refusalOf } from './refusal.ts';

interface Props {
  review: CleanUpReview;
  blocked: string | null;
  pending: boolean;
  onDelete: (typed: string) => void;
}

/** The result of the rules: what is deleted and why everything else is kept; then the confirmation. */
export function DecisionPanel(props: Props) {
  const { review } = props;
  const { plan, long } = review;
  const listed = long === undefined ? plan.groups.length : long.window.runs.length;
  const nothing = plan.indices === 0;
  const noAliases = plan.rules.noAliases === true;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Refusal plan={plan} />
      <Panel
        flush={listed > 0}
        title={<span role="status">{titleOf(review)}</span>}
        actions={!nothing && <span className="text-small text-muted">frees {formatBytes(plan.bytes)}</span>}
      >
        {nothing && <NothingDeleted noAliases={noAliases} none={listed === 0} inset={listed > 0} />}
        {listed > 0 && <DecisionList review={review} />}
      </Panel>
      {listed === 0 && !noAliases && (
        <EmptyState title="No index belongs to an alias">
          The indices of an alias are named after it, with the time of their creation. There is none here.
        </EmptyState>
      )}
      {!nothing && <Confirmation {...props} />}
      {plan.outside.length > 0 && <Outside plan={plan} all={long?.outside ?? plan.outside.length} />}
    </div>
  );
}

/** "3 of 14 indices will be deleted" */
function titleOf({ plan, long }: CleanUpReview): string {
  if (plan.rules.noAliases === true) return 'No alias is selected';
  if (plan.indices === 0) return 'Nothing to delete by these rules';
  const all = (long?.window.runs ?? plan.groups.map(({ entries }) => entries.length)).reduce(
    (sum, run) => sum + run,
    0,
  );
  return `${formatCount(plan.indices)} of ${plural(all, 'index', 'indices')} will be deleted`;
}

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

function NothingDeleted({ noAliases, none, inset }: { noAliases: boolean; none: boolean; inset: boolean }) {
  return (
    <p className={inset ? 'border-b px-4 py-3 text-small text-muted mid:px-5' : 'text-small text-muted'}>
      {noAliases
        ? 'Nothing is deleted. Select an alias, or all aliases.'
        : none
          ? 'These rules apply to no index.'
          : 'Each index below says why it is kept. To delete more, keep fewer, or remove the age.'}
    </p>
  );
}

/** Not of these rules, but of the same disks. */
function Outside({ plan: { outside }, all }: { plan: CleanUpPlan; all: number }) {
  return (
    <Folds>
      <Fold
        title={`${plural(all, 'index', 'indices')} named after no alias`}
        hint={`never cleaned up, ${formatBytes(outside.reduce((sum, { storeBytes }) => sum + (storeBytes ?? 0), 0))}`}
      >
        <p className="mb-2 text-small text-muted">
          Their names contain no alias, so it is not known here whether they are still needed. Ask who created them, and
          back one up before you delete it by hand.
        </p>
        <ul
          className="flex max-h-96 flex-col divide-y overflow-y-auto"
          tabIndex={0}
          aria-label="Indices named after no alias"
        >
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
      </Fold>
    </Folds>
  );
}
