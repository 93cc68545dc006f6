import { formatBytes, formatCount, formatDuration, formatList, plural } from '../../format.ts';
import { COMPARING } from '../../proving/phases.ts';
import { partialWarning } from '../../snapshots/partial-warning.ts';
import { COPYING, FINISHING, MARKING, PREPARING, WAITING_FOR_OTHERS } from '../../snapshots/phases.ts';
import { describeListChanges } from '../changes.ts';
import { indicesFact } from '../index-facts.ts';
import { jobKind } from '../kind.ts';
import { repositoryUseLock, snapshotLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import {
  snapshotResult,
  snapshotWork,
  type SnapshotIndex,
  type SnapshotPlan,
  type SnapshotResult,
  type SnapshotWork,
} from './schema.ts';

const namedIndex = ({ index, uuid }: SnapshotIndex) => ({ name: index, uuid });

const planDescription: PlanDescription<SnapshotPlan> = {
  changes: (displayed, current) =>
    describeListChanges(displayed.indices.map(namedIndex), current.indices.map(namedIndex), {
      removed: 'is no longer part of the snapshot',
      added: 'is now part of the snapshot',
    }),
  summary: (plan) => `Take a snapshot of ${plan.indices.map(({ index }) => index).join(', ')}.`,
  review: () => ({ before: [], after: [] }),
  terminalLines: (plan) => [
    `Would take the snapshot ${plan.snapshot} in ${plan.repository}, of ${plural(plan.indices.length, 'index', 'indices')} ` +
      `(${plural(plan.documents, 'document')}, ${formatBytes(plan.primaryBytes)}):`,
    ...plan.indices.map(
      ({ index, documents, primaryBytes }) =>
        `  ${index}, ${plural(documents, 'document')}, ${formatBytes(primaryBytes)}`,
    ),
    ...plan.skipped.map(({ message, hint }) => `  left out: ${message}${hint ? ` ${hint}` : ''}`),
  ],
  guardedAlias: () => null,
};

function titleOf({ indices, repository }: SnapshotPlan): string {
  const aliases = [...new Set(indices.flatMap((each) => each.aliases.map(({ alias }) => alias)))];
  const what =
    aliases.length > 0 && aliases.length <= 3 ? formatList(aliases) : plural(indices.length, 'index', 'indices');
  return `Take a snapshot of ${what} in ${repository}`;
}

function outcomeOf({ snapshot, state, shards, proof, indices, skipped, addedBytes, seconds }: SnapshotResult): string {
  const missing =
    state === 'SUCCESS'
      ? ''
      : ` ${formatCount(shards?.failed ?? null)} of ${plural(shards?.total ?? null, 'shard')} missing.`;
  const exact = indices.filter((index) => index.proof === 'exact').length;
  const proven =
    proof === 'exact'
      ? 'Exact: nothing was written meanwhile.'
      : exact === 0
        ? 'Not proven: documents were written meanwhile, could not be counted, or are missing.'
        : `Exact for ${formatCount(exact)} of ${plural(indices.length, 'index', 'indices')}.`;
  return (
    `${snapshot} holds ${plural(indices.length, 'index', 'indices')}, ` +
    `${addedBytes === null ? '' : `${formatBytes(addedBytes)} added, `}in ${formatDuration(seconds)}.${missing} ${proven}` +
    `${skipped.length > 0 ? ` ${formatCount(skipped.length)} left out.` : ''}`
  );
}

/** Takes a snapshot of indices into a repository of the cluster. */
export const snapshot = jobKind<SnapshotWork, SnapshotResult, SnapshotPlan>()({
  kind: 'snapshot',
  label: 'Take snapshot',
  noun: 'the snapshot',
  segment: 'backups',
  permission: permission({ id: 'back-up', role: 'operator', verb: 'back up', changesCluster: false }),
  schema: { work: snapshotWork, result: snapshotResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => titleOf(plan),
  locks: ({ plan }) => [
    repositoryUseLock(plan.cluster.uuid, plan.repository),
    snapshotLock(plan.cluster.uuid, `${plan.repository}/${plan.snapshot}`),
  ],
  worksOn: ({ plan }) =>
    plan.indices.flatMap(({ aliases, index }) => (aliases.length === 0 ? [index] : aliases.map(({ alias }) => alias))),
  moreObjects: ({ plan }) => [
    plan.repository,
    plan.snapshot,
    ...plan.indices.flatMap(({ index, aliases }) => [index, ...aliases.map(({ alias }) => alias)]),
  ],
  steps: ({ plan }) => [
    { id: 'mark', title: 'Read the sequence numbers of every shard', phases: [MARKING.phase] },
    {
      id: 'copy',
      title: `Have every node copy its shards of ${plural(plan.indices.length, 'index', 'indices')}`,
      phases: [WAITING_FOR_OTHERS.phase, PREPARING.phase, COPYING.phase, FINISHING.phase],
    },
    ...(plan.digest ? [{ id: 'digest', title: 'Read a digest of each quiet index', phases: [COMPARING.phase] }] : []),
  ],
  facts: ({ plan }) => [
    { name: 'Repository', value: plan.repository, code: true },
    { name: 'Snapshot', value: plan.snapshot, code: true },
    indicesFact(
      'Indices',
      plan.indices.map(({ index }) => index),
      3,
    ),
    { name: 'Documents', value: formatCount(plan.documents) },
    { name: 'In the cluster', value: formatBytes(plan.primaryBytes) },
    ...(plan.why === null ? [] : [{ name: 'Reason', value: plan.why }]),
  ],
  outcome: outcomeOf,
  warning: partialWarning,
  aftermath: () =>
    'A snapshot that was cancelled is deleted. One that Restore Desk lost sight of goes on: resume the job to find it.',
  auditDetails: ({ repository, snapshot: name, uuid, state, proof, indices }) => ({
    after: {
      repository,
      snapshot: name,
      uuid,
      state,
      proof,
      indices: indices.map(({ index, uuid: id }) => ({ index, uuid: id })),
    },
  }),
});
