import { formatCount, formatUtc, plural } from '../../format.ts';
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
  return `The queue still has ${plural(jobs, 'job')}, ${formatCount(retries)} retries, ${formatCount(scheduled)} scheduled.`;
}

/** What a replay can't tell, as sentences. Never empty: a capture ends somewhere. */
export function remainsUnknown(plan: ReplayPlan, result: Pick<ReplayResult, 'outcomes'> | null): string[] {
  const { choice, counts, coverage, lastAt, lost } = plan;
  const broken = counts.cut + counts.malformed;
  const gaps = coverage.servers.flatMap(({ gaps, server }) => gaps.map((gap) => ({ ...gap, server })));
  const lines = [
    ...(result !== null && result.outcomes.unknown > 0
      ? [`Whether ${plural(result.outcomes.unknown, 'request')} without an answer took effect is not known.`]
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
  const end = choice.to ?? lastAt;
  return [...lines, ...(end === null ? [] : [`After ${formatUtc(end)} nothing was replayed.`])];
}
