import { MOVING, OPENING } from '../../aliases/phases.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatList,
  formatUtc,
  formatUtcMinute,
  plural,
} from '../../format.ts';
import { COMPARING, WAITING_FOR_SHARDS } from '../../proving/phases.ts';
import { BEGINNING, RESTORING } from '../../snapshots/phases.ts';
import type { AliasDescription } from '../alias-description.ts';
import { jobKind, type Fact } from '../kind.ts';
import { aliasLock, indexLock, repositoryUseLock, snapshotReadLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { movedAlias } from '../restore/describe-result.ts';
import { movesAlias } from '../restore/target-use.ts';
import { documentsOf, restoreSnapshotPlanDescription } from './describe-plan.ts';
import { snapshotProof } from './proof.ts';
import {
  restoreSnapshotResult,
  restoreSnapshotWork,
  type RestoreSnapshotPlan,
  type RestoreSnapshotResult,
  type RestoreSnapshotWork,
} from './schema.ts';

const alias: AliasDescription<RestoreSnapshotWork, RestoreSnapshotResult> = {
  name: ({ plan }) => plan.alias,
  targetsWhenPlanned: ({ plan }) => plan.before,
  move: (result) =>
    movedAlias(result) && result.alias !== null
      ? { alias: result.alias, index: result.index, before: result.aliasBefore ?? [], after: result.aliasAfter ?? [] }
      : null,
  destination: ({ alias: name, index, indexUuid, aliasBefore }) =>
    name === null ? null : { alias: name, index, uuid: indexUuid, before: aliasBefore },
  documentCounts: ({ plan }, result) => [
    ...plan.before.map(({ index, documents }) => ({ index, documents })),
    ...(result === null ? [] : [{ index: result.index, documents: result.documents }]),
  ],
  isUndo: () => false,
  onlyMovesAlias: false,
};

/** Restores one index of a snapshot beside the live one, compares, and moves the alias. */
export const restoreSnapshot = jobKind<RestoreSnapshotWork, RestoreSnapshotResult, RestoreSnapshotPlan>()({
  kind: 'restore-snapshot',
  label: 'Restore snapshot',
  noun: 'the restore',
  segment: 'restores',
  permission: permission({ id: 'restore', role: 'operator', verb: 'restore', changesCluster: true }),
  schema: { work: restoreSnapshotWork, result: restoreSnapshotResult },
  planDescription: restoreSnapshotPlanDescription,
  alias,
  resume: {
    allowed: true,
    workWithoutAliasMove: (work) => ({ ...work, plan: { ...work.plan, switchAlias: false } }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan: { alias: name, snapshot } }) =>
    `Restore ${name ?? snapshot.index} from the snapshot of ${snapshot.takenAt === null ? snapshot.name : formatUtcMinute(snapshot.takenAt)}`,
  locks: ({ plan }) => [
    indexLock(plan.cluster.uuid, plan.target.index),
    ...(plan.switchAlias && plan.alias !== null ? [aliasLock(plan.cluster.uuid, plan.alias)] : []),
    repositoryUseLock(plan.cluster.uuid, plan.snapshot.repository),
    snapshotReadLock(plan.cluster.uuid, `${plan.snapshot.repository}/${plan.snapshot.name}`),
  ],
  changedNames: ({ plan }) => [plan.target.index, ...(plan.alias === null ? [] : [plan.alias])],
  moreObjects: ({ plan: { snapshot } }) => [snapshot.repository, snapshot.name, snapshot.index],
  worksOn: ({ plan: { alias: name, snapshot } }) => [name ?? snapshot.index],
  restoredBackup: ({ plan: { snapshot } }) => ({ startedAt: snapshot.takenAt }),
  copiedFrom: ({ plan }) => plan.from ?? null,
  writtenIndex: ({ plan }) => ({ index: plan.target.index, uuid: null }),
  steps: ({ plan }, result) => [
    {
      id: 'restore',
      title: `Have every node restore its shards${plan.snapshot.bytes === null ? '' : ` (${formatBytes(plan.snapshot.bytes)})`}`,
      phases: [BEGINNING.phase, RESTORING.phase],
    },
    {
      id: 'compare',
      title:
        plan.snapshot.digest === null
          ? 'Compare every shard with the snapshot'
          : 'Compare every shard and the content with the snapshot',
      phases: [COMPARING.phase],
      note: result ? formatDuration(result.check.seconds) : null,
    },
    {
      id: 'replicas',
      title:
        plan.target.replicas === 0
          ? 'Wait for the shards; it has no replicas'
          : `Add ${plural(plan.target.replicas, 'replica')} and wait for shards`,
      phases: [WAITING_FOR_SHARDS.phase],
    },
    ...(movesAlias(plan)
      ? [
          {
            id: 'move-alias',
            title: `Switch the alias ${plan.alias} in one step`,
            phases: [OPENING.phase, MOVING.phase],
            skipped: result !== null && !result.switched,
          },
        ]
      : []),
  ],
  facts: ({ plan }) => factsOf(plan),
  outcome: outcomeOf,
  missingDocuments: () => null,
  warning: ({ check, warnings }) =>
    warnings[0] ?? (check.verdict === 'between' || check.verdict === 'unknown' ? check.sentence : null),
  aftermath: ({ plan }) =>
    `${plan.before.length === 0 ? '' : 'The live index was not touched. '}What was begun is deleted when the restore is cancelled or a shard ` +
    `can’t be restored, if this user may delete indices. Otherwise ${plan.target.index} is unfinished and has no alias: resume this job, or delete that index on the page "Clean up".`,
  summaryLines: ({ plan }, result) => summaryOf(plan, result),
  auditDetails: (result) => ({
    before: result.aliasBefore,
    after: {
      alias: result.aliasAfter,
      index: result.index,
      uuid: result.indexUuid,
      snapshot: result.snapshot,
      verdict: result.check.verdict,
      documents: result.documents,
    },
  }),
  effects: ({ work: { plan }, result }) => ({
    createdIndex: { clusterUuid: plan.cluster.uuid, index: result.index, uuid: result.indexUuid },
  }),
});

const factsOf = (plan: RestoreSnapshotPlan): Fact[] => [
  { name: 'Snapshot', value: `${plan.snapshot.repository}/${plan.snapshot.name}`, code: true },
  ...(plan.from === undefined ? [] : [{ name: 'Of', value: 'another cluster' }]),
  { name: 'Taken', value: formatUtc(plan.snapshot.takenAt) },
  { name: 'Index', value: plan.snapshot.index, code: true, of: 'index' },
  { name: 'Documents', value: documentsOf(plan.snapshot) },
  { name: 'Into', value: plan.target.index, code: true, of: 'index' },
  {
    name: 'Alias',
    value: plan.alias === null ? 'none' : `${plan.alias}, ${movesAlias(plan) ? 'switched at the end' : 'not switched'}`,
  },
  ...(plan.before.length > 0
    ? [
        {
          name: 'Live index',
          value: plan.before.map(({ index }) => index).join(', '),
          code: true,
          of: 'index' as const,
        },
      ]
    : []),
];

function outcomeOf(result: RestoreSnapshotResult): string {
  const { title } = snapshotProof(result);
  const moved =
    result.alias === null
      ? ''
      : movedAlias(result)
        ? ` ${result.alias} was switched to it.`
        : ` ${result.alias} was not switched.`;
  return `${plural(result.documents, 'document')} restored in ${formatDuration(result.seconds)}; ${title.charAt(0).toLowerCase()}${title.slice(1)}.${moved}`;
}

function summaryOf(
  { snapshot, target, before, alias: name }: RestoreSnapshotPlan,
  result: RestoreSnapshotResult | null,
) {
  const names = (list: readonly { index: string }[]) => formatList(list.map(({ index }) => index));
  const lines = [
    `Snapshot ${snapshot.name} of ${snapshot.takenAt === null ? 'an unknown time' : formatUtcMinute(snapshot.takenAt)}, ` +
      `${documentsOf(snapshot)}, into ${target.index}.`,
  ];
  if (result !== null)
    lines.push(`${snapshotProof(result).title}: ${formatCount(result.documents)} ${snapshotProof(result).statement}.`);
  if (result !== null && movedAlias(result))
    lines.push(`Alias ${result.alias}: ${names(result.aliasBefore ?? [])} → ${result.index}.`);
  else if (result === null && name !== null && before.length > 0)
    lines.push(`Live index not touched: ${name} pointed to ${names(before)} when this was planned.`);
  if (result?.notSwitched) lines.push(`Alias not switched: ${result.notSwitched}`);
  return lines;
}
