import type { AliasStatus, JobDetail } from '../contract/job-page.ts';
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

/** When the alias was last moved from here, as far as this job's page is concerned: what was seen of it before says nothing. */
export const movedAt = (job: Job, last: LastSwitch | null): string =>
  [last?.at, 'endedAt' in job ? job.endedAt : null, job.createdAt].reduce<string>(
    (latest, at) => (at != null && at > latest ? at : latest),
    '',
  );

type Named = Pick<AliasState[number], 'index' | 'uuid'>;

/**
 * How things stand now with the alias and the index of a job that is done, from what was last seen of the cluster. Its
 * own record says only where it left them. Pure.
 */
export function aliasStatus(
  job: Job,
  moved: JobDetail['moved'],
  last: LastSwitch | null,
  seen: ClusterIndices | null,
): AliasStatus | null {
  const landed = job.status === 'succeeded' ? (kinds.of(job.work).alias?.landed(job.result) ?? null) : null;
  if (landed === null) return null;
  const { alias, ...own } = landed;
  const other = otherEnd(job, landed.before, moved, last);
  const at = movedAt(job, last);
  const base = { alias, movedAt: at, index: own.index, before: other.map(({ index }) => index) };
  if (seen === null || seen.takenAt <= at)
    return { ...base, seenAt: null, targets: [], where: 'unknown', indexNow: 'unknown', beforeNow: 'unknown' };
  const targets = seen.indices.filter((index) => index.aliases.some((membership) => membership.alias === alias));
  const where = targets.some(({ uuid }) => uuid === own.uuid)
    ? 'here'
    : other.length > 0 && targets.length > 0 && targets.every(({ uuid }) => other.some((each) => each.uuid === uuid))
      ? 'before'
      : 'elsewhere';
  return {
    ...base,
    seenAt: seen.takenAt,
    targets: targets.map(({ name, documents }) => ({ index: name, documents })),
    where,
    indexNow: presence([own], seen),
    beforeNow: other.length === 0 ? 'unknown' : presence(other, seen),
  };
}

/** What the alias pointed to before it came to this job's index, or would come from. */
function otherEnd(
  job: Job,
  before: AliasState | null,
  moved: JobDetail['moved'],
  last: LastSwitch | null,
): readonly Named[] {
  if (moved !== null && last !== null) return moved.atRestored ? last.move.before : last.move.after;
  return before ?? kinds.of(job.work).alias?.before(job.work) ?? [];
}

function presence(wanted: readonly Named[], seen: ClusterIndices): AliasStatus['indexNow'] {
  const found = wanted.map(({ uuid }) => seen.indices.find((index) => index.uuid === uuid));
  return found.some((index) => index === undefined)
    ? 'gone'
    : found.some((index) => index!.state === 'closed')
      ? 'closed'
      : 'open';
}

/** The same in words, for the incident channel. */
export function aliasStatusSentence(standing: AliasStatus): string {
  const { alias, index, before, seenAt, targets, where } = standing;
  const seen = `Seen ${formatUtcMinute(seenAt)}:`;
  switch (where) {
    case 'unknown':
      return `So it was left ${formatUtcMinute(standing.movedAt)}; where ${alias} points now was not seen since.`;
    case 'here':
      return `${seen} ${alias} points to ${formatList(targets.map((target) => target.index))}.${wayBack(standing)}`;
    case 'before':
      return `${seen} ${alias} points to ${formatList(before)}.${standing.indexNow === 'gone' ? ` ${index} has been deleted.` : ` ${index} is still there.`}`;
    case 'elsewhere':
      return targets.length === 0
        ? `${seen} no index has the alias ${alias}.`
        : `${seen} ${alias} points to ${formatList(targets.map((target) => target.index))}: it has been moved again since.`;
    default:
      return where satisfies never;
  }
}

function wayBack({ before, beforeNow }: AliasStatus): string {
  switch (beforeNow) {
    case 'open':
    case 'closed':
      return ` ${formatList(before)} ${before.length === 1 ? 'is' : 'are'} still there, ${beforeNow}; Restore Desk switches back with one click.`;
    case 'gone':
      return ` ${formatList(before)} ${before.length === 1 ? 'has' : 'have'} been deleted: there is no switching back.`;
    case 'unknown':
      return '';
    default:
      return beforeNow satisfies never;
  }
}
