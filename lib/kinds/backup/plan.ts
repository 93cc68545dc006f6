import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readSourceModes } from '../../elasticsearch/read/source-mode.ts';
import type { Place } from '../../backups/sources.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import type { PlanRun } from '../run-kind.ts';
import { indexChecks, sourceWarnings, reasonToSkip } from './backup-checks.ts';
import { chooseIndices, skippedDotIndices, type ChosenIndex, type Selection } from './choose-indices.ts';
import { listSelected } from './list-selected.ts';
import type { BackupPlan, IndexBackupPlan, SkippedIndex } from './schema.ts';

export interface BackupRequest extends Selection {
  /** Where the backups go: the key of a source. */
  source: string;
}

/** Throws `not_found` for a name that doesn't exist; an index that can't be backed up now is in `skipped`, with the reason. */
export async function planBackup(
  { cluster, backups }: Place,
  request: BackupRequest,
  run: PlanRun,
): Promise<BackupPlan> {
  const identity = await cluster.identity(run.signal);
  const listed = await listSelected(cluster, request, run.signal);
  const { planned, skipped } = await splitReadable(cluster, chooseIndices(listed, request), run.signal);
  skipped.unshift(...skippedDotIndices(listed, request));
  const primaryBytes = sumOrNull(planned.map((index) => index.primaryBytes));
  const source = backups.of(request.source);
  const { checks, requests } = await source.planBackup(planned, primaryBytes, run.signal);
  return {
    kind: 'backup',
    cluster: identity,
    plannedAt: listed.takenAt,
    source: source.key,
    indices: planned,
    skipped,
    documents: sumOrNull(planned.map((index) => index.documents)),
    primaryBytes,
    checks: [...indexChecks(planned, skipped), ...checks],
    requests,
    fingerprint: fingerprintOf({
      kind: 'backup',
      cluster: identity.uuid,
      source: source.key,
      indices: planned.map(({ index, uuid, group }) => ({ index, uuid, group })),
    }),
  };
}

/** Splits the chosen indices into those that can be read now, and those that can't, with the reason. */
async function splitReadable(
  cluster: Cluster,
  chosen: readonly ChosenIndex[],
  signal: AbortSignal,
): Promise<{ planned: IndexBackupPlan[]; skipped: SkippedIndex[] }> {
  const openNames = chosen
    .filter(({ index }) => reasonToSkip(index, undefined) === null)
    .map(({ index }) => index.name);
  const modes = await readSourceModes(cluster, openNames, signal);
  const planned: IndexBackupPlan[] = [];
  const skipped: SkippedIndex[] = [];
  for (const { index, group } of chosen) {
    const mode = modes.get(index.name);
    const reason = reasonToSkip(index, mode);
    if (reason) skipped.push(reason);
    else
      planned.push({
        index: index.name,
        uuid: index.uuid,
        group,
        documents: index.documents,
        primaryBytes: index.primaryBytes,
        shards: index.shards,
        aliases: index.aliases.map(({ alias }) => alias),
        warnings: sourceWarnings(index, mode),
      });
  }
  return { planned, skipped };
}
