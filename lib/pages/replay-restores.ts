import type { ConfiguredCluster } from '../config.ts';
import type { Job } from '../contract/job.ts';
import { jobs } from '../jobs/jobs.ts';
import { isJobOf } from '../kinds/kind.ts';
import { restore } from '../kinds/restore/describe.ts';
import { restoreSnapshot } from '../kinds/restore-snapshot/describe.ts';
import { retryRejected } from '../kinds/retry-rejected/describe.ts';

/** An index that a job has restored, as captured requests are replayed into it. */
export interface RestoredIndex {
  job: string;
  alias: string;
  index: string;
  uuid: string;
  /** When its backup was started; null: the file does not say. */
  startedAt: string | null;
  endedAt: string;
  /** Of the backup. */
  documents: number;
  /** What its alias pointed to before. */
  previous: string[];
}

const LOOKED_AT = 30;

/** What was restored lately, newest first. Throws AppError disk. */
export const restoredLately = (cluster: ConfiguredCluster): RestoredIndex[] =>
  jobs
    .list({
      cluster: cluster.key,
      kinds: [restore.kind, retryRejected.kind, restoreSnapshot.kind],
      statuses: ['succeeded'],
      limit: LOOKED_AT,
    })
    .map(restoredBy)
    .filter((restored) => restored !== null);

/** null: it has restored no index that an alias is for. */
export function restoredBy(job: Job): RestoredIndex | null {
  if (job.status !== 'succeeded') return null;
  const ended = { job: job.id, endedAt: job.endedAt };
  if (isJobOf(restore, job) || isJobOf(retryRejected, job)) {
    const { backup, before } = job.work.plan;
    return indexOf(ended, job.result, backup.origin === 'restore-desk' ? backup.takenAt : null, before);
  }
  if (isJobOf(restoreSnapshot, job))
    return indexOf(ended, job.result, job.work.plan.snapshot.takenAt, job.work.plan.before);
  return null;
}

interface Result {
  alias: string | null;
  index: string;
  indexUuid: string;
  documents: number;
  aliasBefore: readonly { index: string }[] | null;
}

function indexOf(
  ended: Pick<RestoredIndex, 'job' | 'endedAt'>,
  { alias, aliasBefore, documents, index, indexUuid }: Result,
  startedAt: string | null,
  planned: readonly { index: string }[],
): RestoredIndex | null {
  if (alias === null) return null;
  const previous = (aliasBefore ?? planned).map((each) => each.index).filter((name) => name !== index);
  return { ...ended, alias, index, uuid: indexUuid, startedAt, documents, previous };
}
