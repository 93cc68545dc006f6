import type { ClosedIncident } from '../../contract/follow-up.ts';
import type { Publishers } from '../../contract/publishers.ts';
import type { ReplayedJob, UpToDate } from '../../contract/up-to-date.ts';
import { formatUtcMinute } from '../../format.ts';
import { isWithin, windowOf } from '../../contract/republish-window.ts';
import { carriedSentence, unknownAfter } from './up-to-date-words.ts';

/**
 * For the incident channel: what was done to bring a restored index up to date, and what is not known. Marks are of
 * people: none of these lines says that the index has everything. Pure.
 */
export const followUpLines = (data: UpToDate): string[] => [
  ...[...data.carried].reverse().map((job) => `${carriedSentence(job)} Job ${job.job}.`),
  ...[...data.replays].reverse().flatMap(replayLines),
  ...publisherLines(data.publishers),
  `Not known, from the start of the backup on${data.takenAt === null ? '' : ` (${formatUtcMinute(data.takenAt)})`}: ${unknownAfter(data)}`,
  ...(data.closed === null ? [] : [closedLine(data.closed)]),
];

const replayLines = ({ job, sentence, unknown }: ReplayedJob): string[] => [
  `${sentence} Job ${job}.`,
  ...(unknown === null ? [] : [unknown]),
];

/** Also of commands that are no longer configured. */
function publisherLines({ sentAgain, startedAt, switchedAt, takenAt, templates }: Publishers): string[] {
  const window = startedAt === null ? null : windowOf({ startedAt, switchedAt }, Date.parse(takenAt));
  const marked = new Set(sentAgain.map(({ command }) => command));
  return [
    ...sentAgain.map(
      ({ command, from, to, by, at }) =>
        `${command}, ${formatUtcMinute(from)} to ${formatUtcMinute(to)}: marked as done${window === null || isWithin(window, { from, to }) ? '' : ' for a part of the time'} by ${by} at ${formatUtcMinute(at)}.`,
    ),
    ...templates.filter(({ name }) => !marked.has(name)).map(({ name }) => `${name}: not marked as done.`),
  ];
}

const closedLine = ({ by, at, unknown }: ClosedIncident): string =>
  `Incident closed by ${by} at ${formatUtcMinute(at)}.${unknown === null ? '' : ` What remains unknown, in their words: “${unknown}”`}`;
