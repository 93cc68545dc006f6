import type { ConfiguredCluster } from '../config.ts';
import type { AliasFlag } from '../contract/alias-map.ts';
import type { BackupListing } from '../contract/backup.ts';
import { readsOf } from '../live/cluster-reads.ts';
import type { AllGenerations } from '../present/alias-map.ts';
import { aliasRowSteps } from '../present/alias-rows.ts';
import { unknownFolders } from '../present/backups-page.ts';
import { runInSlices } from '../slices.ts';
import { dueBackups } from './due-backups.ts';
import { knownClusters } from './known-clusters.ts';
import { verifiedStatesOf } from './verified-states.ts';

type Flags = ReadonlyMap<string, AliasFlag>;

const NONE: Flags = new Map();
/** Backups up to this old are compared with; meanwhile they are read again. */
const MAX_AGE_MS = 10_000;
/** Of the last listing, computed once for each answer of the cluster. */
const computed = new WeakMap<AllGenerations, { listing: BackupListing; flags: Promise<Flags> }>();

/**
 * A flag for each alias that has lost documents, as on the overview. Empty while the backups are not known: it does not wait
 * for them.
 */
export function lostDocuments(cluster: ConfiguredCluster, generations: AllGenerations): Promise<Flags> {
  const listing = readsOf(cluster.key).backups.peek(MAX_AGE_MS).value;
  if (listing === null) return Promise.resolve(NONE);
  const known = computed.get(generations);
  if (known?.listing === listing) return known.flags;
  const flags = compute(cluster, generations, listing);
  computed.set(generations, { listing, flags });
  return flags;
}

async function compute(cluster: ConfiguredCluster, { groups }: AllGenerations, listing: BackupListing): Promise<Flags> {
  const rows = await runInSlices(
    aliasRowSteps(groups, {
      backups: listing.backups,
      complete: listing.problem === null,
      unread: unknownFolders(listing),
      verified: verifiedStatesOf(listing),
      ...knownClusters(cluster),
      ...dueBackups(cluster),
    }),
  );
  return new Map(
    rows
      .filter(({ loss }) => loss !== null)
      .map(({ alias, condition: { word, sentence } }) => [alias, { level: 'bad', word, sentence, lost: true }]),
  );
}
