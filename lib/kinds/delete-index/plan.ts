import type { Check } from '../../contract/plan.ts';
import { formatList, plural } from '../../format.ts';
import { indexToTypeOf } from '../../index-to-type.ts';
import { addingChecks, checksOfUse, refusingBlockChecks, type Writer } from '../../indices/checks.ts';
import { readIndexToChange } from '../../indices/read-index.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { PlanKind } from '../run-kind.ts';
import type { DeleteIndexPlan } from './schema.ts';

export interface DeleteIndexRequest {
  index: string;
  /** The queued or running job that writes into the index; null: none. */
  writer: Writer | null;
  /** How many good backups and snapshots hold it; null: unknown. */
  goodBackups: number | null;
}

/** Blocks under which a server refuses to delete an index (docs/elasticsearch.md). */
const REFUSING_BLOCKS = ['read_only', 'metadata'];

/** Throws `not_found`, and `refused` for an index of the cluster itself; any other obstacle is a check of the plan. */
export const planDeleteIndex: PlanKind<DeleteIndexRequest, DeleteIndexPlan> = async (
  { cluster },
  { index: name, writer, goodBackups },
  { signal },
) => {
  const read = await readIndexToChange(cluster, name, signal);
  const { index, others } = read;
  const aliases = index.aliases.map(({ alias }) => alias);
  const refusals = [
    ...(aliases.length === 0 ? [] : [aliasCheck(aliases)]),
    ...checksOfUse(read, writer),
    ...refusingBlockChecks(index, REFUSING_BLOCKS, 'delete'),
  ];
  const warnings = [...(index.loading ? [loadingCheck(index.createdAt)] : []), ...addingChecks(read, writer)];
  return {
    kind: 'delete-index',
    cluster: read.cluster,
    plannedAt: read.takenAt,
    index: name,
    uuid: index.uuid,
    state: index.state,
    health: index.health,
    documents: index.documents,
    storeBytes: index.storeBytes,
    createdAt: index.createdAt,
    aliases,
    typeToConfirm: indexToTypeOf(
      name,
      others.map((other) => other.name),
    ),
    checks: [...refusals, ...warnings, backupCheck(goodBackups)],
    requests: [{ method: 'DELETE', path: `/${encodeURIComponent(name)}?expand_wildcards=none` }],
    // Without the backups: they come and go, and nothing of them is deleted.
    fingerprint: fingerprintOf({
      kind: 'delete-index',
      cluster: read.cluster.uuid,
      index: { name, uuid: index.uuid },
      loading: index.loading,
      ...(index.adding === true ? { adding: true } : {}),
      refusals: refusals.map(({ id }) => id),
      aliases,
    }),
  };
};

const aliasCheck = (aliases: readonly string[]): Check => ({
  id: 'alias',
  level: 'refuse',
  title: `${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to it`,
  detail: 'An index with an alias is never deleted.',
  hint: 'Switch the alias first, or remove the index from it.',
});

const loadingCheck = (createdAt: string | null): Check => ({
  id: 'loading',
  level: 'warn',
  title: 'The restore that created it has not finished',
  detail: `Another machine may still be filling it${createdAt === null ? '' : `. It was created at ${createdAt}`}.`,
});

/** Only a backup can bring a deleted index back. */
function backupCheck(good: number | null): Check {
  if (good === null)
    return {
      id: 'backup',
      level: 'warn',
      title: 'Whether a backup holds it is not known',
      detail: 'The backups were not read, or not all of them could be: there may be none.',
      hint: 'Back it up first, if its documents may be needed.',
    };
  if (good === 0)
    return {
      id: 'backup',
      level: 'warn',
      title: 'No good backup holds it',
      detail:
        'No complete backup file and no complete snapshot of this index is known here. Its documents will be lost.',
      hint: 'Back it up first, if its documents may be needed.',
    };
  return {
    id: 'backup',
    level: 'ok',
    title: `${plural(good, 'good backup')} ${good === 1 ? 'holds' : 'hold'} it`,
    detail: 'What was written after the newest one is lost.',
  };
}
