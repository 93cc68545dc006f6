import { COUNTING, QUEUE, READING, SENDING } from '../../replaying/phases.ts';
import { formatCount, formatUtc, plural } from '../../format.ts';
import { describeDifference } from '../changes.ts';
import { jobKind } from '../kind.ts';
import { aliasLock, indexLock, type Lock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import { describeOutcomes, describeQueue, remainsUnknown } from './replay-words.ts';
import { replayResult, replayWork, type ReplayPlan, type ReplayResult, type ReplayWork } from './schema.ts';

const until = ({ choice }: ReplayPlan): string =>
  choice.to === null ? 'to the end of the files' : `until ${formatUtc(choice.to)}`;

const window = (plan: ReplayPlan): string => `captured from ${formatUtc(plan.choice.from)} ${until(plan)}`;

const into = ({ restored, target }: ReplayPlan): string => restored?.alias ?? target.name ?? target.url;

const planDescription: PlanDescription<ReplayPlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      'The requests to send',
      formatCount(displayed.counts.send),
      formatCount(current.counts.send),
      (before, now) => `are ${now} now; when this was planned they were ${before}.`,
    ),
    ...describeDifference(
      'The restored index',
      displayed.restored?.index ?? 'none',
      current.restored?.index ?? 'none',
      (_, name) => `is ${name} now.`,
    ),
  ],
  summary: (plan) =>
    `Replay ${plural(plan.counts.send, 'request')} ${window(plan)} to ${plan.target.name ?? plan.target.url}.`,
  review: (plan) => ({
    before: plan.restored === null ? [] : [{ index: plan.restored.index, documents: plan.restored.documents }],
    after: plan.restored === null ? [] : [{ index: plan.restored.index, documents: null }],
    choices: [
      { name: 'Requests', value: formatCount(plan.counts.send) },
      { name: 'From', value: formatUtc(plan.choice.from) },
      { name: 'Until', value: plan.choice.to === null ? 'the end' : formatUtc(plan.choice.to) },
      { name: 'Target', value: plan.target.name ?? plan.target.url },
    ],
  }),
  terminalLines: (plan) => [
    `Would send ${plural(plan.counts.send, 'request')} ${window(plan)}`,
    `  to ${plan.target.url}${plan.target.name === null ? '' : ` (${plan.target.name})`}`,
    `  that write to ${plural(plan.documents, 'document')}`,
    ...plan.files.map(
      (file) =>
        `  ${file.server}  ${file.path}: ${plural(file.records, 'record')}` +
        (file.firstAt === null ? '' : `, ${formatUtc(file.firstAt)} to ${formatUtc(file.lastAt)}`) +
        (file.broken === 0 ? '' : `, ${formatCount(file.broken)} not whole`),
    ),
    ...plan.writes.map(
      ({ index, pattern, requests }) =>
        `  ${formatCount(requests).padStart(8)}  ${pattern}${index === '' ? '' : `  (${index})`}`,
    ),
    ...countLines(plan),
    ...plan.broken.map(
      ({ file, kind, offset, why }) => `  ${kind}: ${plan.files[file]?.path ?? ''}, offset ${String(offset)}: ${why}`,
    ),
    ...plan.administration.map(
      ({ method, path, requests }) => `  not sent (administration): ${formatCount(requests)} × ${method} ${path}`,
    ),
    ...plan.refused.map(
      ({ answer, method, path, requests }) =>
        `  not sent (answered ${String(answer)} then): ${formatCount(requests)} × ${method} ${path}`,
    ),
    ...plan.oldIndex.map(
      ({ method, path, requests }) => `  not sent (old index): ${formatCount(requests)} × ${method} ${path}`,
    ),
  ],
  guardedAlias: ({ restored }) =>
    restored === null
      ? null
      : { alias: restored.alias, action: `replaying into ${restored.index}, which ${restored.alias} points to` },
};

const countLines = ({ counts }: ReplayPlan): string[] =>
  [
    ['before the beginning', counts.before],
    ['after the end', counts.after],
    ['filtered', counts.filtered],
    ['reads', counts.reads],
    ['administration', counts.administration],
    ['refused then', counts.refused],
    ['to an old index', counts.oldIndex],
    ['sent by a replay', counts.own],
    ['recorded twice', counts.doubles],
    ['answers', counts.answers],
    ['cut', counts.cut],
    ['malformed', counts.malformed],
  ].flatMap(([name, count]) => (count === 0 ? [] : [`  not sent, ${String(name)}: ${formatCount(Number(count))}`]));

