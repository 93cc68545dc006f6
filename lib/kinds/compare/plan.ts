import type { Place } from '../../backups/sources.ts';
import type { BackupRef } from '../../contract/backup-ref.ts';
import type { BackupSide, ComparedSide, IndexSide } from '../../contract/comparison.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { listNamed } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readSourceModes } from '../../elasticsearch/read/source-mode.ts';
import { AppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { reasonToSkip } from '../backup/backup-checks.ts';
import type { PlanRun } from '../run-kind.ts';
import type { CompareWork } from './schema.ts';

/** An index, or an alias of one; or a backup. */
export type SideRequest = { index: string } | { backup: BackupRef };

export interface CompareRequest {
  left: SideRequest;
  right: SideRequest;
}

/**
 * What a comparison reads. Changes nothing. Throws `not_found` where a side does not exist, `refused` where it can't be read
 * (closed, red) or an alias has several indices, `unsupported` where an index keeps no sources.
 */
export async function planCompare(
  place: Place,
  { left, right }: CompareRequest,
  run: Pick<PlanRun, 'signal'>,
): Promise<CompareWork> {
  return {
    kind: 'compare',
    cluster: await place.cluster.identity(run.signal),
    left: await planSide(place, left, run.signal),
    right: await planSide(place, right, run.signal),
  };
}

const planSide = (place: Place, side: SideRequest, signal: AbortSignal): Promise<ComparedSide> =>
  'index' in side ? planIndex(place.cluster, side.index, signal) : planBackup(place, side.backup, signal);

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
