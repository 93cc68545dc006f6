import type { ConfiguredCluster } from '../config.ts';
import type { BackupDetail, SampleDocuments } from '../contract/backup-page.ts';
import { toPlainJson } from '../json/exact.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupPlace } from '../contract/backup-ref.ts';
import { sampleDocuments } from '../backups/sample-documents.ts';
import { readBackups, backupRefOn } from './cluster-backups.ts';
import { amongOthersOf } from '../present/among-others.ts';
import { rowOf, setPartOf } from '../present/backup-rows.ts';
import { backupSets } from '../known-backups/backup-sets.ts';
import { sourceClusterOf } from '../present/source-cluster.ts';
import { marksOf } from './backup-marks.ts';
import { knownClusters } from './known-clusters.ts';
import { listingOf } from './load-backups.ts';
import type { Viewer } from './job-for.ts';
import { rowOfSummary } from './load-jobs.ts';
import { verifiedStatesOf } from './verified-states.ts';

const JOBS_SHOWN = 8;

/**
 * One backup without its documents, without a request to the cluster; its jobs and the names of other clusters as `viewer` may read
 * them. Throws AppError not_found, disk.
 */
export async function loadBackup(cluster: ConfiguredCluster, id: string, viewer: Viewer = null): Promise<BackupDetail> {
  const { summary, settings, mappings } = await readBackups(cluster, (source, signal) => source.describe(id, signal));
  const listing = await listingOf(cluster);
  const verified = verifiedStatesOf({ ...listing, backups: [...listing.backups, summary] });
  const others = amongOthersOf(summary, listing, verified);
  const listed = listing.backups.find((backup) => backup.id === id);
  return {
    takenAt: listing.takenAt,
    summary: toPlainJson(summary),
    row: rowOf(summary, {
      verified: verified.get(id) ?? null,
      cluster: sourceClusterOf(summary, knownClusters(cluster, viewer)),
      set: listed ? setPartOf(listed, backupSets(listing.backups).get(listed)) : null,
      lastGood: others?.lastGood === true,
      ...marksOf(cluster),
    }),
    settings,
    mappings,
    others,
    jobs: await jobsAbout(cluster, id, viewer),
  };
}

async function jobsAbout(cluster: ConfiguredCluster, id: string, viewer: Viewer): Promise<BackupDetail['jobs']> {
  const place = backupPlace(await backupRefOn(cluster, id));
  try {
    return jobs
      .summaries({ cluster: cluster.key, text: place, limit: JOBS_SHOWN })
      .map((summary) => rowOfSummary(summary, viewer))
      .map(({ id: job, title, status, endedAt, createdAt }) => ({ id: job, title, status, at: endedAt ?? createdAt }));
  } catch {
    // The page of a backup needs no jobs' database.
    return [];
  }
}

const DOCUMENTS_SHOWN = 5;
const MAX_SAMPLE_BYTES = 4096;

export async function loadSampleDocuments(cluster: ConfiguredCluster, id: string): Promise<SampleDocuments> {
  return {
    documents: await readBackups(cluster, (source, signal) =>
      sampleDocuments(source, id, { count: DOCUMENTS_SHOWN, maxLineBytes: MAX_SAMPLE_BYTES, signal }),
    ),
  };
}
