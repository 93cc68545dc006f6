import type { IndexSummary } from '../../contract/indices.ts';
import { loadingAliasOf } from '../../contract/loading-alias.ts';
import { readAliasNames } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { RestoreDefinition } from './convert-definition.ts';

/**
 * Identifies a restore: one index, one backup and one definition. An index that was half filled from another backup, or
 * created with another definition, has another key and is not resumed.
 */
export const restoreKey = (index: string, { sha256, digest }: RestoreDefinition): string =>
  fingerprintOf({ index, sha256, definition: digest }).slice(0, 12);

/** Whether the same restore has created an index, and has not finished it. */
export const isUnfinishedRestore =
  (cluster: Cluster, definition: RestoreDefinition, signal: AbortSignal) =>
  async ({ loading, name, state }: IndexSummary): Promise<boolean> =>
    loading &&
    state === 'open' &&
    (await readAliasNames(cluster, name, signal)).includes(loadingAliasOf(restoreKey(name, definition)));
