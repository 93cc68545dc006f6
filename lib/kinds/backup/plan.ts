import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import type { ClusterIndices } from '../../contract/indices.ts';
import { listIndices, listNamed } from '../../elasticsearch/admin/list-indices.ts';
import { readSourceModes } from '../../elasticsearch/read/source-mode.ts';
import type { Place } from '../../backups/sources.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import type { PlanRun } from '../run-kind.ts';
import { indexChecks, warningsOf, whyNot } from './backup-checks.ts';
import { chooseIndices, leftAloneOf, type Chosen, type Selection } from './choose-indices.ts';
import type { BackupPlan, IndexBackupPlan, SkippedIndex } from './schema.ts';

export interface BackupRequest extends Selection {
  /** Where the backups go: the key of a source. */
  source: string;
}

/** Throws `not_found` for a name that isn't there; what can't be backed up now is in `skipped`, with its reason. */
export async function planBackup(
  { cluster, backups }: Place,
  request: BackupRequest,
  run: PlanRun,
): Promise<BackupPlan> {
  const identity = await cluster.identity(run.signal);
  const listed = await listFor(cluster, request, run.signal);
  const { planned, skipped } = await readable(cluster, chooseIndices(listed, request), run.signal);
  skipped.unshift(...leftAloneOf(listed, request));
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

/**
 * What is chosen, with all that its aliases point to, since an alias on several indices is no index's own; every index
 * where all are wanted, or where a name is not there and may be misspelt.
 */
async function listFor(cluster: Cluster, selection: Selection, signal: AbortSignal): Promise<ClusterIndices> {
  const named = [...(selection.aliases ?? []), ...(selection.indices ?? [])];
  if (selection.all || named.length === 0) return listIndices(cluster, signal);
  const asked = new Set(named);
  for (;;) {
    const listed = await listNamed(cluster, [...asked], signal);
    const aliases = new Set(listed.indices.flatMap((index) => index.aliases.map(({ alias }) => alias)));
    const known = new Set([
      ...aliases,
      ...listed.indices.map(({ name }) => name),
      ...(listed.onDotIndices ?? []).map(({ alias }) => alias),
    ]);
    if (!named.every((name) => known.has(name))) return listIndices(cluster, signal);
    const others = [...aliases].filter((alias) => !asked.has(alias));
    if (others.length === 0) return listed;
    for (const alias of others) asked.add(alias);
  }
}

/** Which of the chosen indices can be read now, and why the others can't. */
async function readable(
  cluster: Cluster,
  chosen: readonly Chosen[],
  signal: AbortSignal,
): Promise<{ planned: IndexBackupPlan[]; skipped: SkippedIndex[] }> {
  const askable = chosen.filter(({ index }) => whyNot(index, undefined) === null).map(({ index }) => index.name);
  const modes = await readSourceModes(cluster, askable, signal);
  const planned: IndexBackupPlan[] = [];
  const skipped: SkippedIndex[] = [];
  for (const { index, group } of chosen) {
    const mode = modes.get(index.name);
    const reason = whyNot(index, mode);
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
        warnings: warningsOf(index, mode),
      });
  }
  return { planned, skipped };
}
