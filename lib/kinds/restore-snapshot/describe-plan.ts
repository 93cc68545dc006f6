import { formatBytes, formatCount, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatTargets } from '../documents.ts';
import { guardedMove, type PlanDescription } from '../plan-description.ts';
import { movesAlias } from '../restore/target-use.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

export const restoreSnapshotPlanDescription: PlanDescription<RestoreSnapshotPlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      `The snapshot ${current.snapshot.name}`,
      displayed.snapshot.uuid,
      current.snapshot.uuid,
      () => 'was deleted and taken again.',
    ),
    ...describeAliasChange(current.alias, displayed.before, current.before),
  ],

  summary(plan) {
    const { alias, before, snapshot, target } = plan;
    const then =
      movesAlias(plan) && alias !== null
        ? `then switch ${alias} to it from ${formatTargets(before)}`
        : 'and switch no alias';
    return `Restore ${snapshot.index} from the snapshot ${snapshot.name}${takenAt(snapshot)} into ${target.index}, ${then}.`;
  },

  review(plan) {
    const { after, before, snapshot, settings, switchAlias, target } = plan;
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    known.set(target.index, exactDocuments(snapshot));
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: (switchAlias ? after : before).map(({ index }) => ({ index, documents: known.get(index) ?? null })),
      choices: [
        { name: 'Snapshot', value: `${snapshot.repository}/${snapshot.name}, index ${snapshot.index}` },
        { name: 'Into', value: `a new index, ${target.index}` },
        { name: 'Replicas', value: `${formatCount(target.replicas)}, ${target.replicasFrom}` },
        { name: 'Documents', value: documentsOf(snapshot) },
      ],
      settings: settings.changes,
    };
  },

  terminalLines(plan) {
    const { alias, before, snapshot, settings, since, target } = plan;
    const from = before.map(({ index }) => index).join(', ') || 'no index';
    return [
      `Would restore ${snapshot.index} (${documentsOf(snapshot)}, ${formatBytes(snapshot.bytes)}) from the snapshot ` +
        `${snapshot.name} in ${snapshot.repository}`,
      `  taken ${formatUtc(snapshot.takenAt)}, version ${snapshot.version ?? 'unknown'}`,
      `  into ${target.index}, a new index, ${plural(snapshot.shards, 'shard')}, ${plural(target.replicas, 'replica')} (${target.replicasFrom})`,
      movesAlias(plan) && alias !== null
        ? `  then switch the alias ${alias} from ${from} to it, if it is what the snapshot was taken of`
        : '  no alias is switched',
      ...(since === null ? [] : [`  ${sinceSentence(since)}`]),
      ...(settings.changes.length === 0 ? [] : ['Settings that change:']),
      ...settings.changes.map(
        ({ action, name, from: old, to, why }) =>
          `  ${action.padEnd(11)} ${name}: ${old ?? 'not set'} → ${to ?? 'not set'} (${why})`,
      ),
    ];
  },

  guardedAlias: (plan) =>
    movesAlias(plan) && plan.alias !== null && plan.before.length > 0 ? guardedMove(plan.alias) : null,

  documentsFrom: ({ from, snapshot }) => ({
    clusterUuid: snapshot.clusterUuid ?? null,
    source: null,
    repository: snapshot.place ?? null,
    from: from ?? null,
  }),
};

type Snapshot = RestoreSnapshotPlan['snapshot'];

const takenAt = ({ takenAt: time }: Snapshot): string => (time === null ? '' : ` of ${formatUtcMinute(time)}`);

/** The one number that is proved; null: it lies between two, or is not known. */
const exactDocuments = ({ proof, documents }: Pick<Snapshot, 'proof' | 'documents'>): number | null =>
  proof === 'exact' ? (documents?.least ?? null) : null;

/** "8,940 documents", "between 8,900 and 8,940 documents", "an unknown number of documents". */
export function documentsOf({ documents }: Pick<Snapshot, 'documents'>): string {
  if (documents === null) return 'an unknown number of documents';
  return documents.least === documents.most
    ? plural(documents.least, 'document')
    : `between ${formatCount(documents.least)} and ${plural(documents.most, 'document')}`;
}

/** What searches would no longer find after the switch, counted in the live index. */
function sinceSentence({ written, replaced }: NonNullable<RestoreSnapshotPlan['since']>): string {
  if (written === 0 && replaced === 0) return 'The live index has not changed since the snapshot.';
  const gone =
    replaced === null
      ? ''
      : `; ${plural(replaced, 'document')} of the snapshot ${replaced === 1 ? 'was' : 'were'} changed or deleted`;
  return `Since the snapshot ${plural(written, 'document')} ${written === 1 ? 'was' : 'were'} added or changed in the live index${gone}.`;
}
