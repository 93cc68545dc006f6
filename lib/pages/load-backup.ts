import type { ConfiguredCluster } from '../config.ts';
import type { BackupDetail, SampleDocuments } from '../contract/api.ts';
import { toPlainJson } from '../json/exact.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupPlace } from '../contract/backup-ref.ts';
import { sampleDocuments } from '../backups/sample-documents.ts';
import { askBackups, refOn } from './cluster-backups.ts';
import { rowOf } from '../present/backups-page.ts';
import { listingOf, verifiedIn } from './load-backups.ts';

const JOBS_SHOWN = 8;

/** One backup without its documents, from the disk alone. Throws AppError not_found. */
export async function loadBackup(cluster: ConfiguredCluster, id: string): Promise<BackupDetail> {
  const { summary, settings, mappings } = await askBackups(cluster, (source, signal) => source.describe(id, signal));
  const listing = await listingOf(cluster);
  const verified = verifiedIn({ ...listing, backups: [summary] }).get(id) ?? null;
  return {
    takenAt: listing.takenAt,
    summary: toPlainJson(summary),
    row: rowOf(summary, verified, false),
    settings,
    mappings,
    jobs: await jobsAbout(cluster, id),
  };
}

async function jobsAbout(cluster: ConfiguredCluster, id: string): Promise<BackupDetail['jobs']> {
  const place = backupPlace(await refOn(cluster, id));
  try {
    return jobs
      .summaries({ cluster: cluster.key, text: place, limit: JOBS_SHOWN })
      .map(({ id: job, title, status, endedAt, createdAt }) => ({ id: job, title, status, at: endedAt ?? createdAt }));
  } catch {
    // The jobs' database is decoration here: the backup is true without it.
    return [];
  }
}

const DOCUMENTS_SHOWN = 5;
const MOST_BYTES = 4096;

export async function loadSampleDocuments(cluster: ConfiguredCluster, id: string): Promise<SampleDocuments> {
  return {
    documents: await askBackups(cluster, (source, signal) =>
      sampleDocuments(source, id, { count: DOCUMENTS_SHOWN, mostBytes: MOST_BYTES, signal }),
    ),
  };
}
