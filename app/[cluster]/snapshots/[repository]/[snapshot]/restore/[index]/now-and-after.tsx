import { IndexName } from '@/components/index-name.tsx';
import { Figure, Side } from '@/components/restore/side.tsx';
import { Swap } from '@/components/swap.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Fact, Facts } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import { documentsFigure, documentsNow } from '@/lib/kinds/restore-snapshot/effect.ts';
import type { RestoreSnapshotPlan } from '@/lib/kinds/restore-snapshot/schema.ts';
import { sumOrNull } from '@/lib/sum-or-null.ts';

/** What is live now, and what is there after the restore, side by side. */
export function NowAndAfter({ plan }: { plan: RestoreSnapshotPlan }) {
  return (
    <section className="overflow-clip rounded-lg border bg-surface shadow-card">
      <Swap first={<Now plan={plan} />} second={<After plan={plan} />} />
    </section>
  );
}

const FACTS = 'mt-3 !grid-cols-[76px_minmax(0,1fr)]';

function Now({ plan: { alias, before } }: { plan: RestoreSnapshotPlan }) {
  if (before.length === 0)
    return (
      <Side title={alias === null ? 'Now: no alias is chosen' : `Now: ${alias} points to nothing`}>
        <p className="mt-2 text-muted">
          {alias === null
            ? 'No alias will point to the restored index. Choose one below, if one should.'
            : `No index has the alias ${alias}.`}
        </p>
      </Side>
    );
  return (
    <Side title="Now">
      <Figure beside={<span className="text-muted">documents</span>}>{formatCount(documentsNow({ before }))}</Figure>
      <ul className="flex flex-col gap-1">
        {before.map(({ index, uuid, state, documents }) => (
          <li key={uuid}>
            <IndexName name={index} copy /> {state === 'closed' && <Chip tone="warn">closed</Chip>}
            {before.length > 1 && <p className="text-small text-muted">{plural(documents, 'document')}</p>}
          </li>
        ))}
      </ul>
      <Facts className={FACTS}>
        <Fact name="Size">{formatBytes(sumOrNull(before.map(({ primaryBytes }) => primaryBytes)))}</Fact>
      </Facts>
    </Side>
  );
}

function After({ plan }: { plan: RestoreSnapshotPlan }) {
  const { snapshot, target } = plan;
  const now = documentsNow(plan);
  const change =
    snapshot.documents !== null &&
    snapshot.documents.least === snapshot.documents.most &&
    now !== null &&
    plan.before.length === 1
      ? snapshot.documents.least - now
      : null;
  return (
    <Side title="After">
      <Figure
        beside={
          change === null || change === 0 ? (
            <span className="text-muted">documents</span>
          ) : (
            <span className={change > 0 ? 'font-medium text-ok' : 'font-medium text-warn'}>{formatChange(change)}</span>
          )
        }
      >
        {documentsFigure(snapshot)}
      </Figure>
      <div>
        <IndexName plain name={target.index} copy /> <Chip>new</Chip>
      </div>
      <Facts className={FACTS}>
        <Fact name="Size">
          {formatBytes(snapshot.bytes)}
          {target.replicas > 0 && snapshot.bytes !== null && (
            <span className="text-muted">
              , {formatBytes(snapshot.bytes * (1 + target.replicas))} with {plural(target.replicas, 'replica')}
            </span>
          )}
        </Fact>
        <Fact name="Data as of">{snapshot.takenAt === null ? 'unknown' : <Time at={snapshot.takenAt} />}</Fact>
        <Fact name="Proof">
          <State level={snapshot.proof === 'exact' ? 'ok' : 'warn'}>{PROOFS[snapshot.proof]}</State>
        </Fact>
      </Facts>
    </Side>
  );
}

const PROOFS: Record<RestoreSnapshotPlan['snapshot']['proof'], string> = {
  exact: 'exact: nothing was written meanwhile',
  bracketed: 'lies between two moments',
  begun: 'numbers of its beginning only',
  unknown: 'nothing to compare with',
};
