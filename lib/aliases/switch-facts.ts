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
import { aliasTargets } from './alias-targets.ts';

/** What a plan to move an alias is decided from. */
export interface SwitchState {
  cluster: ClusterIdentity;
  takenAt: string;
  /** At least what the alias points to, and what is wanted of it. */
  indices: readonly IndexSummary[];
  /** What the alias points to; null: it can't be read, and `unreadable` says why. */
  state: AliasState | null;
  unreadable: Check | null;
  /** Asked for only where a block makes it matter. */
  health: ClusterHealth | null;
}

/** An index is red for a moment after it was made, opened or closed: its shards are being started. */
const MOMENT_MS = 3_000;

/** Throws what the cluster says, but for an alias that can't be read because it is blocked: that is a fact. */
export async function readSwitchState(
  cluster: Cluster,
  alias: string,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<SwitchState> {
  const identity = await cluster.identity(signal);
  const listed = await listWhenStarted(cluster, alias, wanted, signal);
  const read = await readStateOf(cluster, alias, signal);
  const health = listed.indices.some((index) => index.blocks.includes('read_only_allow_delete'))
    ? await readHealth(cluster, signal)
    : null;
  return { cluster: identity, ...listed, ...read, health };
}

/**
 * What the alias points to and what is wanted, or every index where one that is wanted is not there: its name may be
 * misspelt. A wanted one that is red is waited for once.
 */
async function listWhenStarted(
  cluster: Cluster,
  alias: string,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<Pick<SwitchState, 'takenAt' | 'indices'>> {
  const look = () => listNamed(cluster, [...new Set([alias, ...wanted])], signal);
  let { takenAt, indices } = await look();
  if (!wanted.every((name) => indices.some((index) => index.name === name))) return await listIndices(cluster, signal);
  const red = indices.find((index) => wanted.includes(index.name) && index.health === 'red');
  if (red && (await waitForShards(cluster, red.name, 'yellow', MOMENT_MS, signal)))
    ({ takenAt, indices } = await look());
  return { takenAt, indices };
}

async function readStateOf(
  cluster: Cluster,
  alias: string,
  signal?: AbortSignal,
): Promise<Pick<SwitchState, 'state' | 'unreadable'>> {
  try {
    return { state: await readAlias(cluster, alias, signal), unreadable: null };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'blocked') throw error;
    return { state: null, unreadable: unreadable(error) };
  }
}

const unreadable = ({ message, hint }: AppError): Check => ({
  id: 'alias-unreadable',
  level: 'refuse',
  title: 'The alias can’t be moved',
  detail: message,
  ...(hint ? { hint } : {}),
});

/** What the alias points to; where it can't be read, what the list of indices says of it. */
export const beforeOf = (facts: SwitchState, alias: string): AliasTarget[] =>
  aliasTargets(
    facts.state ??
      facts.indices.flatMap((index) =>
        index.aliases
          .filter((membership) => membership.alias === alias)
          .map((membership) => ({ index: index.name, uuid: index.uuid, membership })),
      ),
    facts.indices,
  );

/** Throws not_found, with the names that were probably meant. */
export function indexNamed(facts: SwitchState, name: string): IndexSummary {
  const found = facts.indices.find((index) => index.name === name);
  if (found) return found;
  const behind = facts.indices
    .filter((index) => index.aliases.some(({ alias }) => alias === name))
    .map((index) => index.name);
  if (behind.length > 0)
    throw new AppError('not_found', `${name} is an alias, not an index; it points to ${behind.join(', ')}.`, {
      hint: 'Name the index that the alias is to point to.',
      details: { index: name },
    });
  throw new AppError('not_found', `There is no index called ${name}.`, {
    hint: namesToTry(name, facts),
    details: { index: name },
  });
}

function namesToTry(name: string, { indices }: SwitchState): string {
  const group = groupOfIndex(name);
  const alike = indices
    .map((index) => index.name)
    .filter((other) => (group !== null && groupOfIndex(other) === group) || other.startsWith(name));
  if (alike.length > 0)
    return `There is ${alike.slice(-3).reverse().join(', ')}${alike.length > 3 ? ` and ${alike.length - 3} more` : ''}.`;
  return name.startsWith('.')
    ? 'Indices whose names start with a dot are the cluster’s own, and are left alone.'
    : 'Look at the list of indices for the names there are.';
}
