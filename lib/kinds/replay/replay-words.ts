import { formatCount, formatList, formatUtc, plural } from '../../format.ts';
import type { QueueState, ReplayPlan, ReplayResult } from './schema.ts';

/** "161 requests sent, all answered 202." */
export function describeOutcomes({
  outcomes,
  sent,
  statuses,
}: Pick<ReplayResult, 'outcomes' | 'sent' | 'statuses'>): string {
  const { failed, held, newer, unknown } = outcomes;
  const answers = Object.entries(statuses);
  const only = answers.length === 1 && answers[0]![1] === sent ? answers[0]![0] : null;
  const parts = [
    only === null ? `${plural(sent, 'request')} sent` : `${plural(sent, 'request')} sent, all answered ${only}`,
    ...(only === null && answers.length > 0
      ? [`answers ${answers.map(([status, many]) => `${status}: ${formatCount(many)}`).join(', ')}`]
      : []),
    ...(newer > 0 ? [`${formatCount(newer)} newer on the target`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(unknown > 0 ? [`${formatCount(unknown)} with unknown outcome`] : []),
    ...(held > 0 ? [`${formatCount(held)} held back`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** "The queue is empty since 23:41:10 UTC." */
export function describeQueue({ emptySince, jobs, retries, scheduled }: QueueState): string {
  if (emptySince !== null) return `Queue empty since ${formatUtc(emptySince)}.`;
  if (jobs === null) return 'The queue could not be read: whether everything was written is not known.';
  return `The queue still has ${plural(jobs, 'job')}, ${plural(retries, 'retry', 'retries')}, ${formatCount(scheduled)} scheduled.`;
}

/** "7,822 deletions", "25 deletions and a deletion by a query". */
export function describeDeletions(bursts: ReplayPlan['bursts']): string {
  const deletions = bursts.reduce((sum, { deletes }) => sum + (deletes ?? 0), 0);
  const queries = bursts.filter(({ deletes }) => deletes === null).length;
  return formatList([
    ...(deletions > 0 ? [plural(deletions, 'deletion')] : []),
    ...(queries > 0 ? [queries === 1 ? 'a deletion by a query' : `${formatCount(queries)} deletions by a query`] : []),
  ]);
}

/** What a replay can't tell, as sentences. Never empty: a capture ends somewhere. */
export function remainsUnknown(
  plan: ReplayPlan,
  result: Pick<ReplayResult, 'outcomes' | 'queue' | 'statuses'> | null,
): string[] {
  const { choice, counts, coverage, firstAt, lastAt, lost } = plan;
  const broken = counts.cut + counts.malformed;
  const gaps = coverage.servers.flatMap(({ gaps, server }) => gaps.map((gap) => ({ ...gap, server })));
  const lines = [
    ...(result !== null && result.outcomes.unknown > 0
      ? [`Whether ${plural(result.outcomes.unknown, 'request')} without an answer took effect is not known.`]
      : []),
    ...(result !== null && result.queue === null && (result.statuses['202'] ?? 0) > 0
      ? ['202 means queued. Whether the target has written everything is not known: it has no `queueStatus`.']
      : []),
    ...(counts.oldIndex > 0
      ? [`${plural(counts.oldIndex, 'request')} to an old index ${counts.oldIndex === 1 ? 'was' : 'were'} not sent.`]
      : []),
    ...(firstAt !== null && Date.parse(firstAt) > Date.parse(choice.from)
      ? [`Nothing was captured from ${formatUtc(choice.from)} to ${formatUtc(firstAt)}.`]
      : []),
    ...(broken > 0 ? [`${plural(broken, 'captured record')} could not be read.`] : []),
    ...(lost > 0 ? [`At least ${plural(lost, 'request')} ${lost === 1 ? 'is' : 'are'} missing from the capture.`] : []),
    ...gaps
      .slice(0, 5)
      .map(
        ({ from, others, server, to }) =>
          `${server} captured nothing from ${formatUtc(from)} to ${formatUtc(to)}, while others captured ${plural(others, 'request')}.`,
      ),
    ...coverage.quiet
      .slice(0, 3)
      .map(({ from, to }) => `Nothing was captured from ${formatUtc(from)} to ${formatUtc(to)}: quiet, or lost.`),
    ...(gaps.length > 5 ? [`There are ${formatCount(gaps.length - 5)} more gaps.`] : []),
  ];
  const end = [choice.to, lastAt].filter((at) => at !== null).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
  return [...lines, ...(end === null ? [] : [`After ${formatUtc(end)} nothing was replayed.`])];
}
