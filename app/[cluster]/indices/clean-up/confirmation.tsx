'use client';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { isTyped, textToType, type IndexToType } from '@/lib/index-to-type.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Requests } from '@/components/requests.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Fold } from '@/components/ui/fold.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { refusalOf } from './refusal.ts';
import { Space } from './space.tsx';

interface Props {
  review: CleanUpReview;
  blocked: string | null;
  pending: boolean;
  onDelete: (typed: string) => void;
}

/** What is freed, and the button that asks for a name; the requests below. */
export function Confirmation(props: Props) {
  const { plan, long, typeToConfirm } = props.review;
  const all = long?.requests ?? plan.requests.length;
  const indices = plural(plan.indices, 'index', 'indices');
  return (
    <section
      aria-label={`Delete ${indices}`}
      className="min-w-0 overflow-clip rounded-lg border border-bad-line bg-surface shadow-card"
    >
      <div className="grid max-mid:divide-y mid:grid-cols-2 mid:divide-x">
        <div className="min-w-0 p-4 mid:px-5 mid:py-[18px]">
          <Space review={props.review} />
        </div>
        <div className="flex min-w-0 flex-col gap-3.5 p-4 mid:px-5 mid:py-[18px]">
          <div>
            <h2>Delete {indices}</h2>
            <p className="mt-1 text-small text-muted">
              This can’t be undone: only a backup can restore {plan.indices === 1 ? 'it' : 'them'}. Before an index is
              deleted, its uuid and its aliases are checked again.
            </p>
          </div>
          {typeToConfirm !== null && <Typed {...props} indices={indices} asked={typeToConfirm} />}
        </div>
      </div>
      <div className="border-t">
        <Fold title="Requests" hint={`${plural(all, 'call')} as curl`}>
          {all > plan.requests.length && (
            <p className="mb-2 text-small text-muted">
              The first {formatCount(plan.requests.length)} of {formatCount(all)}; the page of the job will have them
              all.
            </p>
          )}
          <Requests requests={plan.requests} />
        </Fold>
      </div>
    </section>
  );
}

function Typed({
  review: { plan },
  indices,
  asked,
  blocked,
  pending,
  onDelete,
}: Props & { indices: string; asked: IndexToType }) {
  const { key } = useCluster();
  const mayNot = useBlocked('clean-up');
  return (
    <TypedConfirm
      name={textToType(asked)}
      accepts={(typed) => isTyped(typed, asked)}
      ask={
        plan.indices === 1
          ? 'Type the index’s name to delete it'
          : `To delete all ${formatCount(plan.indices)}, type the name of the index with the most documents`
      }
      hint={asked.short !== null && 'Alias and id. The full name is accepted too.'}
      verb={`Delete ${indices}`}
      pending={pending && `Deleting ${indices}…`}
      blocked={mayNot ?? refusalOf(plan)?.title ?? blocked}
      onConfirm={onDelete}
      beside={
        <LinkButton look="quiet" size="large" href={paths.indices(key)}>
          Cancel
        </LinkButton>
      }
    />
  );
}
