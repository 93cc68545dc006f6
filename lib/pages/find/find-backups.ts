import type { ConfiguredCluster } from '../../config.ts';
import type { BackupListing, BackupSummary } from '../../contract/backup.ts';
import type { FoundObject } from '../../contract/find.ts';
import { SEARCHED } from '../../contract/searched.ts';
import type { SnapshotName } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { cutMiddle } from '../../format.ts';
import type { RepositoryReads } from '../../live/repository-reads.ts';
import { oncePerObject } from '../../once-per-object.ts';
import { comparable } from '../../present/match-names.ts';
import { forEachInSteps, mapInSteps, runInSlices, type Steps } from '../../slices.ts';
import { adderTo, type Matches, type Wanted } from './matches.ts';

interface NamedBackup {
  backup: BackupSummary;
  name: string;
  besides: string;
}

const namesOf = oncePerObject(({ backups }: BackupListing) => runInSlices(mapInSteps(backups, nameOf)));

const fileName = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const nameOf = (backup: BackupSummary): NamedBackup => ({
  backup,
  name: comparable(fileName(backup.id)),
  besides: comparable(
    [backup.id, backup.group, ...(backup.manifest === null ? [] : [backup.manifest.index.name])].join(' '),
  ),
});

/** The zip files of a listing that match, the newest first. */
export async function findBackups(
  cluster: ConfiguredCluster,
  listing: BackupListing,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Matches> {
  const names = await namesOf(listing);
  const { add, matches } = adderTo('backup', wanted);
  const addOne = ({ backup, ...named }: NamedBackup): void =>
    add({
      ...named,
      rank: -Date.parse(backup.takenAt ?? backup.modifiedAt),
      object: () => backupOf(cluster.key, backup),
    });
  await runInSlices(forEachInSteps(names, addOne), signal);
  return matches;
}

const backupOf = (cluster: string, { condition, documents, id, takenAt }: BackupSummary): FoundObject => ({
  kind: 'backup',
  cluster,
  id,
  name: cutMiddle(fileName(id)),
  takenAt,
  documents,
  readable: condition.state === 'whole',
});

const snapshotNames = oncePerObject((snapshots: SnapshotName[]) =>
  snapshots.map((snapshot) => ({
    snapshot,
    name: comparable(snapshot.name),
    besides: comparable(snapshot.indices.slice(0, SEARCHED.indicesOfSnapshot).join(' ')),
  })),
);

/** The snapshots that match, of the repositories whose lists have been read; the newest first as far as their times are known. */
export async function findSnapshots(
  cluster: ConfiguredCluster,
  reads: RepositoryReads,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Matches> {
  const { add, matches } = adderTo('snapshot', wanted);
  await runInSlices(eachSnapshot(cluster.key, reads, add), signal);
  return matches;
}

function* eachSnapshot(cluster: string, reads: RepositoryReads, add: ReturnType<typeof adderTo>['add']): Steps<void> {
  for (const repository of searchedRepositories(reads)) {
    const facts = reads.facts(repository);
    const beside = comparable(repository);
    const named = snapshotNames(reads.names(repository).reading().value ?? NONE);
    yield* forEachInSteps(named, ({ besides, name, snapshot }) => {
      const takenAt = facts.get(snapshot.uuid)?.startedAt ?? null;
      add({
        name,
        besides: `${beside} ${besides}`,
        rank: takenAt === null ? 0 : -Date.parse(takenAt),
        object: () => ({
          kind: 'snapshot',
          cluster,
          repository,
          name: snapshot.name,
          takenAt,
          state: snapshot.state,
          indices: snapshot.indices.length,
        }),
      });
    });
  }
}

/** The names of those whose snapshots are listed, as far as they are known. */
export const searchedRepositories = (reads: RepositoryReads): string[] =>
  (reads.registered.reading().value?.repositories ?? []).slice(0, SEARCHED.repositories).map(({ name }) => name);

const NONE: SnapshotName[] = [];
