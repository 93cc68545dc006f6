import type { ByWord } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { flag, object } from '../client/shape.ts';
import { snapshotPath } from './snapshots.ts';

/** One index of a snapshot, restored under a new name. */
export interface IndexToRestore {
  repository: string;
  snapshot: string;
  index: string;
  into: string;
  /** Flat keys: they replace those of the snapshot. */
  settings: ByWord<unknown>;
  /** Settings of the snapshot that the new index does not get; a name may end with `*`. */
  ignored: readonly string[];
}

/**
 * By default a server restores the aliases too, so that a live alias covers both indices, and a pattern that does not match
 * means the same name (both tried): both are excluded here. `partial: true` would make an empty index that is green.
 */
export const bodyOfRestore = ({ index, into, settings, ignored }: IndexToRestore): ByWord<unknown> => ({
  indices: [index],
  ignore_unavailable: false,
  include_global_state: false,
  include_aliases: false,
  partial: false,
  rename_pattern: `^${index.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}$`,
  rename_replacement: into.replace(/[\\$]/g, '\\$&'),
  index_settings: settings,
  ignore_index_settings: ignored,
});

/**
 * Begins the restore and does not wait for it. Without a signal: a cancelled request may begin it all the same. After a failure
 * that is no refusal it may have begun: the caller looks for the index.
 */
export async function beginRestore(cluster: Cluster, wanted: IndexToRestore): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: restorePath(wanted),
    query: { wait_for_completion: false },
    body: bodyOfRestore(wanted),
    shape: object({ accepted: flag }),
    timeoutMs: 120_000,
  });
}

export const restorePath = ({ repository, snapshot }: Pick<IndexToRestore, 'repository' | 'snapshot'>): string =>
  `${snapshotPath(repository, snapshot)}/_restore`;
