import type { JobRow } from '../contract/api.ts';
import type { Job, JobResult } from '../contract/job.ts';
import { formatBytes, formatCount, formatDuration, formatList, plural } from '../format.ts';

export function jobRowOf(job: Job): JobRow {
  return {
    id: job.id,
    title: job.title,
    kind: job.work.kind,
    status: job.status,
    actor: job.actor,
    createdAt: job.createdAt,
    startedAt: 'startedAt' in job ? job.startedAt : null,
    endedAt: 'endedAt' in job ? job.endedAt : null,
    progress: 'progress' in job ? job.progress : null,
    partial: job.status === 'succeeded' && isPartial(job.result),
    outcome: outcomeOf(job),
    follows: job.follows,
  };
}

export function isPartial(result: JobResult): boolean {
  switch (result.kind) {
    case 'backup':
    case 'restore':
    case 'clean-up':
      return result.status === 'partial';
    case 'verify':
      return !result.verification.complete;
    case 'switch':
    case 'delete-backup':
      return false;
    default:
      return result satisfies never;
  }
}

/** How it ended, in a sentence; null while it has not. */
export function outcomeOf(job: Job): string | null {
  switch (job.status) {
    case 'queued':
    case 'running':
      return null;
    case 'succeeded':
      return resultSentence(job.result);
    case 'failed':
      return job.failure.message;
    case 'cancelled':
      return job.progress === null
        ? 'Cancelled before it began.'
        : `Cancelled while: ${job.progress.phase.toLowerCase()}.`;
    case 'interrupted':
      return job.why;
    default:
      return job satisfies never;
  }
}

export function resultSentence(result: JobResult): string {
  switch (result.kind) {
    case 'backup': {
      const made = `${plural(result.backups.length, 'backup')}, ${plural(result.documents, 'document')}, ${formatBytes(result.backups.reduce((sum, backup) => sum + backup.fileBytes, 0))} in ${formatDuration(result.seconds)}, every one counted.`;
      return result.failures.length === 0
        ? made
        : `${made} Not backed up: ${formatList(result.failures.map((failure) => failure.index))}.`;
    }
    case 'restore': {
      const counted = [
        `${plural(result.indexed, 'document')} indexed`,
        result.existing > 0 ? `${formatCount(result.existing)} already there` : null,
        result.newer > 0 ? `${formatCount(result.newer)} newer on the target` : null,
        result.rejected > 0 ? `${formatCount(result.rejected)} rejected` : null,
      ].filter((part) => part !== null);
      const alias =
        result.alias === null
          ? ''
          : result.switched
            ? ` ${result.alias} was moved to it.`
            : ` ${result.alias} was not moved.`;
      const promised = result.promised ?? result.documents;
      if (promised > result.documents)
        counted.push(
          `${formatCount(promised - result.documents)} of the ${formatCount(promised)} promised never were in the backup`,
        );
      return `${counted.join(', ')} in ${formatDuration(result.seconds)}; ${result.check.verdict === 'equal' ? 'content equal to the backup' : lowerFirst(result.check.sentence.replace(/\.$/, ''))}.${alias}`;
    }
    case 'switch':
      return `${result.alias} moved to ${result.index}${result.opened ? ', which was opened first' : ''}.`;
    case 'clean-up':
      return `${result.deleted.length === 1 ? '1 index' : `${formatCount(result.deleted.length)} indices`} deleted, ${formatBytes(result.bytes)} given back.${result.left.length > 0 ? ` ${formatCount(result.left.length)} left.` : ''}`;
    case 'verify':
      return result.verification.complete
        ? `${plural(result.verification.documents, 'document')}, all there, every checksum right.`
        : `Incomplete: ${formatCount(result.verification.documents)} of ${plural(result.verification.promised, 'document')}.`;
    case 'delete-backup':
      return `${result.id} deleted, ${formatBytes(result.fileBytes)} given back.`;
    default:
      return result satisfies never;
  }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
