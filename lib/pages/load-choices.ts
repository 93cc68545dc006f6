import type { ConfiguredCluster } from '../config.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import { MOST_CHOICES, type AliasChoice, type ChoiceQuery, type ClusterChoice } from '../contract/choice.ts';
import { sumOrNull } from '../sum-or-null.ts';
import type { Generations } from '../present/alias-map.ts';
import { generationsIn } from '../live/generations.ts';
import { overdueNames } from './load-backups.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** What can be chosen of a cluster, for a backup or a switch. Throws what the cluster throws. */
export async function loadChoice(cluster: ConfiguredCluster, { alias, index }: ChoiceQuery): Promise<ClusterChoice> {
  const seen = await readsOf(cluster.key).indices.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  const { groups } = await generationsIn(seen);
  const [ofAlias, ofIndex] = [wordOf(alias), wordOf(index)];
  const aliases = groups.filter((group) => group.alias.toLowerCase().includes(ofAlias));
  const indices = seen.indices.filter(({ name }) => name.includes(ofIndex));
  return {
    takenAt: seen.takenAt,
    aliases: { all: groups.length, found: aliases.length, rows: aliases.slice(0, MOST_CHOICES).map(choiceOf) },
    indices: indices
      .slice(0, MOST_CHOICES)
      .map(({ name, uuid, state, documents }) => ({ name, uuid, state, documents })),
    all: seen.indices.length,
    found: indices.length,
  };
}

const wordOf = (typed: string): string => typed.trim().toLowerCase();

const TARGETS_SHOWN = 10;
const FOLDERS = 30;

const choiceOf = ({ alias, live }: Generations): AliasChoice => ({
  alias,
  targets: live.slice(0, TARGETS_SHOWN).map(({ name }) => name),
  folders: foldersOf(alias, live.slice(0, TARGETS_SHOWN)).slice(0, FOLDERS),
  indices: live.length,
  documents: sumOrNull(live.map(({ documents }) => documents)),
});

/** The names of all aliases, or of those whose backups are overdue: asked for once, when they are chosen. */
export async function loadAliasNames(cluster: ConfiguredCluster, of: 'all' | 'overdue'): Promise<{ names: string[] }> {
  if (of === 'overdue') return { names: await overdueNames(cluster) };
  const seen = await readsOf(cluster.key).indices.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  return { names: (await generationsIn(seen)).groups.map(({ alias }) => alias) };
}
