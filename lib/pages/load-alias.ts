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
  const told = aliasHistory(alias, { clusterUuid: lastUuidOf(cluster), events: history.eventsOf(alias), now });
  const state = stateOf(read.listing, live, alias);
  return {
    alias,
    takenAt: read.listing?.takenAt ?? new Date().toISOString(),
    state,
    failure: read.failure,
    ...(await presentOf(cluster, alias, live ?? [], onDotIndices(read.listing, alias))),
    ...(state === 'missing' ? deletedFrom(told.entries, read) : {}),
    group: read.listing === null ? null : await groupOf(cluster, read.listing, alias),
    history: told,
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

const onDotIndices = (listing: ClusterIndices | null, alias: string): number =>
  listing?.onDotIndices?.filter((each) => each.alias === alias).length ?? 0;

/** What it pointed to before it was deleted. An old listing does not say what exists now. */
function deletedFrom(
  entries: AliasPage['history']['entries'],
  { listing, lastKnown }: Listing,
): Pick<AliasPage, 'deleted'> {
  const last = entries.find((entry) => entry.kind !== 'loss');
  if (last === undefined || last.to.length > 0 || last.before.length === 0) return {};
  const names = listing === null || lastKnown !== undefined ? null : new Set(listing.indices.map(({ name }) => name));
  return { deleted: { before: last.before, existing: names && last.before.filter((index) => names.has(index)) } };
}

function stateOf(listing: ClusterIndices | null, live: IndexSummary[] | null, alias: string): AliasPage['state'] {
  if (listing === null || live === null) return 'unknown';
  if (live.length > 0) return 'exists';
  if (onDotIndices(listing, alias) > 0) return 'exists';
  return listing.indices.some(({ name }) => name === alias) ? 'index' : 'missing';
}

type Present = Pick<
  AliasPage,
  'targets' | 'targetCount' | 'onDotIndices' | 'documents' | 'storeBytes' | 'writes' | 'writesUnknown'
>;

/** What it points to now. `dots`: on how many dot-indices it is as well, which are not listed. */
async function presentOf(
  cluster: ConfiguredCluster,
  alias: string,
  live: readonly IndexSummary[],
  dots: number,
): Promise<Present> {
  const filters = await exactFilters(cluster, alias, live);
  // Of no index: unknown or missing, which is not zero.
  const isCounted = live.length > 0 && dots === 0;
  return {
    targets: live.slice(0, TARGETS_SHOWN).map((index) => targetOf(index, alias, filters)),
    targetCount: live.length + dots,
    ...(dots === 0 ? {} : { onDotIndices: dots }),
    documents: isCounted ? sumOrNull(live.map((index) => documentsShown(index, alias))) : null,
    storeBytes: isCounted ? sumOrNull(live.map((index) => index.storeBytes)) : null,
    ...writesOf(alias, live, dots),
  };
}

/** The write flags on dot-indices, and on those under a metadata block, are not known. There is at most one flag. */
function writesOf(
  alias: string,
  live: readonly IndexSummary[],
  dots: number,
): Pick<Present, 'writes' | 'writesUnknown'> {
  const members = live.map((index) => ({ index: index.name, membership: membershipOn(index, alias) }));
  const isFlagged = members.some(({ membership }) => membership.isWriteIndex === true);
  if (!isFlagged && (dots > 0 || live.some(({ blocks }) => blocks.includes('metadata'))))
    return { writes: null, writesUnknown: true };
  return { writes: writeTargetOf(members) };
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
