import { LRUCache } from 'lru-cache';
import { backupUri, type BackupRef } from '../contract/backup-ref.ts';
import type { ConfiguredCluster } from '../config.ts';
import { countAroundMark } from '../elasticsearch/read/count-operations.ts';
import { isSameHistory } from '../elasticsearch/snapshots/same-history.ts';
import { readIndexMarksUnrefreshed } from '../elasticsearch/snapshots/shard-marks.ts';
import { isAppError } from '../errors.ts';
import { SharedRead } from '../live/shared-read.ts';
import { processGlobal } from '../process-wide.ts';
import { placeOf } from './place.ts';

interface CountedIndex {
  index: string;
  uuid: string;
}

/** Opening the backup and counting is work for the cluster, and every page asks again every few seconds. */
const COUNT_MAX_AGE_MS = 60_000;
const COUNT_WAIT_MS = 5_000;
const COUNT_GIVE_UP_MS = 60_000;

const countReads = processGlobal(
  'counts-after-backups',
  () => new LRUCache<string, SharedRead<number | null>>({ max: 200 }),
);

/**
 * How many documents were added or changed in the index after the backup was taken of it, as of the last minute. null: not known, or
 * not yet.
 */
export async function writtenAfterBackup(
  cluster: ConfiguredCluster,
  backup: BackupRef,
  index: CountedIndex,
): Promise<number | null> {
  const key = JSON.stringify([cluster.key, backupUri(backup), index.uuid]);
  let read = countReads().get(key);
  if (read === undefined) {
    read = new SharedRead((signal) => countWritten(cluster, backup, index, signal), {
      giveUpAfterMs: COUNT_GIVE_UP_MS,
      subject: cluster.name,
    });
    countReads().set(key, read);
  }
  return read.read({ maxAgeMs: COUNT_MAX_AGE_MS, waitMs: COUNT_WAIT_MS }).catch(nullIfUnknown);
}

/** null: the backup is of another index, does not say where it was read, or another copy of a shard is the primary since. */
async function countWritten(
  cluster: ConfiguredCluster,
  backup: BackupRef,
  { index, uuid }: CountedIndex,
  signal: AbortSignal,
): Promise<number | null> {
  const place = placeOf(cluster);
  const file = await place.backups.open(backup, signal);
  const manifest = file.manifest;
  await file.close();
  if (manifest?.index.uuid !== uuid || manifest.marks == null) return null;
  const { before } = manifest.marks;
  const now = await readIndexMarksUnrefreshed(place.cluster, index, signal);
  if (!isSameHistory(before, uuid, now)) return null;
  const counts = await Promise.all(
    before.map(({ shard, globalCheckpoint }) =>
      countAroundMark(place.cluster, { index, shard, mark: globalCheckpoint }, signal),
    ),
  );
  return counts.reduce((sum, { above }) => sum + above, 0);
}

/** The page says that it is unknown. */
function nullIfUnknown(error: unknown): null {
  if (isAppError(error)) return null;
  throw error;
}
