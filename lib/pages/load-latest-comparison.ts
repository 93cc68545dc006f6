import type { ConfiguredCluster } from '../config.ts';
import { backupUri } from '../contract/backup-ref.ts';
import type { LatestComparison } from '../contract/comparison-page.ts';
import type { Job } from '../contract/job.ts';
import { jobs } from '../jobs/jobs.ts';
import { compare } from '../kinds/compare/describe.ts';
import { isJobOf } from '../kinds/kind.ts';
import { isOfSameIndex } from '../present/compared-sides.ts';
import { rowOfSummary } from './load-jobs.ts';

/** Older comparisons of the backup are not searched. */
const MOST = 30;

/** The newest comparison of a backup (left) with an index (right), and the one under way or failed after it. */
export function loadLatestComparison(
  cluster: ConfiguredCluster,
  backup: string,
  index: { uuid: string },
): LatestComparison {
  const ref = { source: cluster.backupSource, id: backup };
  const found: LatestComparison = { done: null, newest: null };
  const summaries = jobs.summaries({
    cluster: cluster.key,
    kinds: [compare.kind],
    text: backupUri(ref),
    limit: MOST,
  });
  for (const summary of summaries) {
    const job = jobs.get(summary.id);
    if (job === null || !compares(job, ref, index.uuid)) continue;
    if (isJobOf(compare, job) && job.status === 'succeeded') {
      const { result, work } = job;
      const sameIndex = isOfSameIndex(work.left, work.right);
      found.done = { job: job.id, readAt: result.readAt, counts: result.counts, sameIndex };
      break;
    }
    found.newest ??= { job: job.id, status: summary.status, outcome: rowOfSummary(summary).outcome };
  }
  return found;
}

const compares = (job: Job, backup: Parameters<typeof backupUri>[0], uuid: string): boolean =>
  isJobOf(compare, job) &&
  job.work.left.kind === 'backup' &&
  backupUri(job.work.left.backup) === backupUri(backup) &&
  job.work.right.kind === 'index' &&
  job.work.right.cluster === undefined &&
  job.work.right.uuid === uuid;
