import type { ReactNode } from 'react';
import type { DocumentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { isNarrowed } from '@/lib/contract/documents-shown.ts';
import type { AliasMembership } from '@/lib/contract/indices.ts';
import type { AliasTarget } from '@/lib/contract/plan.ts';
import { formatBytes, formatChange, formatCount } from '@/lib/format.ts';
import type { SwitchPlan } from '@/lib/kinds/switch/schema.ts';
import { IndexName } from '@/components/index-name.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';

/** A plan of this server has both numbers; null: unknown, which is not none. */
export const shownBy = ({ shown, target }: SwitchPlan): DocumentsOfMove =>
  shown ?? { before: null, after: target.documents };

/** What the alias points to now and afterwards, with the documents that it shows. */
export function BeforeAndAfter({ plan }: { plan: SwitchPlan }) {
  const { target, before, alias } = plan;
  const shown = shownBy(plan);
  const change =
    shown.before === null || shown.after === null || before.length === 0 ? null : shown.after - shown.before;
  return (
    <div className="grid items-stretch gap-2.5 mid:grid-cols-[minmax(0,1fr)_40px_minmax(0,1fr)]">
      <Panel title={before.length === 0 ? 'Now: there is no such alias' : `Now: ${alias} points to`}>
        {before.length === 0 && <p className="text-muted">Searches for it fail.</p>}
        <div className="flex flex-col gap-3">
          {before.map((each) => (
            <IndexFacts key={each.uuid} index={each} membership={each.membership} alias={alias} />
          ))}
        </div>
      </Panel>
      <div aria-hidden="true" className="grid place-items-center text-2xl text-faint max-mid:rotate-90">
        →
      </div>
      <Panel title="After: it points to" tone="accent">
        <IndexFacts
          index={isNarrowed(plan.membership) ? { ...target, shown: shown.after } : target}
          membership={plan.membership}
          alias={alias}
          opens={plan.opensTarget}
          change={
            change === null || change === 0 ? null : (
              <span className={change < 0 ? 'font-semibold text-bad' : 'font-semibold text-ok'}>
                {formatChange(change)}
                <span className="sr-only"> documents against what is live now</span>
              </span>
            )
          }
        />
      </Panel>
    </div>
  );
}

function IndexFacts({
  index,
  membership,
  alias,
  change,
  opens = false,
}: {
  index: SwitchPlan['target'] & Pick<AliasTarget, 'shown'>;
  membership: AliasMembership;
  alias: string;
  change?: ReactNode;
  opens?: boolean;
}) {
  return (
    <Facts>
      <Fact name="Index">
        <IndexName name={index.index} alias={alias} />
      </Fact>
      <Fact name="Documents">
        <b className="font-semibold">{formatCount(index.shown === undefined ? index.documents : index.shown)}</b>{' '}
        {change}
        {index.shown !== undefined && (
          <span className="block text-small text-muted">
            <Chip>{membership.filter !== undefined ? 'filtered' : 'routed'}</Chip> of {formatCount(index.documents)} in
            the index
          </span>
        )}
      </Fact>
      <Fact name="Size">{formatBytes(index.primaryBytes)}</Fact>
      <Fact name="Created">{index.createdAt === null ? 'unknown' : <Time at={index.createdAt} />}</Fact>
      {index.state === 'closed' && <Fact name="State">closed{opens && ': it is opened first'}</Fact>}
    </Facts>
  );
}
