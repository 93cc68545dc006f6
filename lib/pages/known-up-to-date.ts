import { idWithin } from '../contract/backup-ref.ts';
import type { CarriedJob, UpToDate } from '../contract/up-to-date.ts';
import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { carryForward } from '../kinds/carry-forward/describe.ts';
import { isJobOf } from '../kinds/kind.ts';
import { undoCarryForward } from '../kinds/undo-carry-forward/describe.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { loadLatestComparison } from './load-latest-comparison.ts';
import { followUpOf, publishersOf } from './publishers.ts';
import { replaysInto } from './replays-into.ts';
import type { RestoredIndex } from './restored-index.ts';

/** How a restored index can be brought up to date, as far as this is known without asking the cluster. */
export function knownUpToDate(
  cluster: ConfiguredCluster,
  restored: RestoredIndex,
  previous: UpToDate['previous'] = knownPrevious(cluster, restored),
): UpToDate {
  const { file, index, job, startedAt, switchedAt, uuid } = restored;
  const backup = file && idWithin(cluster.backupSource, file);
  const followUp = followUpOf(job);
  return {
    previous,
    backup,
    takenAt: startedAt,
    to: index,
    switchedAt,
    written: null,
    comparison: previous === null || backup === null ? null : loadLatestComparison(cluster, backup, previous),
    carried: carriedInto(cluster, job, uuid),
    hasReplay: cluster.replay !== null,
    replays: replaysInto(cluster, uuid),
    publishers: publishersOf(cluster, restored, followUp),
    closed: followUp.closed,
  };
}

/** What the alias pointed to, if that is one other index, and as the last listing has it; without one it counts as open. */
function knownPrevious(cluster: ConfiguredCluster, restored: RestoredIndex): UpToDate['previous'] {
  const previous = previousOf(restored);
  const listing = readsOf(cluster.key).indices.reading().value;
  if (previous === null || listing === null) return previous && { ...previous, now: 'open' };
  const known = listing.indices.find(({ uuid }) => uuid === previous.uuid);
  return { ...previous, now: known?.state ?? 'gone' };
}

/** Only a file can be compared with it. */
export function previousOf({ before, file }: RestoredIndex): { index: string; uuid: string } | null {
  const [only, ...others] = before;
  return only === undefined || others.length > 0 || file === null ? null : { index: only.index, uuid: only.uuid };
}

/** Of the newest jobs about the index. */
const MOST = 30;

function carriedInto(cluster: ConfiguredCluster, restored: string, uuid: string): CarriedJob[] {
  const kinds = [carryForward.kind, undoCarryForward.kind];
  const found: CarriedJob[] = [];
  for (const { id } of jobs.summaries({ cluster: cluster.key, kinds, limit: MOST })) {
    const job = jobs.get(id);
    if (job === null || Number(id) < Number(restored)) continue;
    const common = { job: id, status: job.status, at: job.createdAt };
    if (isJobOf(carryForward, job) && job.work.plan.to.uuid === uuid)
      found.push({
        ...common,
        kind: 'carry-forward',
        of: job.work.plan.comparison.job,
        changes: job.work.plan.changes,
        counts: job.status === 'succeeded' ? job.result.counts : null,
      });
    else if (isJobOf(undoCarryForward, job) && job.work.plan.to.uuid === uuid)
      found.push({
        ...common,
        kind: 'undo-carry-forward',
        of: job.work.plan.of,
        counts: job.status === 'succeeded' ? job.result.counts : null,
      });
  }
  return found;
}
