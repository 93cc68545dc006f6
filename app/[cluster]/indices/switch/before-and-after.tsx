import type { ReactNode } from 'react';
import { isNarrowed } from '@/lib/contract/documents-shown.ts';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import type { AliasMembership } from '@/lib/contract/indices.ts';
import type { AliasTarget } from '@/lib/contract/plan.ts';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import { IndexName } from '@/components/index-name.tsx';
import { Swap } from '@/components/swap.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Fact, Facts } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';

/** A plan of this server has both numbers; null: unknown, which is not none. */
export const shownBy = ({ shown, target }: SwitchPlan): DocumentsOfMove =>
  shown ?? { before: null, after: target.documents };

/** What the alias points to now and afterwards, with the documents that it shows. */
export function BeforeAndAfter({ plan }: { plan: SwitchPlan }) {
  return (
    <section className="overflow-clip rounded-lg border bg-surface shadow-card">
      <Swap first={<Now plan={plan} />} second={<After plan={plan} />} />
    </section>
  );
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <p className="text-caption text-faint">{title}</p>
      {children}
    </div>
  );
}

/** What the alias shows, with a word beside it. */
function Figure({ documents, beside }: { documents: number | null; beside: ReactNode }) {
  return (
    <p className="mt-2 mb-1.5 flex flex-wrap items-baseline gap-x-3">
      <span className="figures text-[36px]/[40px] font-medium tracking-[-0.035em] [overflow-wrap:anywhere]">
        {formatCount(documents)}
      </span>
      {beside}
    </p>
  );
}

function Now({ plan }: { plan: SwitchPlan }) {
  const { before } = plan;
  if (before.length === 0) {
    return (
      <Side title="Now">
        <p className="mt-2 text-muted">There is no alias {plan.alias}: searches through it fail.</p>
      </Side>
    );
  }
  return (
    <Side title="Now">
      <Figure documents={shownBy(plan).before} beside={<span className="text-muted">documents</span>} />
      <div className="flex flex-col gap-4">
        {before.map((each) => (
          <IndexFacts key={each.uuid} index={each} membership={each.membership} several={before.length > 1} />
        ))}
      </div>
    </Side>
  );
}

function After({ plan }: { plan: SwitchPlan }) {
  const { before, target, membership, opensTarget } = plan;
  const shown = shownBy(plan);
  const change =
    shown.before === null || shown.after === null || before.length === 0 ? null : shown.after - shown.before;
  return (
    <Side title="After">
      <Figure
        documents={shown.after}
        beside={
          change === null || change === 0 ? (
            <span className="text-muted">documents</span>
          ) : (
            <span className={change < 0 ? 'font-medium text-bad' : 'font-medium text-ok'}>
              {formatChange(change)}
              <span className="sr-only"> documents, compared with now</span>
            </span>
          )
        }
      />
      <IndexFacts
        index={isNarrowed(membership) ? { ...target, shown: shown.after } : target}
        membership={membership}
        opens={opensTarget}
      />
    </Side>
  );
}

function IndexFacts({
  index,
  membership,
  opens = false,
  several = false,
}: {
  index: SwitchPlan['target'] & Pick<AliasTarget, 'shown'>;
  membership: AliasMembership;
  opens?: boolean;
  /** One of several: its own documents are named. */
  several?: boolean;
}) {
  return (
    <div>
      <div className="mb-2">
        <IndexName name={index.index} copy /> {index.state === 'closed' && <Chip tone="warn">closed</Chip>}
      </div>
      <Facts>
        {(several || index.shown !== undefined) && (
          <Fact name="Documents">
            {index.shown === undefined ? (
              plural(index.documents, 'document')
            ) : (
              <>
                {formatCount(index.shown)} of {formatCount(index.documents)} in the index{' '}
                <Chip>{membership.filter !== undefined ? 'filtered' : 'routed'}</Chip>
              </>
            )}
          </Fact>
        )}
        <Fact name="Size">{formatBytes(index.primaryBytes)}</Fact>
        <Fact name="Created">{index.createdAt === null ? 'unknown' : <Time at={index.createdAt} />}</Fact>
        {opens && <Fact name="State">closed: it is opened first</Fact>}
      </Facts>
    </div>
  );
}
