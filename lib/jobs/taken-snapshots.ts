import { snapshot } from '../kinds/snapshot/describe.ts';
import { isJobOf } from '../kinds/kind.ts';
import type { KnownDigest, TakenSnapshot } from '../kinds/snapshot/schema.ts';
import { processGlobal } from '../process-wide.ts';
import { snapshotJobs } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

/** By the id of the job: a job that has succeeded never changes. */
const known = processGlobal('taken-snapshots', () => new Map<string, TakenSnapshot>());

/** The snapshots that this installation took in a cluster, by their uuid. Throws AppError disk. */
export function takenSnapshots(store: JobStore, clusterUuid: string): Map<string, TakenSnapshot> {
  return new Map(
    snapshotJobs(store, { clusterUuid }).flatMap(({ job, uuid }): [string, TakenSnapshot][] => {
      const taken = readTaken(store, job);
      return taken === null ? [] : [[uuid, taken]];
    }),
  );
}

/** The last digest of each index of a cluster, by the index's uuid, with the marks that it is of. Throws AppError disk. */
export function lastDigests(store: JobStore, clusterUuid: string): Map<string, KnownDigest> {
  const found = new Map<string, KnownDigest>();
  // The oldest first.
  for (const { result } of takenSnapshots(store, clusterUuid).values())
    for (const { after, digest, uuid } of result.indices)
      if (digest !== null && after !== null) found.set(uuid, { digest, marks: after });
  return found;
}

/** The one of this uuid, of whichever cluster; null: this installation did not take it. Throws AppError disk. */
export function takenSnapshot(store: JobStore, uuid: string): TakenSnapshot | null {
  const [found] = snapshotJobs(store, { uuid });
  return found === undefined ? null : readTaken(store, found.job);
}

function readTaken(store: JobStore, id: string): TakenSnapshot | null {
  const read = known().get(id);
  if (read !== undefined) return read;
  const job = store.get(id);
  if (job?.status !== 'succeeded' || !isJobOf(snapshot, job)) return null;
  const taken = { job: id, plan: job.work.plan, result: job.result };
  known().set(id, taken);
  return taken;
}
