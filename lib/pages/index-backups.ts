import type { ConfiguredCluster } from '../config.ts';
import type { HeldBackup, IndexPage, IndexStanding } from '../contract/index-page.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ListedBackup } from '../contract/backups-page.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import { comparableBackups } from '../present/source-cluster.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { holdsIndex, type SnapshotSummary } from '../known-backups/snapshot-summary.ts';
import type { Viewer } from './job-for.ts';
import { knownClusters } from './known-clusters.ts';
import { listingOf, loadBackups } from './load-backups.ts';
import { snapshotsOf } from './load-snapshots.ts';
import { verifiedStatesOf } from './verified-states.ts';

const MAX_SHOWN = 8;

/** The backups that hold an index of this name, newest first. Never throws: what can't be listed is said in `problems`. */
export async function backupsOfIndex(
  cluster: ConfiguredCluster,
  name: string,
  standing: IndexStanding,
  viewer: Viewer,
): Promise<IndexPage['backups']> {
  const filter = { index: name, kind: 'any', state: 'any', sort: 'date', order: 'down' } as const;
  const page = await loadBackups(cluster, filter, viewer);
  // In the filter it is a pattern; no index has such a name.
  const isName = !name.includes('*');
  const [listing, { snapshots }] = await Promise.all([listingOf(cluster), snapshotsOf(cluster)]);
  const uuid = standing.state === 'exists' ? standing.index.uuid : null;
  const unlisted = page.snapshots.repositories.flatMap((repository) =>
    repository.problem === null ? [] : [`Repository ${repository.name}: ${repository.problem}`],
  );
  return {
    rows: page.rows.slice(0, isName ? MAX_SHOWN : 0).map((row) => heldBackup(row, { name, uuid, listing, snapshots })),
    matching: isName ? page.matching : 0,
    problems: [page.problem, page.snapshots.problem, ...unlisted].filter((each) => each !== null),
    reading: page.stillReading || page.snapshots.reading,
    restorable: restorableOf(cluster, listing, name, aliasOf(standing, name)),
  };
}

const aliasOf = (standing: IndexStanding, name: string): string | null =>
  standing.state === 'exists' ? standing.group : groupOfIndex(name);

interface Known {
  name: string;
  /** Of the index that exists; null: none does. */
  uuid: string | null;
  listing: BackupListing;
  snapshots: readonly SnapshotSummary[];
}

function heldBackup(row: ListedBackup, known: Known): HeldBackup {
  const held = row.kind === 'zip' ? heldByFile(row.id, known) : heldBySnapshot(row.id, known);
  const other = known.uuid === null || held.uuid === null ? null : held.uuid !== known.uuid;
  return { row, documents: held.documents, other };
}

function heldByFile(id: string, { listing }: Known): Pick<HeldBackup, 'documents'> & { uuid: string | null } {
  const file = listing.backups.find((backup) => backup.id === id);
  const documents = file?.documents ?? null;
  return {
    uuid: file?.manifest?.index.uuid ?? null,
    documents: documents === null ? null : { least: documents, most: documents, exact: true },
  };
}

function heldBySnapshot(
  id: string,
  { snapshots, name }: Known,
): Pick<HeldBackup, 'documents'> & { uuid: string | null } {
  const snapshot = snapshots.find((each) => each.id === id && holdsIndex(each, name));
  const held = snapshot?.names.flatMap((each) => snapshot.indicesOf(each)).find(({ index }) => index === name);
  return { uuid: held?.uuid ?? null, documents: held?.documents ?? null };
}

/** The newest complete zip file of this cluster that has the index, or else its alias. */
function restorableOf(
  cluster: ConfiguredCluster,
  listing: BackupListing,
  name: string,
  alias: string | null,
): IndexPage['backups']['restorable'] {
  const verified = verifiedStatesOf(listing);
  const good = (comparableBackups(listing.backups, knownClusters(cluster)) ?? [])
    .filter((backup) => isGood(backup, verified.get(backup.id)))
    .sort((a, b) => timeOf(b) - timeOf(a));
  const ofIndex = good.find(({ manifest }) => manifest?.index.name === name);
  const found = ofIndex ?? good.find(({ group }) => group === alias);
  return found === undefined ? null : { id: found.id, own: found === ofIndex };
}

const timeOf = ({ takenAt, modifiedAt }: { takenAt: string | null; modifiedAt: string }): number =>
  Date.parse(takenAt ?? modifiedAt);
