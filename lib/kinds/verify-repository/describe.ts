import { formatList, plural } from '../../format.ts';
import { jobKind } from '../kind.ts';
import { repositoryUseLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import {
  verifyRepositoryResult,
  verifyRepositoryWork,
  type VerifyRepositoryResult,
  type VerifyRepositoryWork,
} from './schema.ts';

/** Has every node check that it can use a repository. */
export const verifyRepository = jobKind<VerifyRepositoryWork, VerifyRepositoryResult>()({
  kind: 'verify-repository',
  label: 'Verify repository',
  noun: 'the verification',
  permission: permission({
    id: 'verify-repository',
    role: 'operator',
    verb: 'verify repositories',
    // A file is written to the repository and deleted again; nothing of the cluster is changed.
    changesCluster: false,
  }),
  schema: { work: verifyRepositoryWork, result: verifyRepositoryResult },
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  clusterUuid: ({ cluster }) => cluster.uuid,
  title: ({ repository }) => `Verify the repository ${repository}`,
  locks: ({ cluster, repository }) => [repositoryUseLock(cluster.uuid, repository)],
  moreObjects: ({ repository }) => [repository],
  steps: () => [{ id: 'verify', title: 'Write a file to it and read it, on every node', phases: [] }],
  facts: ({ repository }) => [{ name: 'Repository', value: repository, code: true }],
  outcome: ({ nodes, repository }) =>
    `${plural(nodes.length, 'node')} can use ${repository}: ${formatList(nodes, 10)}.`,
  aftermath: () => 'Nothing was changed.',
  auditDetails: ({ nodes }) => ({ after: { nodes } }),
});
