import type { ConfiguredCluster } from '../config.ts';
import { clusterConnection } from '../config.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { IndexDefinition, IndexFields } from '../contract/index-page.ts';
import { readDefinition } from '../elasticsearch/read/read-definition.ts';
import { isAppError } from '../errors.ts';
import { MAX_WAIT_MS } from '../live/cluster-reads.ts';
import { readsOfIndex } from '../live/index-reads.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { comparableBackups } from '../present/source-cluster.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { readBackups } from './cluster-backups.ts';
import { knownClusters } from './known-clusters.ts';
import { listingOf } from './load-backups.ts';
import { verifiedStatesOf } from './verified-states.ts';

/** A definition changes rarely, and a large one takes the cluster some time. */
const MAX_AGE_MS = 30_000;
const FIELDS_SHOWN = 200;

const readLive = ({ key }: ConfiguredCluster, name: string) =>
  readsOfIndex(key, name).definition.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });

/** Settings and mappings of an index, compared with its newest good backup. Throws what the cluster throws. */
export async function loadIndexDefinition(
  cluster: ConfiguredCluster,
  name: string,
  signal: AbortSignal,
): Promise<IndexDefinition> {
  const { settings, mappings, settingCount, fields } = await readLive(cluster, name);
  return {
    takenAt: readsOfIndex(cluster.key, name).definition.reading().takenAt ?? new Date().toISOString(),
    settings,
    mappings,
    settingCount,
    fieldCount: fields?.total ?? null,
    compared: fields === null ? null : await comparedWithBackup(cluster, name, signal),
  };
}

/** The fields whose path, type or analyzer has `find`. Throws what the cluster throws. */
export async function loadIndexFields(cluster: ConfiguredCluster, name: string, find: string): Promise<IndexFields> {
  const { fields } = await readLive(cluster, name);
  const wanted = find.trim().toLowerCase();
  const matching = (fields?.list ?? []).filter(({ path, type, analyzer }) =>
    `${path}\n${type}\n${analyzer ?? ''}`.toLowerCase().includes(wanted),
  );
  return { fields: matching.slice(0, FIELDS_SHOWN), matching: matching.length, total: fields?.total ?? 0 };
}

/** null: there is no such backup, or it can't be compared. */
async function comparedWithBackup(
  cluster: ConfiguredCluster,
  name: string,
  signal: AbortSignal,
): Promise<IndexDefinition['compared']> {
  const backup = await newestGood(cluster, name);
  if (backup === undefined) return null;
  try {
    const input = {
      backup: await readBackups(cluster, (source, reading) => source.definition(backup.id, reading)),
      live: await readDefinition(clusterConnection(cluster.key), name, signal),
    };
    const { different } = await inThread('compareDefinitions', input, { signal });
    return { backup: backup.id, takenAt: backup.takenAt, ...different };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return null;
  }
}

async function newestGood(cluster: ConfiguredCluster, name: string): Promise<BackupSummary | undefined> {
  const listing = await listingOf(cluster);
  const verified = verifiedStatesOf(listing);
  return (comparableBackups(listing.backups, knownClusters(cluster)) ?? [])
    .filter((backup) => backup.manifest?.index.name === name && isGood(backup, verified.get(backup.id)))
    .sort((a, b) => Date.parse(b.takenAt ?? b.modifiedAt) - Date.parse(a.takenAt ?? a.modifiedAt))[0];
}
