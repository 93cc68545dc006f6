import type { AliasStatus, JobDetail } from '../contract/job-page.ts';
import { documentsShown } from '../contract/documents-shown.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job } from '../contract/job.ts';
import type { AliasMove, AliasState } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';
import { formatList, formatUtcMinute } from '../format.ts';

export interface LastSwitch {
  job: string;
  at: string | null;
  move: AliasMove;
}

/** The time after which a listing shows the job's effect: of the alias's last move, or of the job's end. */
export const movedAt = (job: Job, last: LastSwitch | null): string =>
  [last?.at, 'endedAt' in job ? job.endedAt : null, job.createdAt].reduce<string>(
    (latest, at) => (at != null && at > latest ? at : latest),
    '',
  );

/** The alias move that a job made; null: none. */
export const moveOf = (job: Job): AliasMove | null =>
  job.status === 'succeeded' ? (kinds.of(job.work).alias?.move(job.result) ?? null) : null;

type IndexIdentity = Pick<AliasState[number], 'index' | 'uuid'>;

/**
 * The present status of the alias and the index of a finished job, from the last listing of the cluster: the job itself
 * knows only how it left them. Pure.
 */
export function aliasStatus(
  job: Job,
  moved: JobDetail['moved'],
  last: LastSwitch | null,
  listing: ClusterIndices | null,
): AliasStatus | null {
  const outcome = job.status === 'succeeded' ? (kinds.of(job.work).alias?.destination(job.result) ?? null) : null;
  if (outcome === null) return null;
  const { alias, ...own } = outcome;
  // A restore into the live index left the alias on it: that index is not one to switch back to.
  const other = previousTargets(job, outcome.before, moved, last).filter(({ uuid }) => uuid !== own.uuid);
  const at = movedAt(job, last);
  const base = { alias, movedAt: at, index: own.index, before: other.map(({ index }) => index) };
  if (listing === null || listing.takenAt <= at)
    return { ...base, seenAt: null, targets: [], where: 'unknown', indexNow: 'unknown', beforeNow: 'unknown' };
  const targets = listing.indices.filter((index) => index.aliases.some((membership) => membership.alias === alias));
  const seen = targets.some(({ uuid }) => uuid === own.uuid)
    ? 'here'
    : other.length > 0 && targets.length > 0 && targets.every(({ uuid }) => other.some((each) => each.uuid === uuid))
      ? 'before'
      : 'elsewhere';
  const expected = moved === null ? seen : moved.atRestored ? 'here' : 'before';
  return {
    ...base,
    seenAt: listing.takenAt,
    targets: targets.map((index) => ({ index: index.name, documents: documentsShown(index, alias) })),
    where: seen === expected ? seen : 'elsewhere',
    indexNow: presenceOf([own], listing),
    beforeNow: other.length === 0 ? 'unknown' : presenceOf(other, listing),
  };
}

/** What the alias pointed to before it was moved to this job's index; if it was moved back, what it points to. */
function previousTargets(
  job: Job,
  before: AliasState | null,
  moved: JobDetail['moved'],
  last: LastSwitch | null,
): readonly IndexIdentity[] {
  if (moved !== null && last !== null) return moved.atRestored ? last.move.before : last.move.after;
  return before ?? kinds.of(job.work).alias?.targetsWhenPlanned(job.work) ?? [];
}

function presenceOf(indices: readonly IndexIdentity[], listing: ClusterIndices): AliasStatus['indexNow'] {
  const found = indices.map(({ uuid }) => listing.indices.find((index) => index.uuid === uuid));
  return found.some((index) => index === undefined)
    ? 'gone'
    : found.some((index) => index!.state === 'closed')
      ? 'closed'
      : 'open';
}

/** The status as a sentence, for the incident channel. */
export function aliasStatusSentence(status: AliasStatus): string {
  const { alias, index, before, seenAt, targets, where } = status;
  const seen = `Checked ${formatUtcMinute(seenAt)}:`;
  switch (where) {
    case 'unknown':
      return `Switched ${formatUtcMinute(status.movedAt)}; what ${alias} points to was not checked since.`;
    case 'here':
      return `${seen} ${alias} points to ${formatList(targets.map((target) => target.index))}.${switchBackSentence(status)}`;
    case 'before':
      return `${seen} ${alias} points to ${formatList(before)}.${status.indexNow === 'gone' ? ` ${index} has been deleted.` : ` ${index} still exists.`}`;
    case 'elsewhere':
      return targets.length === 0
        ? `${seen} no index has the alias ${alias}.`
        : `${seen} ${alias} points to ${formatList(targets.map((target) => target.index))}: it has been switched again since.`;
    default:
      return where satisfies never;
  }
}

function switchBackSentence({ before, beforeNow }: AliasStatus): string {
  switch (beforeNow) {
    case 'open':
    case 'closed':
      return ` ${formatList(before)} ${before.length === 1 ? 'is' : 'are'} kept, ${beforeNow}; the switch can be undone.`;
    case 'gone':
      return ` ${formatList(before)} ${before.length === 1 ? 'has' : 'have'} been deleted: the switch can’t be undone.`;
    case 'unknown':
      return '';
    default:
      return beforeNow satisfies never;
  }
}
