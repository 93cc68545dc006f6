import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import { countShown, indicesIn, linesOf, type Line } from '../contract/alias-lines.ts';
import type { AliasFlag, AliasGroup, AliasMap, MapEntry, MapQuery } from '../contract/alias-map.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { jobs } from '../jobs/jobs.ts';
import { oncePerObject } from '../once-per-object.ts';
import { runInSlices } from '../slices.ts';
import { aliasMapSteps, type AllGenerations } from '../present/alias-map.ts';
import { lostDocuments } from './lost-documents.ts';
import { generationsIn, MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** A smaller map (estimated as JSON) is sent to the page whole: it filters it without further requests. */
const MAX_WHOLE_BYTES = 600_000;
/** Lines of a larger map in one response. */
const WINDOW_LINES = 400;
/** Indices of one alias, and of no alias, offered as the target of a switch. */
const CHOICES_SHOWN = 300;
const OUTSIDE_CHOICES_SHOWN = 50;

interface ComputedMap {
  makers: string;
  lost: ReadonlyMap<string, AliasFlag>;
  map: Promise<AliasMap>;
  /** The lines of the last views, by filter and order. */
  views: LRUCache<string, Line[]>;
}

/**
 * Computed once for each answer of the cluster, and again when a job has made another index or the backups were read again:
 * thousands of names are parsed.
 */
const computedMaps = new WeakMap<ClusterIndices, ComputedMap>();
const MAX_VIEWS = 8;

/** Throws what the cluster throws if it never answered. */
export async function loadAliasMap(cluster: ConfiguredCluster, query: MapQuery): Promise<AliasMap> {
  const reads = readsOf(cluster.key);
  const options = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
  const { value: indices, ...old } = await reads.indices.readLastKnown(options);
  const uuid = reads.health.reading().value?.identity.uuid;
  const madeBy = new Map(uuid === undefined ? [] : jobs.jobsByCreatedIndex(uuid));
  for (const index of indices.indices.filter(({ name }) => uuid !== undefined && isDrillIndex(name))) {
    const job = jobs.drillOfIndex(uuid!, index.name);
    if (job !== null) madeBy.set(index.uuid, job);
  }
  const generations = await generationsIn(indices);
  const computed = computeMap(indices, generations, madeBy, await lostDocuments(cluster, generations));
  const whole = await computed.map;
  if (isSentWhole(whole)) return { ...whole, ...old };
  const part = query.alias === undefined ? windowOf(whole, computed, query) : choicesOf(whole, query.alias);
  return { ...part, ...old };
}

function computeMap(
  indices: ClusterIndices,
  generations: AllGenerations,
  madeBy: ReadonlyMap<string, string>,
  lost: ComputedMap['lost'],
): ComputedMap {
  const makers = [...madeBy].join();
  const known = computedMaps.get(indices);
  if (known?.makers === makers && known.lost === lost) return known;
  const map = runInSlices(aliasMapSteps(indices, generations, madeBy, lost));
  const computed: ComputedMap = { makers, lost, map, views: new LRUCache({ max: MAX_VIEWS }) };
  computedMaps.set(indices, computed);
  return computed;
}

function isSentWhole({ groups, outside }: AliasMap): boolean {
  let bytes = 0;
  const add = (entry: MapEntry) => {
    bytes += 320 + entry.index.length;
    for (const { alias } of entry.aliases) bytes += 50 + alias.length;
  };
  for (const { alias, entries } of groups) {
    bytes += 100 + alias.length;
    for (const entry of entries) {
      add(entry);
      if (bytes > MAX_WHOLE_BYTES) return false;
    }
  }
  for (const entry of outside) {
    add(entry);
    if (bytes > MAX_WHOLE_BYTES) return false;
  }
  return true;
}

const totalsOf = oncePerObject((map: AliasMap): NonNullable<AliasMap['totals']> => ({
  aliases: map.groups.length,
  outside: map.outside.length,
  shown: countShown(map),
}));

function windowOf(map: AliasMap, { views }: ComputedMap, { from, filter, show, sort, order }: MapQuery): AliasMap {
  const key = JSON.stringify([filter, show, sort, order]);
  const lines = views.get(key) ?? linesOf(map, { filter, show, sort, descending: order === 'down' });
  views.set(key, lines);
  const runs = lines.flatMap((line) => (line.kind === 'entry' ? [] : [line.shown]));
  return {
    ...map,
    groups: [],
    outside: [],
    totals: totalsOf(map),
    window: { from, lines: lines.slice(from, from + WINDOW_LINES), runs, shown: indicesIn(lines) },
  };
}

function choicesOf(map: AliasMap, alias: string): AliasMap {
  const group = map.groups.find((each) => each.alias === alias);
  return {
    ...map,
    groups: group === undefined ? [] : [shortenedGroup(group)],
    outside: map.outside.slice(0, OUTSIDE_CHOICES_SHOWN),
    totals: totalsOf(map),
  };
}

/** The live indices, up to half of them, and the newest others. */
function shortenedGroup(group: AliasGroup): AliasGroup {
  if (group.entries.length <= CHOICES_SHOWN) return group;
  const live = group.entries.filter((entry) => entry.live).slice(0, CHOICES_SHOWN / 2);
  const shown = new Set([...live, ...group.entries.slice(0, CHOICES_SHOWN - live.length)]);
  return {
    ...group,
    entries: group.entries.filter((entry) => shown.has(entry)),
    left: group.entries.length - shown.size,
  };
}
