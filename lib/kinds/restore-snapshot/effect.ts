import type { DocumentsOfMove } from '../../contract/documents-of-move.ts';
import { formatCount, formatUtcShort, plural, shortIndexName } from '../../format.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import { documentsOf } from './describe-plan.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

/** What a restore from a snapshot changes, in numbers and sentences, as far as its plan shows. Pure. */

type Moved = Pick<RestoreSnapshotPlan, 'after' | 'alias' | 'before' | 'snapshot' | 'switchAlias' | 'target'>;

/** Documents behind the alias before and after the move at the end; undefined: no alias moves, or it points to nothing now. */
export function documentsOfSnapshotMove({
  after,
  alias,
  before,
  snapshot,
  switchAlias,
  target,
}: Moved): DocumentsOfMove | undefined {
  if (!switchAlias || alias === null || before.length === 0) return undefined;
  const live = new Map(before.map(({ index, documents }) => [index, documents]));
  const least = snapshot.documents?.least ?? null;
  return {
    before: sumOrNull([...live.values()]),
    after: sumOrNull(after.map(({ index }) => (index === target.index ? least : (live.get(index) ?? null)))),
  };
}

/** Documents of the alias now; null: unknown, or no index has the alias. */
export const documentsNow = ({ before }: Pick<RestoreSnapshotPlan, 'before'>): number | null =>
  before.length === 0 ? null : sumOrNull(before.map(({ documents }) => documents));

/** "8,940", "8,900 to 8,940", "unknown". */
export function documentsFigure({ documents }: RestoreSnapshotPlan['snapshot']): string {
  if (documents === null) return 'unknown';
  return documents.least === documents.most
    ? formatCount(documents.least)
    : `${formatCount(documents.least)} to ${formatCount(documents.most)}`;
}

/** What is missing after the restore, as a sentence, counted where it can be. */
export function missingSince({ before, from, since, snapshot }: RestoreSnapshotPlan, nowMs = Date.now()): string {
  const when = snapshot.takenAt === null ? 'the snapshot was taken' : `${formatUtcShort(snapshot.takenAt, nowMs)} UTC`;
  const keeping = before.length === 0 ? null : `The live ${before.length === 1 ? 'index keeps' : 'indices keep'}`;
  const kept = keeping === null ? '' : ` ${keeping} them.`;
  if (from !== undefined)
    return `what was written on this cluster, at any time: the snapshot is of another one.${keeping === null ? '' : ` ${keeping} it.`}`;
  if (since === null) return `changes made after ${when}.${kept}`;
  const { written, replaced } = since;
  if (written === 0 && replaced === 0) return `nothing. The live index has not changed since ${when}.`;
  const were = written === 1 ? 'was' : 'were';
  return `${plural(written, 'document')} that ${were} added or changed after ${when}${replacedClause(replaced)}.${kept}`;
}

/** Of the documents of the snapshot that changed in the live index; null: they can't be counted. */
function replacedClause(replaced: number | null): string {
  if (replaced === null) return '; how many were deleted is not known, because they have nested documents';
  if (replaced === 0) return '';
  const [were, come, they] = replaced === 1 ? ['was', 'comes', 'it was'] : ['were', 'come', 'they were'];
  return `, and ${plural(replaced, 'document')} of the snapshot that ${were} changed or deleted since ${come} back as ${they}`;
}

/** The steps in their order. */
export function whatWillHappen(plan: RestoreSnapshotPlan): string[] {
  const { alias, before, snapshot, switchAlias, target } = plan;
  return [
    `Every node restores its shards of ${snapshot.index} into ${target.index}`,
    snapshot.digest !== null
      ? 'Compare every shard and the content with the snapshot'
      : snapshot.proof === 'exact' || snapshot.proof === 'begun'
        ? 'Compare the documents of every shard with the snapshot'
        : 'Check that every shard is complete',
    `Add ${target.replicas === 0 ? 'no replica' : plural(target.replicas, 'replica')}: ${target.replicasFrom}`,
    ...(switchAlias && alias !== null ? [`Switch the alias ${alias} in one step`] : ['Switch no alias']),
    ...(before.length > 0 ? [`Keep ${before.map(({ index }) => index).join(', ')} as it is`] : []),
  ];
}

/** The plan in a line, for where there is no room for its steps. */
export function inOneLine({ alias, before, snapshot, switchAlias, target }: RestoreSnapshotPlan): string {
  const documents = documentsOf(snapshot);
  if (alias === null || !switchAlias)
    return `${documents} into ${shortIndexName(target.index)}; ${alias === null ? 'no alias is switched' : `${alias} is not switched`}.`;
  const now = documentsNow({ before });
  return `${alias}: ${now === null ? 'no index, or an unknown number,' : plural(now, 'document')} now, ${documents} afterwards.`;
}
