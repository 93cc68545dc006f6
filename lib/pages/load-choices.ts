import type { ConfiguredCluster } from '../config.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import type { AliasChoice, ChoiceQuery, ClusterChoice } from '../contract/choice.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import { MOST_CHOICES } from '../contract/limits.ts';
import { sumOrNull } from '../sum-or-null.ts';
import type { Generations } from '../present/alias-map.ts';
import { overdueAliases } from './load-backups.ts';
import { generationsIn, MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** The aliases and indices to choose from, for a backup or a switch. Throws what the cluster throws. */
export async function loadChoice(cluster: ConfiguredCluster, { alias, index }: ChoiceQuery): Promise<ClusterChoice> {
  const options = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
  const { value: listing, ...old } = await readsOf(cluster.key).indices.readLastKnown(options);
  const { groups } = await generationsIn(listing);
  const [ofAlias, ofIndex] = [searchTextOf(alias), searchTextOf(index)];
  const aliases = groups.filter((group) => group.alias.toLowerCase().includes(ofAlias));
  const offered = listing.indices.filter(({ name }) => !isDrillIndex(name));
  const indices = offered.filter(({ name }) => name.includes(ofIndex));
  return {
    takenAt: listing.takenAt,
    aliases: { all: groups.length, found: aliases.length, rows: aliases.slice(0, MOST_CHOICES).map(choiceOf) },
    indices: indices
      .slice(0, MOST_CHOICES)
      .map(({ name, uuid, state, documents }) => ({ name, uuid, state, documents })),
    all: offered.length,
    found: indices.length,
    ...old,
  };
}

const searchTextOf = (text: string): string => text.trim().toLowerCase();

const TARGETS_SHOWN = 10;
const FOLDERS_SHOWN = 30;

const choiceOf = ({ alias, live }: Generations): AliasChoice => ({
  alias,
  targets: live.slice(0, TARGETS_SHOWN).map(({ name }) => name),
  folders: foldersOf(alias, live.slice(0, TARGETS_SHOWN)).slice(0, FOLDERS_SHOWN),
  indices: live.length,
  documents: sumOrNull(live.map(({ documents }) => documents)),
});

/**
 * The names of all aliases, or of those whose backups are overdue: for “select all”, where the page has only the first.
 */
export async function loadAliasNames(cluster: ConfiguredCluster, of: 'all' | 'overdue'): Promise<{ names: string[] }> {
  if (of === 'overdue') return { names: await overdueAliases(cluster) };
  const listing = await readsOf(cluster.key).indices.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  return { names: (await generationsIn(listing)).groups.map(({ alias }) => alias) };
}
