import { addsToIndex, documentsInExisting, effectOf, isIncomplete, totalBytes } from './effect.ts';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { isLive, targetUseOf } from '@/lib/kinds/restore/target-use.ts';
import { formatBytes, formatChange, formatCount, plural, shortIndexName } from '@/lib/format.ts';

/** What is live now, and what is there after the restore, side by side. */
export function Compare({ plan }: { plan: RestorePlan }) {
  return (
    <div className="grid items-stretch gap-2.5 mid:grid-cols-[minmax(0,1fr)_36px_minmax(0,1fr)]">
      <Now plan={plan} />
      <div aria-hidden="true" className="grid place-items-center text-[22px] text-faint max-mid:rotate-90">
        →
      </div>
      <After plan={plan} />
    </div>
  );
}

function Now({ plan }: { plan: RestorePlan }) {
  const { change } = effectOf(plan);
  const fell = change !== null && change > 0;
  return (
    <Panel title={nowTitle(plan)}>
      {plan.before.length === 0 ? (
        <p className="text-muted">
          {plan.alias === null
            ? 'No alias points to the restored index until you point one to it.'
            : `No index has the alias ${plan.alias}.`}
        </p>
      ) : (
        <div className="flex flex-col gap-3">
          {plan.before.map((target) => (
            <TargetFacts key={target.uuid} target={target} fell={fell} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function nowTitle({ alias, before }: RestorePlan): string {
  if (alias === null) return 'Now: no alias is chosen';
  return before.length === 0 ? `Now: ${alias} points to nothing` : `Now: ${alias} points to`;
}

type Target = RestorePlan['before'][number];

function TargetFacts({ target, fell }: { target: Target; fell: boolean }) {
  return (
    <Facts>
      <Fact name="Index">
        <code title={target.index}>{shortIndexName(target.index)}</code>{' '}
        {target.state === 'closed' && <Chip tone="warn">closed</Chip>}
      </Fact>
      <Fact name="Documents">
        <b className={fell ? 'font-semibold text-bad' : 'font-semibold'}>{formatCount(target.documents)}</b>
      </Fact>
      <Fact name="Size">{formatBytes(target.primaryBytes)}</Fact>
      <Fact name="Created">{target.createdAt === null ? 'unknown' : <Time at={target.createdAt} />}</Fact>
    </Facts>
  );
}

function After({ plan }: { plan: RestorePlan }) {
  const effect = effectOf(plan);
  return (
    <Panel title={afterTitle(plan)} tone="accent">
      <Facts>
        <Fact name="Index">
          <code title={plan.target.index}>{shortIndexName(plan.target.index)}</code>
        </Fact>
        <Fact name="Documents">
          {addsToIndex(plan) ? documentsInExisting(plan) : <DocumentsAfter plan={plan} change={effect.change} />}
        </Fact>
        <Fact name="Size">
          {addsToIndex(plan) ? 'up to' : 'about'} {formatBytes(plan.target.estimatedPrimaryBytes)}
          {addsToIndex(plan) && ' more'}
          {plan.target.replicas > 0 &&
            `, ${formatBytes(totalBytes(plan))} with ${plural(plan.target.replicas, 'replica')}`}
        </Fact>
        <Fact name="As of">
          {plan.backup.takenAt === null ? (
            'unknown: the file does not say'
          ) : (
            <Time at={plan.backup.takenAt} precision="seconds" />
          )}
        </Fact>
        <Fact name="Brings back">{effect.bringsBack}</Fact>
        <Fact name="Will be missing">{effect.missing}</Fact>
      </Facts>
    </Panel>
  );
}

function afterTitle(plan: RestorePlan): string {
  const use = targetUseOf(plan);
  switch (use.how) {
    case 'creates':
      return 'After: a new index from the backup';
    case 'continues':
      return 'After: a half-filled index, filled to its end';
    case 'adds':
      return isLive(use)
        ? 'After: the backup added to the live index'
        : 'After: the backup added to an index that exists';
    default:
      return use.how satisfies never;
  }
}

function DocumentsAfter({ plan, change }: { plan: RestorePlan; change: number | null }) {
  return (
    <>
      <b className="font-semibold">{formatCount(plan.backup.documents)}</b>{' '}
      {change !== null && change !== 0 && (
        <span className={change > 0 ? 'text-ok' : 'text-warn'}>{formatChange(change)}</span>
      )}
      {isIncomplete(plan) && <span className="text-bad"> of {formatCount(plan.backup.promised)} promised</span>}
    </>
  );
}
