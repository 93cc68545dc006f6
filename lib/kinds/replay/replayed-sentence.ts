import type { Job } from '../../contract/job.ts';
import { formatUtcMinute } from '../../format.ts';
import { describeOutcomes, describeQueue } from './replay-words.ts';
import type { ReplayResult, ReplayWork } from './schema.ts';

const STATES = {
  queued: 'waits',
  running: 'is running',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

/** What a replay did to bring an index up to date, or how far it is. */
export function replayedSentence(job: Job<ReplayWork, ReplayResult>): string {
  const { choice, target } = job.work.plan;
  const until = choice.to === null ? 'to the end of the files' : `to ${formatUtcMinute(choice.to)}`;
  const what = `captured traffic to ${target.name ?? target.url}, from ${formatUtcMinute(choice.from)} ${until}`;
  if (job.status !== 'succeeded') return `The replay of ${what}, ${STATES[job.status]}.`;
  const { queue } = job.result;
  return `Replayed ${what}: ${describeOutcomes(job.result)}${queue === null ? '' : ` ${describeQueue(queue)}`}`;
}
