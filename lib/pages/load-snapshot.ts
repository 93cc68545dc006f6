import type { ConfiguredCluster } from '../config.ts';
import { isReadOnly } from '../contract/repository.ts';
import type { SnapshotPage } from '../contract/snapshot-page.ts';
import { snapshotPath } from '../elasticsearch/snapshots/snapshots.ts';
import { AppError } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { marksOf } from './backup-marks.ts';
import { snapshotPageOf } from '../present/snapshot-page.ts';
import { readableVersion } from '../snapshots/snapshot-version.ts';
import { statedMetadata } from '../snapshots/stated-metadata.ts';

/** One snapshot. Throws `not_found` where there is none, and what the cluster throws while it has never answered. */
export async function loadSnapshot(
  cluster: ConfiguredCluster,
  { repository: of, snapshot: name }: { repository: string; snapshot: string },
): Promise<SnapshotPage> {
  const { repositories } = readsOf(cluster.key);
  const options = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
  const { value: registered } = await repositories.registered.readLastKnown(options);
  const repository = registered.repositories.find((each) => each.name === of);
  if (repository === undefined)
    throw new AppError('not_found', `There is no repository ${of}.`, {
      hint: 'It was unregistered, or its name is another one.',
    });
  const read = repositories.inFull(of, name);
  const { value: snapshot, lastKnown } = await read.readLastKnown(options);
  if (snapshot === null)
    throw new AppError('not_found', `There is no snapshot ${name} in ${of}.`, {
      hint: 'It was deleted, or its name is another one.',
    });
  const page = snapshotPageOf({
    repository: { name: of, readOnly: isReadOnly(repository) },
    snapshot,
    stated: statedMetadata(snapshot.metadata),
    readable: readableVersion(snapshot.version, registered.identity),
    taken: jobs.takenSnapshot(snapshot.uuid),
    path: snapshotPath(of, name),
    ...marksOf(cluster),
    readAt: read.reading().takenAt ?? new Date().toISOString(),
  });
  return lastKnown === undefined ? page : { ...page, lastKnown };
}