/** One replay at a time into an index, or to an address. */
const locksOf = ({ cluster, restored, target }: ReplayPlan): Lock[] => [
  { scope: '', name: `replay to ${target.url}`, exclusive: true },
  // The alias must not move meanwhile: requests name it.
  ...(restored === null ? [] : [indexLock(cluster.uuid, restored.index), aliasLock(cluster.uuid, restored.alias)]),
];

/** Sends captured requests again, so that a restored index gets what was written since its backup. */
export const replay = jobKind<ReplayWork, ReplayResult, ReplayPlan>()({
  kind: 'replay',
  label: 'Replay',
  noun: 'the replay',
  permission: permission({ id: 'replay', role: 'operator', verb: 'replay captured traffic', changesCluster: true }),
  schema: { work: replayWork, result: replayResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work, neverAgain: true },
  counters: [
    { id: 'done', label: 'Accepted' },
    { id: 'asThen', label: 'As then' },
    { id: 'newer', label: 'Newer on the target' },
    { id: 'failed', label: 'Failed', bad: true },
    { id: 'unknown', label: 'Outcome unknown', bad: true },
    { id: 'held', label: 'Held back', bad: true },
  ],

  plan: ({ plan }) => plan,
  pace: ({ plan: { choice } }) => ({ rate: choice.rate, concurrency: choice.concurrency }),
  clusterUuid: ({ plan }) => plan.cluster.uuid || null,
  title: ({ plan }) => `Replay ${plural(plan.counts.send, 'captured request')} to ${into(plan)}`,
  locks: ({ plan }) => locksOf(plan),
  changedNames: ({ plan }) => (plan.restored === null ? [] : [plan.restored.index]),
  moreObjects: ({ plan }) => (plan.restored === null ? [] : [plan.restored.alias]),
  worksOn: ({ plan }) => [into(plan)],
  writtenIndex: ({ plan }) =>
    plan.restored === null ? null : { index: plan.restored.index, uuid: plan.restored.uuid },
  steps: ({ plan }, result) => [
    { id: 'read', title: 'Read the captured requests', phases: [READING.phase] },
    { id: 'send', title: `Send ${plural(plan.counts.send, 'request')}`, phases: [SENDING.phase] },
    {
      id: 'queue',
      title: 'Wait until the queue is empty',
      phases: [QUEUE.phase],
      skipped: plan.target.queueStatus === null,
      note: result?.queue == null ? null : describeQueue(result.queue),
    },
    { id: 'count', title: 'Count documents', phases: [COUNTING.phase], skipped: plan.restored === null },
  ],
  facts: ({ plan }) => [
    { name: 'Target', value: plan.target.name ?? plan.target.url, code: true },
    ...(plan.restored === null ? [] : [{ name: 'Into', value: plan.restored.index, code: true, of: 'index' as const }]),
    { name: 'From', value: formatUtc(plan.choice.from) },
    { name: 'Until', value: plan.choice.to === null ? 'the end of the files' : formatUtc(plan.choice.to) },
    { name: 'Not sent', value: plural(plan.counts.records - plan.counts.send, 'record') },
  ],
  replayFacts: ({ plan }, result) => ({
    target: plan.target.name ?? plan.target.url,
    alias: plan.restored?.alias ?? null,
    index: plan.restored?.index ?? null,
    restoredBy: plan.restored?.job ?? null,
    from: plan.choice.from,
    to: plan.choice.to,
    unknown: remainsUnknown(plan, result),
  }),
  outcome: (result) =>
    [describeOutcomes(result), ...(result.queue === null ? [] : [describeQueue(result.queue)])].join(' '),
  warning: ({ outcomes, warnings }) => {
    const { failed, held, unknown } = outcomes;
    const bad = [
      ...(failed > 0 ? [`${plural(failed, 'request')} failed.`] : []),
      ...(held > 0 ? [`${plural(held, 'request')} held back behind them.`] : []),
      ...(unknown > 0 ? [`The outcome of ${plural(unknown, 'request')} is unknown.`] : []),
    ];
    return [...bad, ...warnings].join(' ') || null;
  },
  aftermath: () => 'What was sent is not undone. Resume this job: it continues after the requests that were answered.',
  summaryLines: ({ plan }, result) =>
    result === null ? [] : [`They were ${window(plan)}.`, ...remainsUnknown(plan, result)],
  auditDetails: ({ outcomes, sent, statuses }) => ({ after: { sent, statuses, ...outcomes } }),
});
