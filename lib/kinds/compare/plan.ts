import type { Place } from '../../backups/sources.ts';
import type { BackupRef } from '../../contract/backup-ref.ts';
import type { BackupSide, ComparedSide, IndexSide } from '../../contract/comparison.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { listNamed } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readSourceModes } from '../../elasticsearch/read/source-mode.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { reasonToSkip } from '../backup/backup-checks.ts';
import type { PlanRun } from '../run-kind.ts';
import type { CompareWork } from './schema.ts';

/** Another cluster than that of the job. */
export interface OtherCluster {
  /** In the configuration; null: it has none. */
  key: string | null;
  /** For its errors. */
  name: string;
  cluster: Cluster;
}

/** An index, or an alias of one, of the job's cluster or of another one; or a backup. */
export type SideRequest = { index: string; on?: OtherCluster } | { backup: BackupRef };

export interface CompareRequest {
  left: SideRequest;
  right: SideRequest;
}

/**
 * What a comparison reads. Changes nothing. Throws `not_found` where a side does not exist, `refused` where it can't be read
 * (closed, red), an alias has several indices or both sides are the same index, `unsupported` where an index keeps no sources.
 * An error of another cluster names it.
 */
export async function planCompare(
  place: Place,
  { left, right }: CompareRequest,
  run: Pick<PlanRun, 'signal'>,
): Promise<CompareWork> {
  const work: CompareWork = {
    kind: 'compare',
    cluster: await place.cluster.identity(run.signal),
    left: await planSide(place, left, run.signal),
    right: await planSide(place, right, run.signal),
  };
  if (isSameIndex(work))
    throw new AppError('refused', 'Both sides are the same index.', { hint: 'Choose another one.' });
  return work;
}

/** Two entries of the configuration may name one cluster. */
function isSameIndex({ cluster, left, right }: CompareWork): boolean {
  if (left.kind !== 'index' || right.kind !== 'index' || left.uuid !== right.uuid) return false;
  return (left.cluster?.uuid ?? cluster.uuid) === (right.cluster?.uuid ?? cluster.uuid);
}

function planSide(place: Place, side: SideRequest, signal: AbortSignal): Promise<ComparedSide> {
  if ('backup' in side) return planBackup(place, side.backup, signal);
  return side.on === undefined
    ? planIndex(place.cluster, side.index, signal)
    : planOtherIndex(side.on, side.index, signal);
}

async function planOtherIndex(
  { cluster, key, name }: OtherCluster,
  index: string,
  signal: AbortSignal,
): Promise<IndexSide> {
  try {
    const { uuid } = await cluster.identity(signal);
    return { ...(await planIndex(cluster, index, signal)), cluster: { key, name: null, uuid } };
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    const { code, details, hint, message } = error;
    throw new AppError(code, `${name}: ${message}`, { cause: error, details, ...(hint === undefined ? {} : { hint }) });
  }
}

async function planIndex(cluster: Cluster, name: string, signal: AbortSignal): Promise<IndexSide> {
  const { indices } = await listNamed(cluster, [name], signal);
  const found = indices.filter((index) => index.name === name || index.aliases.some(({ alias }) => alias === name));
  const [index, ...others] = found;
  if (index === undefined)
    throw new AppError('not_found', `There is no index or alias called ${name}.`, { details: { index: name } });
  if (others.length > 0)
    throw new AppError(
      'refused',
      `${name} points to ${formatList(
        found.map((each) => each.name),
        10,
      )}.`,
      { hint: 'Name one of them.' },
    );
  await requireReadable(cluster, index, signal);
  return {
    kind: 'index',
    index: index.name,
    uuid: index.uuid,
    alias: index.name === name ? null : name,
    documents: index.documents,
    primaryBytes: index.primaryBytes,
    shards: index.shards,
  };
}

async function requireReadable(cluster: Cluster, index: IndexSummary, signal: AbortSignal): Promise<void> {
  const before = reasonToSkip(index, undefined);
  const modes = before === null ? await readSourceModes(cluster, [index.name], signal) : null;
  const reason = before ?? reasonToSkip(index, modes?.get(index.name));
  if (reason === null) return;
  // The hint of an index without sources is about backups.
  const unsupported = reason.code === 'unsupported';
  throw new AppError(unsupported ? 'unsupported' : 'refused', reason.message, {
    ...(unsupported || reason.hint === undefined ? {} : { hint: reason.hint }),
  });
}

async function planBackup({ backups }: Place, backup: BackupRef, signal: AbortSignal): Promise<BackupSide> {
  const { summary } = await backups.of(backup.source).describe(backup.id, signal);
  const file = await backups.open(backup, signal);
  try {
    return {
      kind: 'backup',
      backup,
      index: file.manifest?.index.name ?? null,
      uuid: file.manifest?.index.uuid ?? null,
      clusterUuid: file.manifest?.cluster.uuid ?? null,
      group: summary.group,
      takenAt: summary.takenAt,
      documents: file.promised,
      objectsBytes: file.objectsBytes,
      marks: file.manifest?.marks ?? null,
    };
  } finally {
    await file.close();
  }
}
