import type { AliasEvent, AliasHistoryEntry, RecordedMove } from '../contract/alias-page.ts';

/** What the alias points to, by a listing. */
interface Now {
  takenAt: string;
  indices: readonly string[];
}

interface Known {
  at: string;
  indices: readonly string[];
}

interface Step {
  entries: AliasHistoryEntry[];
  known: Known;
}

/**
 * The history of one alias, newest first: the moves of our jobs, and what differs between them and the listings of the
 * cluster, which another client has done. Never says who that was. Pure. `moves` and `events`: in any order.
 */
export function aliasHistoryOf(
  moves: readonly RecordedMove[],
  events: readonly AliasEvent[],
  now: Now | null,
): AliasHistoryEntry[] {
  const ours = moves.filter(({ move }) => !isSame(namesOf(move.before), namesOf(move.after)));
  const seen = events.filter((event) => isMove(event) && !isExplained(event, ours));
  const entries: AliasHistoryEntry[] = events.filter((event) => !isMove(event)).flatMap(lossOf);
  let known: Known | null = null;
  for (const step of inTime(ours, seen)) {
    const found: Step = 'move' in step ? stepOfJob(step, known, events) : stepOfEvent(step, known);
    entries.push(...found.entries);
    known = found.known;
  }
  // Two listings may be further apart than a job: what they show is compared with the last one.
  if (known !== null && now !== null && now.takenAt > known.at && !isSame(known.indices, now.indices))
    entries.push(otherMove(known, now.indices, { after: known.at, at: now.takenAt }));
  return entries.reverse().sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

const namesOf = (state: readonly { index: string }[]): string[] => state.map(({ index }) => index);
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join('\n') === [...b].sort().join('\n');
const isMove = ({ before, to }: AliasEvent): boolean => !isSame(before, to);

/** A job that ran meanwhile left the alias as the listing shows it. */
const isExplained = (event: AliasEvent, moves: readonly RecordedMove[]): boolean =>
  moves.some(
    ({ move, startedAt, endedAt }) =>
      startedAt <= event.at && endedAt >= event.after && isSame(namesOf(move.after), event.to),
  );

/** Oldest first; at the same time the job first, which the listing shows. */
function inTime(moves: readonly RecordedMove[], events: readonly AliasEvent[]): (RecordedMove | AliasEvent)[] {
  const timeOf = (step: RecordedMove | AliasEvent) => ('move' in step ? step.endedAt : step.at);
  return [...moves, ...events].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

function stepOfJob(step: RecordedMove, known: Known | null, events: readonly AliasEvent[]): Step {
  const { by, endedAt, job, move, startedAt, title } = step;
  const [before, to] = [namesOf(move.before), namesOf(move.after)];
  const entries: AliasHistoryEntry[] = [];
  if (known !== null && !isSame(known.indices, before)) {
    // The last listing before the job may be later than what is known.
    const listed = events.flatMap(({ after, at }) => [after, at]).filter((time) => time < startedAt);
    const after = [known.at, ...listed].reduce((latest, time) => (time > latest ? time : latest));
    entries.push(otherMove(known, before, { after, at: startedAt > after ? startedAt : endedAt }));
  }
  entries.push({ kind: 'job', at: endedAt, job, title, by, before, to });
  return { entries, known: { at: endedAt, indices: to } };
}

function stepOfEvent(event: AliasEvent, known: Known | null): Step {
  const { after, at, documents, job, to } = event;
  // A job of ours may have moved it between the two listings.
  const isLater = known !== null && known.at > after;
  const before = isLater ? known.indices : event.before;
  const entries: AliasHistoryEntry[] =
    isLater && isSame(before, to)
      ? []
      : job !== null
        ? [{ kind: 'during', after, at, job, before: [...before], to }]
        : [
            {
              ...otherMove({ indices: before }, to, { after: isLater ? known.at : after, at }),
              documents: isLater ? null : documents,
            },
          ];
  return { entries, known: { at, indices: to } };
}

const otherMove = (
  { indices }: Pick<Known, 'indices'>,
  to: readonly string[],
  { after, at }: { after: string; at: string },
): Extract<AliasHistoryEntry, { kind: 'other' }> => ({
  kind: 'other',
  after,
  at,
  before: [...indices],
  to: [...to],
  documents: null,
});

function lossOf({ after, at, documents }: AliasEvent): AliasHistoryEntry[] {
  if (documents.before === null || documents.after === null) return [];
  return [{ kind: 'loss', after, at, from: documents.before, to: documents.after }];
}
