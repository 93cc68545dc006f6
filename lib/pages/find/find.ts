import { setImmediate as nextTurn } from 'node:timers/promises';
import { permissionsOf, type Permission } from '../../access/permissions.ts';
import type { Identity } from '../../access/roles.ts';
import { roleOnCluster } from '../../access/current-user.ts';
import { dependsOnShared } from '../../access/shared-rules.ts';
import type { ConfiguredCluster } from '../../config.ts';
import { FOUND_KINDS, type Found, type FindQuery } from '../../contract/find.ts';
import { oncePerObject } from '../../once-per-object.ts';
import { Best, wordsOf } from '../../present/match-names.ts';
import { findNotes, isReading } from './find-notes.ts';
import { findOnCluster, type FoundOnCluster } from './find-on-cluster.ts';
import { recordsOf } from './find-records.ts';
import { fitted } from './fitted.ts';
import { compareCandidates, matchesOf, type Candidate } from './matches.ts';

/** Of the other clusters together. */
const MOST_ELSEWHERE = 8;
/** Of what an action is about, of each kind. */
const MOST_ACTED_ON = 4;

/**
 * What of these clusters matches the words: of `cluster` by kind, and of the others together; without it of all by kind.
 * `clusters` are those on which the person has a role. Waits for none of them.
 */
export async function find(
  { cluster: key, find: typed, object }: FindQuery,
  { clusters, identity }: { clusters: readonly ConfiguredCluster[]; identity: Identity },
  signal: AbortSignal,
): Promise<Found> {
  const own = clusters.filter((cluster) => cluster.key === key);
  const here = own.length === 0 ? clusters : own;
  const search = searchOf(signal);
  const searched = await search(clusters, wordsOf(typed));
  const onClusters = (wanted: readonly ConfiguredCluster[]) =>
    searched.filter(({ cluster }) => wanted.includes(cluster));
  const groups = groupsOf(onClusters(here));
  const elsewhere = together(onClusters(clusters.filter((cluster) => !here.includes(cluster))));
  const acted = object ? groupsOf(await search(here, wordsOf(object))) : [];
  const actedOn = acted.flatMap(({ objects }) => objects.slice(0, MOST_ACTED_ON));
  return fitted({
    groups,
    elsewhere,
    actedOn,
    may: permissionsOn(
      clusters.filter((cluster) => !own.includes(cluster)),
      identity,
    ),
    notes: findNotes(searched, Date.now()),
    reading: isReading(searched),
  });
}

/**
 * One request's search. What the jobs' database has of a cluster is read once for it, and other requests are served between the
 * clusters. Names that have the letters of a word in their order are searched for only where nothing else matches.
 */
function searchOf(signal: AbortSignal) {
  const records = oncePerObject(recordsOf);
  return async (clusters: readonly ConfiguredCluster[], words: readonly string[]): Promise<FoundOnCluster[]> => {
    const on = async (inOrder: boolean) => {
      const found: FoundOnCluster[] = [];
      for (const cluster of clusters) {
        found.push(await findOnCluster(cluster, { wanted: { words, inOrder }, records, signal }));
        await nextTurn(undefined, { signal });
      }
      return found;
    };
    const found = await on(false);
    const nothing = found.every(({ kinds }) => [...kinds.values()].every(({ matches }) => matches.count === 0));
    return nothing && words.length > 0 ? on(true) : found;
  };
}

function groupsOf(searched: readonly FoundOnCluster[]): Found['groups'] {
  return FOUND_KINDS.flatMap((kind) => {
    const matches = matchesOf(kind);
    let count = 0;
    for (const { kinds } of searched) {
      const of = kinds.get(kind);
      for (const each of of?.matches.items ?? []) matches.add(each);
      count += (of?.matches.items.length ?? 0) + (of?.more ?? 0);
    }
    const objects = matches.items.map(({ object }) => object());
    return objects.length === 0 ? [] : [{ kind, objects, more: count - objects.length }];
  });
}

/** The best of all kinds; of the same match in the order of the kinds. */
function together(searched: readonly FoundOnCluster[]): Found['elsewhere'] {
  type Placed = Candidate & { place: number };
  const best = new Best<Placed>(
    MOST_ELSEWHERE,
    (a, b) => a.match - b.match || a.place - b.place || compareCandidates(a, b),
  );
  let count = 0;
  for (const { kinds } of searched)
    for (const [kind, { matches, more }] of kinds) {
      for (const each of matches.items) best.add({ ...each, place: FOUND_KINDS.indexOf(kind) });
      count += matches.items.length + more;
    }
  return { objects: best.items.map(({ object }) => object()), more: count - best.items.length };
}

/** Without those that the rules of other entries could refuse: whether they do is known on the cluster's own pages. */
function permissionsOn(clusters: readonly ConfiguredCluster[], identity: Identity): Found['may'] {
  // Most clusters have the same ones.
  const sets = new Map<string, { clusters: string[]; permissions: string[] }>();
  for (const cluster of clusters) {
    const role = roleOnCluster(identity, cluster);
    const verdicts = role === null ? [] : Object.entries(permissionsOf(role, cluster));
    const permissions = verdicts.flatMap(([permission, { allowed }]) =>
      allowed && !dependsOnShared(identity, cluster, permission as Permission) ? [permission] : [],
    );
    const set = sets.get(permissions.join(' ')) ?? { clusters: [], permissions };
    sets.set(permissions.join(' '), set);
    set.clusters.push(cluster.key);
  }
  return [...sets.values()];
}
