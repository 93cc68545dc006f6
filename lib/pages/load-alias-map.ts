import type { ConfiguredCluster } from '../config.ts';
import { linesOf, type Line, type MapQuery } from '../contract/alias-lines.ts';
import type { AliasGroup, AliasMap, MapEntry } from '../contract/alias-map.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { jobs } from '../jobs/jobs.ts';
import { runInSlices } from '../slices.ts';
import { aliasMapSteps } from '../present/alias-map.ts';
import { generationsIn } from '../live/generations.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** A map of so many bytes, about, goes to the page as a whole, which then filters it without asking. */
const WHOLE_BYTES = 600_000;
/** Lines of a longer one that go to the page at once. */
const LINES = 400;
/** Of one alias and of what is outside any, for who chooses an index to switch to. */
const CHOICES = 300;
const OUTSIDE_CHOICES = 50;

interface Drawn {
  makers: string;
  map: Promise<AliasMap>;
  /** The lines of the views that were asked for last. */
  views: Map<string, Line[]>;
}

/** Drawn once for each answer of the cluster, whoever asks: thousands of names are taken apart for it. */
const drawn = new WeakMap<ClusterIndices, Drawn>();
const KEPT_VIEWS = 8;

/** Throws what the cluster throws. */
export async function loadAliasMap(cluster: ConfiguredCluster, query: MapQuery): Promise<AliasMap> {
  const watch = readsOf(cluster.key);
  const indices = await watch.indices.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  const uuid = watch.health.reading().value?.identity.uuid;
  const madeBy = (uuid === undefined ? null : jobs.jobsByCreatedIndex(uuid)) ?? new Map<string, string>();
  const known = draw(indices, madeBy);
  const map = await known.map;
  if (isShort(map)) return map;
  return query.alias === undefined ? windowOf(map, known, query) : choicesOf(map, query.alias);
}

function draw(indices: ClusterIndices, madeBy: ReadonlyMap<string, string>): Drawn {
  const makers = [...madeBy].join();
  const known = drawn.get(indices);
  if (known?.makers === makers) return known;
  const map = generationsIn(indices).then((generations) => runInSlices(aliasMapSteps(indices, generations, madeBy)));
  const made: Drawn = { makers, map, views: new Map() };
  drawn.set(indices, made);
  return made;
}

function isShort({ groups, outside }: AliasMap): boolean {
  let bytes = 0;
  const add = (entry: MapEntry) => {
    bytes += 320 + entry.index.length;
    for (const { alias } of entry.aliases) bytes += 50 + alias.length;
  };
  for (const { alias, entries } of groups) {
    bytes += 100 + alias.length;
    for (const entry of entries) {
      add(entry);
      if (bytes > WHOLE_BYTES) return false;
    }
  }
  for (const entry of outside) {
    add(entry);
    if (bytes > WHOLE_BYTES) return false;
  }
  return true;
}

const totalsOf = ({ groups, outside }: AliasMap): NonNullable<AliasMap['totals']> => ({
  aliases: groups.length,
  flagged: groups.filter(({ flags }) => flags.length > 0).length,
  outside: outside.length,
});

function windowOf(map: AliasMap, { views }: Drawn, { from, filter, show, sort, sorted }: MapQuery): AliasMap {
  const key = JSON.stringify([filter, show, sort, sorted]);
  const lines = views.get(key) ?? linesOf(map, { filter, show, sort, descending: sorted === 'down' });
  views.delete(key);
  views.set(key, lines);
  for (const oldest of views.keys()) {
    if (views.size <= KEPT_VIEWS) break;
    views.delete(oldest);
  }
  const runs = lines.flatMap((line) => (line.kind === 'entry' ? [] : [line.shown]));
  return {
    ...map,
    groups: [],
    outside: [],
    totals: totalsOf(map),
    window: { from, lines: lines.slice(from, from + LINES), runs },
  };
}

function choicesOf(map: AliasMap, alias: string): AliasMap {
  const group = map.groups.find((each) => each.alias === alias);
  return {
    ...map,
    groups: group === undefined ? [] : [shortened(group)],
    outside: map.outside.slice(0, OUTSIDE_CHOICES),
    totals: totalsOf(map),
  };
}

/** The newest, and first of all those that are live. */
function shortened(group: AliasGroup): AliasGroup {
  if (group.entries.length <= CHOICES) return group;
  const live = group.entries.filter((entry) => entry.live).slice(0, CHOICES / 2);
  const kept = new Set([...live, ...group.entries.slice(0, CHOICES - live.length)]);
  return {
    ...group,
    entries: group.entries.filter((entry) => kept.has(entry)),
    left: group.entries.length - kept.size,
  };
}
