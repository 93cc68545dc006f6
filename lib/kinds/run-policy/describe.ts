import { formatCount, formatDuration, plural } from '../../format.ts';
import { partialWarning } from '../../snapshots/partial-warning.ts';
import { COPYING, FINISHING, PREPARING } from '../../snapshots/phases.ts';
import { jobKind } from '../kind.ts';
import { repositoryUseLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { runPolicyResult, runPolicyWork, type RunPolicyResult, type RunPolicyWork } from './schema.ts';

/** Has the cluster run one of its own policies now, and follows the snapshot that it takes. */
export const runPolicy = jobKind<RunPolicyWork, RunPolicyResult>()({
  kind: 'run-policy',
  label: 'Run policy',
  noun: 'the policy',
  permission: permission({ id: 'back-up', role: 'operator', verb: 'back up', changesCluster: false }),
  schema: { work: runPolicyWork, result: runPolicyResult },
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  clusterUuid: ({ cluster }) => cluster.uuid,
  title: ({ policy }) => `Run the policy ${policy}`,
  locks: ({ cluster, repository }) => [repositoryUseLock(cluster.uuid, repository)],
  moreObjects: ({ policy, repository }, result) => [policy, repository, ...(result ? [result.snapshot] : [])],
  steps: () => [
    { id: 'run', title: 'Have the cluster run the policy', phases: [] },
    {
      id: 'copy',
      title: 'Follow its snapshot to the end',
      phases: [PREPARING.phase, COPYING.phase, FINISHING.phase],
    },
  ],
  facts: ({ policy, repository }) => [
    { name: 'Policy', value: policy, code: true },
    { name: 'Repository', value: repository, code: true },
  ],
  outcome: ({ snapshot, indices, shards, seconds }) =>
    `${snapshot} holds ${plural(indices, 'index', 'indices')}, in ${formatDuration(seconds)}.` +
    (shards !== null && shards.failed > 0
      ? ` ${formatCount(shards.failed)} of ${plural(shards.total, 'shard')} missing.`
      : ''),
  warning: (result) =>
    result.indices === 0 ? 'The snapshot is empty: the patterns of the policy match no index.' : partialWarning(result),
  aftermath: () =>
    'A snapshot that was cancelled is deleted. One that Restore Desk lost sight of goes on: the cluster takes it.',
  auditDetails: ({ policy, repository, snapshot, uuid, state }) => ({
    after: { policy, repository, snapshot, uuid, state },
  }),
});
