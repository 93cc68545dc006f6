import type { BreakGlassUse } from '../contract/break-glass.ts';
import type { AliasStatus, JobApproval, JobDetail } from '../contract/job-page.ts';
import type { Job } from '../contract/job.ts';
import { formatCount, formatDuration, formatUtcMinute } from '../format.ts';
import { standstillOf } from '../waiting-sentence.ts';
import { kinds } from '../kinds/kinds.ts';
import { aliasStatusSentence } from './alias-status.ts';
import { outcomeOf } from './job-row.ts';

interface ClusterName {
  name: string;
  environment: string;
}

/** What happened, in plain text for the incident channel: when, what, where, the status, how to undo it. Pure. */
export function incidentSummary(
  job: Job,
  cluster: ClusterName,
  {
    approval = null,
    brokenGlass = [],
    aliasStatus = null,
    retried = null,
    followUp = [],
    takenAt,
  }: {
    approval?: JobApproval | null;
    brokenGlass?: readonly BreakGlassUse[];
    aliasStatus?: AliasStatus | null;
    retried?: JobDetail['retried'];
    /** What followed a restore (lib/kinds/carry-forward/follow-up-lines.ts). */
    followUp?: readonly string[] | undefined;
    /** When the progress was read: the time of the summary of a job that has not ended. */
    takenAt?: string;
  } = {},
): string {
  const at = ('endedAt' in job && job.endedAt) || takenAt || ('startedAt' in job && job.startedAt) || job.createdAt;
  return [
    `${formatUtcMinute(at)} ${headline(job)} on ${cluster.name} (${cluster.environment}).`,
    stateSentence(job),
    ...kinds.of(job.work).summaryLines(job.work, job.status === 'succeeded' ? job.result : null),
    retried === null ? '' : `Job ${retried.job} sent the rejected documents again: ${rejectedAgain(retried.rejected)}.`,
    aliasStatus === null ? '' : aliasStatusSentence(aliasStatus),
    ...followUp,
    ...brokenGlass.map(({ by, reason }) => `BREAK-GLASS USED: no second person approved it. ${by}: “${reason}”`),
    approval === null ? '' : approvalSentence(approval),
    `By ${job.actor.name}. Job ${job.id}.`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const approvalSentence = ({ approvedAt, approvedBy, requestedBy }: JobApproval): string =>
  `Requested by ${requestedBy}, approved by ${approvedBy ?? 'a second person'}${approvedAt === null ? '' : ` at ${formatUtcMinute(approvedAt)}`}.`;

const rejectedAgain = (documents: number): string =>
  documents === 0 ? 'all of them are in the index' : `${formatCount(documents)} were rejected again`;

function headline(job: Job): string {
  switch (job.status) {
    case 'queued':
      return `Queued: ${job.title}`;
    case 'running':
      return `Under way: ${job.title}`;
    case 'succeeded':
      return `${kinds.of(job.work).isPartial(job.result) ? 'Done in part' : 'Done'}: ${job.title}`;
    case 'failed':
      return `Failed: ${job.title}`;
    case 'cancelled':
      return `Cancelled: ${job.title}`;
    case 'interrupted':
      return `Interrupted: ${job.title}`;
    default:
      return job satisfies never;
  }
}

function stateSentence(job: Job): string {
  if (job.status === 'queued') return 'It has not begun.';
  if (job.status !== 'running') return outcomeOf(job) ?? '';
  const { progress } = job;
  if (progress === null) return 'It is starting.';
  const standstill = standstillOf(progress);
  const paused = standstill === null ? '' : ` ${standstill}`;
  if (progress.unit === 'steps' && progress.total === null) return `${progress.label}.${paused}`;
  const done =
    progress.total === null
      ? `${formatCount(progress.done)} ${progress.unit}`
      : `${formatCount(progress.done)} of ${formatCount(progress.total)} ${progress.unit}`;
  const left = progress.secondsLeft === null ? 'time left unknown' : `${formatDuration(progress.secondsLeft)} left`;
  return `${progress.label}: ${done}, ${left}.${paused}`;
}
