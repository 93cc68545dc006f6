import { toAliasTargets } from '../../aliases/alias-targets.ts';
import type { Verification } from '../../contract/backup.ts';
import type { ClusterHealth, ClusterIdentity } from '../../contract/cluster.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { AliasTarget } from '../../contract/plan.ts';
import { readAlias } from '../../elasticsearch/admin/aliases.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readHealth } from '../../elasticsearch/health/health.ts';
import { chooseAlias } from './choose-alias.ts';
import type { RestoreRequest } from './request.ts';

/** The state of the cluster that a restore is planned for. */
export interface ClusterState {
  identity: ClusterIdentity;
  takenAt: string;
  indices: readonly IndexSummary[];
  /** null: the cluster did not answer. */
  health: ClusterHealth | null;
  alias: string | null;
  /** What the alias points to now. */
  before: AliasTarget[];
}

/** Throws `invalid_input` for an alias that can't have its name. */
export async function readClusterState(
  cluster: Cluster,
  request: RestoreRequest,
  verification: Verification,
  signal: AbortSignal,
): Promise<ClusterState> {
  const identity = await cluster.identity(signal);
  const [{ takenAt, indices }, health] = await Promise.all([
    listIndices(cluster, signal),
    readHealth(cluster, signal).catch(() => null),
  ]);
  const alias = chooseAlias(verification, request);
  const before = alias === null ? [] : toAliasTargets(await readAlias(cluster, alias, signal), indices);
  return { identity, takenAt, indices, health, alias, before };
}

/** The pipeline that every document of a bulk passes in this index, whatever the bulk says; null: none, or unknown. */
export async function readFinalPipeline(
  cluster: Cluster,
  index: IndexSummary,
  signal: AbortSignal,
): Promise<string | null> {
  if (index.state === 'closed' || index.blocks.length > 0) return null;
  const pipeline = (await describeIndex(cluster, index.name, signal)).settings['index.final_pipeline'];
  return pipeline === undefined || pipeline === '_none' ? null : String(pipeline);
}
