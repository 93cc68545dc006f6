import { writeTargetOf } from '../aliases/write-target.ts';
import { lastUuidOf } from '../access/cluster-rules.ts';
import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import type { AliasPage, AliasPageTarget } from '../contract/alias-page.ts';
import { documentsShown } from '../contract/documents-shown.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import type { LastKnown } from '../contract/last-known.ts';
import { readAlias } from '../elasticsearch/admin/aliases.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { historyOf } from '../live/cluster-history.ts';
import { generationsIn, MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { singleFlight } from '../live/single-flight.ts';
import { aliasMapSteps, newestFirst, type Generations } from '../present/alias-map.ts';
import { runInSlices } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import { aliasHistory } from './alias-history.ts';
import { documentHistoryOf } from './document-history.ts';
import { lostDocuments } from './lost-documents.ts';

/** An alias may point to thousands of indices. */
const TARGETS_SHOWN = 50;
const ENTRIES_SHOWN = 200;

/**
 * All that the page of an alias shows, except for its backups. Never throws for a cluster that does not answer: its history
 * is kept here.
 */
export async function loadAlias(cluster: ConfiguredCluster, alias: string): Promise<AliasPage> {
  const history = historyOf(cluster.key);
  const read = await readListing(cluster.key);
  const live = read.listing === null ? null : newestFirst(liveIndices(read.listing, alias));
  const now =
    live === null || read.listing === null
      ? null
      : { takenAt: read.listing.takenAt, indices: live.map(({ name }) => name) };
  return {
    alias,
    takenAt: read.listing?.takenAt ?? new Date().toISOString(),
    state: stateOf(read.listing, live, alias),
    failure: read.failure,
    ...(await presentOf(cluster, alias, live ?? [])),
    group: read.listing === null ? null : await groupOf(cluster, read.listing, alias),
    history: aliasHistory(alias, { clusterUuid: lastUuidOf(cluster), events: history.eventsOf(alias), now }),
    counts: documentHistoryOf(history, [{ alias }], Date.now()),
    ...(read.lastKnown === undefined ? {} : { lastKnown: read.lastKnown }),
  };
}

interface Listing {
  listing: ClusterIndices | null;
  failure: AliasPage['failure'];
  lastKnown?: LastKnown | undefined;
}

async function readListing(key: string): Promise<Listing> {
  try {
    const options = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
    const { value, lastKnown } = await readsOf(key).indices.readLastKnown(options);
    return { listing: value, failure: null, lastKnown };
  } catch (error) {
    return { listing: null, failure: toFailure(error) };
  }
}

const liveIndices = ({ indices }: ClusterIndices, alias: string): IndexSummary[] =>
  indices.filter((index) => index.aliases.some((membership) => membership.alias === alias));

function stateOf(listing: ClusterIndices | null, live: IndexSummary[] | null, alias: string): AliasPage['state'] {
  if (listing === null || live === null) return 'unknown';
  if (live.length > 0) return 'exists';
  if (listing.onDotIndices?.some((each) => each.alias === alias)) return 'exists';
  return listing.indices.some(({ name }) => name === alias) ? 'index' : 'missing';
}

type Present = Pick<AliasPage, 'targets' | 'targetCount' | 'documents' | 'storeBytes' | 'writes'>;

/** What it points to now. */
async function presentOf(cluster: ConfiguredCluster, alias: string, live: readonly IndexSummary[]): Promise<Present> {
  const filters = await exactFilters(cluster, alias, live);
  const members = live.map((index) => ({ index: index.name, membership: membershipOn(index, alias) }));
  return {
    targets: live.slice(0, TARGETS_SHOWN).map((index) => targetOf(index, alias, filters)),
    targetCount: live.length,
    // Of no index: unknown or missing, which is not zero.
    documents: live.length === 0 ? null : sumOrNull(live.map((index) => documentsShown(index, alias))),
    storeBytes: live.length === 0 ? null : sumOrNull(live.map((index) => index.storeBytes)),
    writes: writeTargetOf(members),
  };
}

const membershipOn = (index: IndexSummary, alias: string) =>
  index.aliases.find((membership) => membership.alias === alias) ?? { alias };

function targetOf(index: IndexSummary, alias: string, filters: ReadonlyMap<string, string>): AliasPageTarget {
  const { alias: _name, filter, ...rest } = membershipOn(index, alias);
  return {
    index: index.name,
    uuid: index.uuid,
    state: index.state,
    health: index.health,
    documents: index.documents,
    ...(filter === undefined && rest.searchRouting === undefined ? {} : { shown: documentsShown(index, alias) }),
    primaryBytes: index.primaryBytes,
    storeBytes: index.storeBytes,
    replicas: index.replicas,
    createdAt: index.createdAt,
    ...rest,
    ...(filter === undefined ? {} : { filter: filters.get(index.name) ?? null }),
  };
}

/** Filters as text, by the index: the listing rounds 64-bit numbers. Empty: there are none, or the alias can't be read. */
async function exactFilters(
  { key, name }: ConfiguredCluster,
  alias: string,
  live: readonly IndexSummary[],
): Promise<Map<string, string>> {
  if (live.every((index) => membershipOn(index, alias).filter === undefined)) return new Map();
  try {
    const state = await singleFlight(JSON.stringify(['alias-filters', key, alias]), name, (signal) =>
      readAlias(clusterConnection(key), alias, signal),
    );
    return new Map(
      state.flatMap(({ index, membership: { filter } }) =>
        filter === undefined ? [] : [[index, JSON.stringify(filter)] as const],
      ),
    );
  } catch {
    return new Map();
  }
}

/** The alias and the indices named like its own, newest first; null: there are none. */
async function groupOf(
  cluster: ConfiguredCluster,
  listing: ClusterIndices,
  alias: string,
): Promise<AliasPage['group']> {
  const generations = await generationsIn(listing);
  const known = generations.groups.find((group) => group.alias === alias);
  const group: Generations = known ?? {
    alias,
    live: [],
    others: listing.indices.filter(({ name }) => groupOfIndex(name) === alias),
  };
  if (group.live.length + group.others.length === 0) return null;
  const uuid = lastUuidOf(cluster);
  const madeBy = (uuid === null ? null : jobs.jobsByCreatedIndex(uuid)) ?? new Map<string, string>();
  const lost = await lostDocuments(cluster, generations);
  const map = await runInSlices(
    aliasMapSteps(
      { ...listing, indices: [...group.live, ...group.others] },
      { groups: [group], outside: [] },
      madeBy,
      lost,
    ),
  );
  const [mapped] = map.groups;
  if (mapped === undefined) return null;
  const left = mapped.entries.length - ENTRIES_SHOWN;
  return left > 0 ? { ...mapped, entries: mapped.entries.slice(0, ENTRIES_SHOWN), left } : mapped;
}
