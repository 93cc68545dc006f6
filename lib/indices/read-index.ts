import type { ClusterIdentity } from '../contract/cluster.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { listNamed } from '../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { restoresRunning } from '../elasticsearch/snapshots/restoring-indices.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';

/** One index before it is changed, with what decides whether it may be. */
export interface IndexToChange {
  cluster: ClusterIdentity;
  takenAt: string;
  index: IndexSummary;
  /** The data stream that it belongs to; null: none, or its metadata can't be read because of a block. */
  dataStream: string | null;
  /** A snapshot is being restored into it. */
  restoring: boolean;
  /** Other indices: those that its aliases point to, and those with a name of the same group. */
  others: readonly IndexSummary[];
}

/** Throws `not_found`, also where the name is an alias, and `refused` for an index of the cluster itself. */
export async function readIndexToChange(cluster: Cluster, name: string, signal: AbortSignal): Promise<IndexToChange> {
  refuseDotIndex(name);
  const identity = await cluster.identity(signal);
  const group = groupOfIndex(name);
  const first = await listNamed(cluster, [name, ...(group === null ? [] : [`${group}-*`])], signal);
  const index = first.indices.find((each) => each.name === name);
  if (index === undefined) throw notFound(name, first.indices);
  const aliases = index.aliases.map(({ alias }) => alias);
  const ofAliases = aliases.length === 0 ? [] : (await listNamed(cluster, aliases, signal)).indices;
  const listed = new Map([...first.indices, ...ofAliases].map((each) => [each.name, each]));
  listed.delete(name);
  const isReadable = !index.blocks.includes('metadata');
  const [about, restores] = await Promise.all([
    isReadable ? readIndexIdentity(cluster, name, signal) : null,
    isReadable && index.state === 'open' ? restoresRunning(cluster, signal, name) : [],
  ]);
  return {
    cluster: identity,
    takenAt: first.takenAt,
    index,
    dataStream: about?.dataStream ?? null,
    restoring: restores.some((restore) => restore.index === name),
    others: [...listed.values()],
  };
}

/** The house never changes them: system indices, and the backing indices of data streams. */
function refuseDotIndex(name: string): void {
  if (!name.startsWith('.')) return;
  throw new AppError(
    'refused',
    name.startsWith('.ds-')
      ? `${name} is an index of a data stream, and Restore Desk does not change those.`
      : `${name} belongs to the cluster, and Restore Desk does not change indices whose names start with a dot.`,
    {
      hint: name.startsWith('.ds-')
        ? 'Change the data stream with its own API: a rollover, or its lifecycle, deletes old indices.'
        : 'Use the API of the feature that created it.',
      details: { index: name },
    },
  );
}

function notFound(name: string, listed: readonly IndexSummary[]): AppError {
  const targets = listed.filter(({ aliases }) => aliases.some(({ alias }) => alias === name)).map((each) => each.name);
  return targets.length > 0
    ? new AppError('not_found', `${name} is an alias, not an index; it points to ${formatList(targets)}.`, {
        hint: 'Name the index.',
        details: { index: name },
      })
    : new AppError('not_found', `There is no index called ${name}.`, {
        hint: 'It was deleted, or its name is another one. The page “Indices” lists the names that exist.',
        details: { index: name },
      });
}
