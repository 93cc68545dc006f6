import { changesOf, type CarryCounts } from '../../contract/carried.ts';
import type { CarriedJob, UpToDate } from '../../contract/up-to-date.ts';
import { formatCount, formatList, plural } from '../../format.ts';
import { CARRIED, describeCounts, UNDONE } from './describe-common.ts';

/** What is carried without being chosen twice; deletions never have to be. */
const WANTED = ['added', 'changed'] as const;
const NOUNS = { added: 'new document', changed: 'changed document' };

type Succeeded = Extract<CarriedJob, { kind: 'carry-forward' }> & { counts: CarryCounts };

/** Writes went to the previous index until the switch: a comparison from before it lacks the last ones. */
export function isBeforeSwitch({ comparison, switchedAt }: Pick<UpToDate, 'comparison' | 'switchedAt'>): boolean {
  return comparison?.done != null && switchedAt !== null && comparison.done.readAt < switchedAt;
}

/** Everything new and changed of a comparison from after the switch is in the restored index, and no such job was undone. */
export function isCarried(data: UpToDate): boolean {
  return data.comparison?.done != null && !isBeforeSwitch(data) && openChanges(data).length === 0;
}

/** The new and the changed documents that no job has carried whole, with the newest job that carried a part. */
function openChanges(data: UpToDate) {
  const done = data.comparison?.done;
  if (done == null) return [];
  const found = changesOf(done.counts);
  const jobs = jobsInEffect(data);
  return WANTED.flatMap((change) => {
    const of = jobs.filter(({ changes }) => changes.includes(change));
    const isWhole = found[change] === 0 || of.some(({ counts }) => notWritten(counts) + counts.leftOut === 0);
    return isWhole ? [] : [{ change, count: found[change], job: of[0] ?? null }];
  });
}

/** Of the comparison; newest first. */
function jobsInEffect({ carried, comparison }: UpToDate): Succeeded[] {
  const undos = carried.filter(({ kind, status }) => kind === 'undo-carry-forward' && status !== 'queued');
  return carried.filter((job): job is Succeeded => {
    if (job.kind !== 'carry-forward' || job.counts === null || job.of !== comparison?.done?.job) return false;
    // What it found there may have been written by a job that was undone after it.
    const reliesOn = ({ job: undo, of }: CarriedJob) =>
      job.counts!.already > 0 && Number(undo) > Number(job.job) && Number(of) < Number(job.job);
    return !undos.some((undo) => undo.of === job.job || reliesOn(undo));
  });
}

const notWritten = ({ conflicts, rejected }: CarryCounts): number => conflicts + rejected;

/** The jobs that carried only a part, each once. */
const partialJobs = (data: UpToDate): Succeeded[] => [
  ...new Set(openChanges(data).flatMap(({ job }) => (job === null ? [] : [job]))),
];

/** What no job has carried yet, after one has carried something; null: nothing, or nothing is carried at all. */
export function remainingSentence(data: UpToDate): string | null {
  if (data.comparison?.done == null || jobsInEffect(data).length === 0) return null;
  const untouched = openChanges(data).filter(({ job }) => job === null);
  const parts = [
    ...untouched.map(({ change, count }) => plural(count, NOUNS[change])),
    ...partialJobs(data).flatMap(({ counts: { conflicts, rejected, leftOut } }) => [
      ...(conflicts > 0 ? [plural(conflicts, 'conflict')] : []),
      ...(rejected > 0 ? [plural(rejected, 'rejected document')] : []),
      ...(leftOut > 0 ? [`${plural(leftOut, 'document')} that the query left out`] : []),
    ]),
  ];
  return parts.length === 0 ? null : `Not carried: ${formatList(parts, 5)}.`;
}

/** What the previous index would bring, as far as it is known. */
export function writtenSentence(data: UpToDate): string {
  const { previous, written, comparison } = data;
  if (previous?.now === 'gone') return 'It was deleted: nothing can be carried forward from it.';
  if (previous?.now === 'closed') return 'It is closed: open it to see what it has.';
  if (comparison?.done != null) {
    const differences = differencesSentence(comparison.done);
    return isBeforeSwitch(data) && written !== null
      ? `${differences} In all, ${plural(written, 'document')} in it ${written === 1 ? 'was' : 'were'} added or changed after the backup.`
      : differences;
  }
  return written === null
    ? 'How much was written to it after the backup is not known: compare to see.'
    : `${plural(written, 'document')} in it ${written === 1 ? 'was' : 'were'} added or changed after the backup; deletions are not counted yet.`;
}

/** Which side is newer is known only where the backup was taken of this index. */
function differencesSentence({ counts, sameIndex }: NonNullable<NonNullable<UpToDate['comparison']>['done']>): string {
  const { added, changed, deleted } = changesOf(counts);
  if (added + changed + deleted === 0) return 'It has nothing that the backup does not have, and lacks nothing of it.';
  if (sameIndex === true)
    return `${formatCount(added)} new, ${formatCount(changed)} changed, ${plural(deleted, 'deletion')} after the backup.`;
  const differences =
    `${plural(added, 'document')} only in it, ${formatCount(changed)} with other content than in the backup, ` +
    `${formatCount(deleted)} only in the backup.`;
  return sameIndex === false
    ? `${differences} The backup was taken of another index: which side is newer is not known.`
    : differences;
}

/** What a job did to bring the index up to date. */
export function carriedSentence({ kind, status, counts, of }: CarriedJob): string {
  const what = kind === 'carry-forward' ? 'Carried forward' : `Undid job ${of}`;
  if (counts !== null) return `${what}: ${describeCounts(counts, kind === 'carry-forward' ? CARRIED : UNDONE)}`;
  const ended = {
    queued: 'waits',
    running: 'is running',
    succeeded: 'has ended',
    failed: 'failed',
    cancelled: 'was cancelled',
    interrupted: 'was interrupted',
  };
  return `${kind === 'carry-forward' ? 'Carrying forward' : `The undo of job ${of}`} ${ended[status]}.`;
}

/** What else was done: nothing shows that it was everything. */
function otherWays({ replays, publishers }: UpToDate): string {
  const isReplayed = replays.some(({ status }) => status === 'succeeded');
  if (publishers.sentAgain.length === 0) return isReplayed ? 'not replayed' : '';
  return isReplayed ? 'neither replayed nor sent again by the publishers' : 'not sent again by the publishers';
}

/** Ends the sentence "Not known: …". */
export function unknownAfter(data: UpToDate): string {
  const others = otherWays(data);
  if (data.previous === null || data.previous.now === 'gone')
    return `every change that was made after the backup${others && ` and was ${others}`}.`;
  const never = `changes after the backup that never reached the previous index${others && ` and were ${others}`}`;
  if (data.comparison?.done == null) return `which documents were changed or deleted after the backup, and ${never}.`;
  if (isBeforeSwitch(data))
    return `what was written to the previous index between the comparison and the switch, and ${never}.`;
  const open = partialJobs(data).reduce((sum, { counts }) => sum + notWritten(counts), 0);
  return open === 0 ? `${never}.` : `${never}, and what is right for ${plural(open, 'document')} not written.`;
}
