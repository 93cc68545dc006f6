import { IndexName } from '@/components/index-name.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { Figure, Side } from '@/components/restore/side.tsx';
import { Swap } from '@/components/swap.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Fact, Facts } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { indexParts } from '@/lib/index-parts.ts';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { isLive, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import {
  addsToIndex,
  changeOf,
  documentsInExisting,
  documentsNow,
  fewerThanBackup,
  gainOf,
  isIncomplete,
  totalBytes,
} from '@/lib/kinds/restore/effect.ts';

/** What is live now, and what is there after the restore, side by side. */
export function NowAndAfter({ plan }: { plan: RestorePlan }) {
  return (
    <section className="overflow-clip rounded-lg border bg-surface shadow-card">
      <Swap first={<Now plan={plan} />} second={<After plan={plan} />} />
    </section>
  );
}

function Now({ plan }: { plan: RestorePlan }) {
  const { alias, before } = plan;
  const fewer = fewerThanBackup(plan);
  if (before.length === 0) {
    return (
      <Side title={alias === null ? 'Now: no alias is chosen' : `Now: ${alias} points to nothing`}>
        <p className="mt-2 text-muted">
          {alias === null ? 'No alias will point to the restored index.' : `No index has the alias ${alias}.`}
        </p>
      </Side>
    );
  }
  return (
    <Side title="Now">
      <Figure bad={fewer !== null} beside={<span className="text-muted">documents</span>}>
        {formatCount(documentsNow(plan))}
      </Figure>
      <ul className="flex flex-col gap-1">
        {before.map((target) => (
          <li key={target.uuid}>
            <IndexName name={target.index} copy /> {target.state === 'closed' && <Chip tone="warn">closed</Chip>}
            {before.length > 1 && <p className="text-small text-muted">{plural(target.documents, 'document')}</p>}
          </li>
        ))}
      </ul>
      <NowFacts plan={plan} fewer={fewer} />
    </Side>
  );
}

function NowFacts({ plan: { before }, fewer }: { plan: RestorePlan; fewer: string | null }) {
  const bytes = before.map(({ primaryBytes }) => primaryBytes);
  const [only] = before;
  return (
    <Facts className="mt-3 !grid-cols-[76px_minmax(0,1fr)]">
      <Fact name="Size">
        {bytes.some((size) => size === null)
          ? 'unknown'
          : formatBytes(bytes.reduce<number>((sum, size) => sum + (size ?? 0), 0))}
      </Fact>
      {only !== undefined && before.length === 1 && indexParts(only.index).date === null && (
        <Fact name="Created">{only.createdAt === null ? 'unknown' : <Time at={only.createdAt} />}</Fact>
      )}
      {fewer !== null && (
        <Fact name="State">
          <State level="bad">{fewer}</State>
        </Fact>
      )}
    </Facts>
  );
}

function After({ plan }: { plan: RestorePlan }) {
  const { backup, target } = plan;
  const adds = addsToIndex(plan);
  const gain = gainOf(plan);
  return (
    <Side title={afterTitle(plan)}>
      <DocumentsAfter plan={plan} />
      <div>
        <IndexName name={target.index} plain={target.uuid === null} copy /> {target.uuid === null && <Chip>new</Chip>}
      </div>
      <Facts className="mt-3 !grid-cols-[76px_minmax(0,1fr)]">
        <Fact name="Size">
          {adds ? 'up to' : 'about'} {formatBytes(target.estimatedPrimaryBytes)}
          {adds && ' more'}
          {target.replicas > 0 && (
            <span className="text-muted">
              , {formatBytes(totalBytes(plan))} with {plural(target.replicas, 'replica')}
            </span>
          )}
        </Fact>
        <Fact name="Data as of">
          {backup.takenAt === null ? 'unknown: the file does not say' : <Time at={backup.takenAt} />}
        </Fact>
        {gain !== null && (
          <Fact name="Restores">
            <NamedText text={gain} />
          </Fact>
        )}
      </Facts>
    </Side>
  );
}

function afterTitle(plan: RestorePlan): string {
  const use = targetUseOf(plan);
  switch (use.how) {
    case 'creates':
      return 'After';
    case 'continues':
      return 'After: the unfinished index, completed';
    case 'adds':
      return isLive(use) ? 'After: the backup added to the live index' : 'After: the backup added to an existing index';
    default:
      return use.how satisfies never;
  }
}

function DocumentsAfter({ plan }: { plan: RestorePlan }) {
  if (addsToIndex(plan)) {
    const { figure, note } = documentsInExisting(plan);
    return (
      <>
        <Figure>{figure}</Figure>
        <p className="mb-1.5 text-small text-muted">{note}</p>
      </>
    );
  }
  const change = changeOf(plan);
  return (
    <Figure
      beside={
        isIncomplete(plan) ? (
          <span className="text-bad">of {formatCount(plan.backup.promised)} documents</span>
        ) : change !== null && change !== 0 ? (
          <span className={change > 0 ? 'font-medium text-ok' : 'font-medium text-warn'}>{formatChange(change)}</span>
        ) : (
          <span className="text-muted">documents</span>
        )
      }
    >
      {formatCount(plan.backup.documents)}
    </Figure>
  );
}
