import { groupOfIndex } from '../contract/index-group.ts';
import type { ClusterHealth, ClusterIdentity } from '../contract/cluster.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget, Check } from '../contract/plan.ts';
import { readAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readHealth } from '../elasticsearch/health/health.ts';
import { waitForShards } from '../elasticsearch/admin/index-admin.ts';
import { listIndices, listNamed } from '../elasticsearch/admin/list-indices.ts';
import { AppError, isAppError } from '../errors.ts';
import { toAliasTargets } from './alias-targets.ts';

/** What a plan to move an alias is based on. */
export interface SwitchState {
  cluster: ClusterIdentity;
  takenAt: string;
  /** At least the indices that the alias points to, and the requested ones. */
  indices: readonly IndexSummary[];
  /** What the alias points to; null: it can't be read, and `unreadable` contains the reason. */
  aliasState: AliasState | null;
  unreadable: Check | null;
  /** Read only where an index has a `read_only_allow_delete` block. */
  health: ClusterHealth | null;
  /** Of each index that the alias will have with a filter or a search routing: the documents that it will show. */
  shownAfter?: ReadonlyMap<string, number | null>;
}

/** An index is red for a moment after it is created, opened or closed, while its shards start. */
const RED_TIMEOUT_MS = 3_000;

/** Throws the errors of the cluster, except for an alias that can't be read because it is blocked: see `unreadable`. */
export async function readSwitchState(
  cluster: Cluster,
  alias: string,
  requested: readonly string[],
  signal?: AbortSignal,
): Promise<SwitchState> {
  const identity = await cluster.identity(signal);
  const listed = await listIndicesOnceStarted(cluster, alias, requested, signal);
  const read = await readAliasState(cluster, alias, signal);
  const health = listed.indices.some((index) => index.blocks.includes('read_only_allow_delete'))
    ? await readHealth(cluster, signal)
    : null;
  return { cluster: identity, ...listed, ...read, health };
}

/**
 * The indices of the alias and the requested ones; every index where a requested one is missing, because its name may be
 * misspelt. Waits once for a requested index that is red.
 */
async function listIndicesOnceStarted(
  cluster: Cluster,
  alias: string,
  requested: readonly string[],
  signal?: AbortSignal,
): Promise<Pick<SwitchState, 'takenAt' | 'indices'>> {
  const list = () => listNamed(cluster, [...new Set([alias, ...requested])], signal);
  let { takenAt, indices } = await list();
  if (!requested.every((name) => indices.some((index) => index.name === name)))
    return await listIndices(cluster, signal);
  const red = indices.find((index) => requested.includes(index.name) && index.health === 'red');
  if (red && (await waitForShards(cluster, red.name, 'yellow', RED_TIMEOUT_MS, signal)))
    ({ takenAt, indices } = await list());
  return { takenAt, indices };
}

async function readAliasState(
  cluster: Cluster,
  alias: string,
  signal?: AbortSignal,
): Promise<Pick<SwitchState, 'aliasState' | 'unreadable'>> {
  try {
    return { aliasState: await readAlias(cluster, alias, signal), unreadable: null };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'blocked') throw error;
    return { aliasState: null, unreadable: aliasUnreadable(error) };
  }
}

const aliasUnreadable = ({ message, hint }: AppError): Check => ({
  id: 'alias-unreadable',
  level: 'refuse',
  title: 'The alias can’t be switched',
  detail: message,
  ...(hint ? { hint } : {}),
});

/** What the alias points to, from the list of indices where the alias itself can't be read. */
export const currentTargets = (state: SwitchState, alias: string): AliasTarget[] =>
  toAliasTargets(
    state.aliasState ??
      state.indices.flatMap((index) =>
        index.aliases
          .filter((membership) => membership.alias === alias)
          .map((membership) => ({ index: index.name, uuid: index.uuid, membership })),
      ),
    state.indices,
  );

/** Throws `not_found`, with similar names. */
export function findTargetIndex(state: SwitchState, name: string): IndexSummary {
  const found = state.indices.find((index) => index.name === name);
  if (found) return found;
  const targets = state.indices
    .filter((index) => index.aliases.some(({ alias }) => alias === name))
    .map((index) => index.name);
  if (targets.length > 0)
    throw new AppError('not_found', `${name} is an alias, not an index; it points to ${targets.join(', ')}.`, {
      hint: 'Name the index that the alias should point to.',
      details: { index: name },
    });
  throw new AppError('not_found', `There is no index called ${name}.`, {
    hint: suggestNames(name, state),
    details: { index: name },
  });
}

function suggestNames(name: string, { indices }: SwitchState): string {
  const group = groupOfIndex(name);
  const similar = indices
    .map((index) => index.name)
    .filter((other) => (group !== null && groupOfIndex(other) === group) || other.startsWith(name));
  if (similar.length > 0)
    return `There is ${similar.slice(-3).reverse().join(', ')}${similar.length > 3 ? ` and ${similar.length - 3} more` : ''}.`;
  return name.startsWith('.')
    ? 'Indices whose names start with a dot belong to the cluster, and Restore Desk does not change them.'
    : 'The page “Indices” lists the names that exist.';
}
