import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Cell, Row } from '@/components/ui/table.tsx';
import { State } from '@/components/ui/state.tsx';
import { plural } from '@/lib/format.ts';
import { documentsFigure, documentsNow } from '@/lib/kinds/restore-snapshot/effect.ts';
import type { RestoreAmongOthers } from '@/lib/kinds/restore-snapshot/review.ts';
import type { RestoreSnapshotPlan } from '@/lib/kinds/restore-snapshot/schema.ts';

interface SeveralLineProps {
  each: RestoreAmongOthers;
  selected: boolean;
  onSelect: (selected: boolean) => void;
}

/** One index: where its alias points now, what comes back, and under which name. */
export function SeveralLine({ each: { index, plan, review }, selected, onSelect }: SeveralLineProps) {
  return (
    <Row>
      <Cell className="!pr-0">
        <label className="-my-2 -ml-2.5 flex size-9 items-center justify-center max-mid:m-0 max-mid:size-11 max-mid:justify-start">
          <input
            type="checkbox"
            aria-label={`Restore ${index}`}
            checked={selected}
            disabled={review !== null || plan === null}
            onChange={(event) => onSelect(event.target.checked)}
          />
        </label>
      </Cell>
      <Cell>
        <IndexName name={index} />
      </Cell>
      <Cell label="Alias now">{plan === null ? 'unknown' : <AliasNow plan={plan} />}</Cell>
      <Cell label="Documents">{plan === null ? 'unknown' : documentsFigure(plan.snapshot)}</Cell>
      <Cell label="Into" className="[overflow-wrap:anywhere]">
        {review !== null ? (
          <OwnReview index={index} plan={plan} why={review} />
        ) : (
          <IndexName plain name={plan!.target.index} />
        )}
      </Cell>
    </Row>
  );
}

function AliasNow({ plan }: { plan: RestoreSnapshotPlan }) {
  const { alias, before } = plan;
  if (alias === null) return <span className="text-muted">no alias</span>;
  if (before.length === 0) return <State level="bad">{alias} points to nothing</State>;
  const documents = documentsNow(plan);
  return (
    <>
      {alias}, {documents === null ? 'an unknown number of documents' : plural(documents, 'document')}
    </>
  );
}

/** What a person must confirm, or what can’t be restored, is on its own page. */
function OwnReview({ index, plan, why }: { index: string; plan: RestoreSnapshotPlan | null; why: string }) {
  const { key } = useCluster();
  const { copied } = useCopiedSnapshot();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
      {why}
      {plan !== null && (
        <LinkButton
          size="small"
          href={paths.restoreSnapshot(key, plan.snapshot.repository, plan.snapshot.name, index, copied)}
        >
          Review it
        </LinkButton>
      )}
    </div>
  );
}
