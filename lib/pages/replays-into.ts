import type { ReplayedJob } from '../contract/up-to-date.ts';
import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { isJobOf } from '../kinds/kind.ts';
import { replay } from '../kinds/replay/describe.ts';
import { remainsUnknown } from '../kinds/replay/replay-words.ts';
import { replayedSentence } from '../kinds/replay/replayed-sentence.ts';

/** Of the newest replays. */
const MOST = 10;

/** Replays of captured traffic into an index; newest first. */
export function replaysInto(cluster: ConfiguredCluster, uuid: string): ReplayedJob[] {
  const found: ReplayedJob[] = [];
  for (const { id } of jobs.summaries({ cluster: cluster.key, kinds: [replay.kind], limit: MOST })) {
    const job = jobs.get(id);
    if (job === null || !isJobOf(replay, job) || job.work.plan.restored?.uuid !== uuid) continue;
    const result = job.status === 'succeeded' ? job.result : null;
    found.push({
      job: id,
      status: job.status,
      at: job.createdAt,
      isPartial: result?.status === 'partial',
      sentence: replayedSentence(job),
      unknown: result && remainsUnknown(job.work.plan, result).join(' '),
    });
  }
  return found;
}
