import type { IndexBackupPlan } from '../../contract/plans.ts';
import type { IndexBackupResult } from '../../contract/results.ts';
import { createBackup, DEFAULT_LEVEL } from '../../archive/write-backup.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { findIndex } from '../../elasticsearch/list-indices.ts';
import { readDefinition } from '../../elasticsearch/read-definition.ts';
import { openReader } from '../../elasticsearch/read-documents.ts';
import { AppError, cancelled } from '../../errors.ts';
import { TOOL } from '../../version.ts';

export interface BackupOptions {
  /** Indices backed up at a time. */
  parallel?: number;
  /** Deflate level 0 to 9. */
  level?: number;
  /** What a page of documents aims at. */
  pageBytes?: number;
  /** Slices of one index read at a time. */
  slices?: number;
  /** How long passing faults of one page are waited out. */
  readPatienceMs?: number;
}

export interface IndexProgress {
  documents: number;
  total: number;
  fileBytes: number;
  waitingFor: string | null;
}

interface IndexRun {
  signal: AbortSignal;
  /** Goes into the manifest (kept-backups.ts). */
  plan: string;
  options: BackupOptions;
  report(progress: IndexProgress): void;
  log(sentence: string): void;
}

/** One index, as it is at one moment, into one file that is complete or not there. */
export async function backUpIndex(
  cluster: Cluster,
  directory: string,
  plan: IndexBackupPlan,
  run: IndexRun,
): Promise<IndexBackupResult> {
  const began = performance.now();
  const summary = await findIndex(cluster, plan.index, run.signal);
  if (summary === null || summary.uuid !== plan.uuid) {
    throw new AppError(
      'index_changed',
      `${plan.index} was ${summary === null ? 'deleted' : 'deleted and created again'} since the plan.`,
      { hint: 'Plan the backup again.' },
    );
  }
  if (summary.state === 'closed')
    throw new AppError('index_changed', `${plan.index} was closed since the plan.`, {
      hint: 'Open it, then back it up again.',
    });

  // Before the moment that is read: what is replayed from here on overlaps, and misses nothing.
  const startedAt = new Date();
  let waitingFor: string | null = null;
  const reader = await openReader(cluster, plan.index, {
    shards: plan.shards,
    meanBytes: summary.primaryBytes !== null && summary.documents ? summary.primaryBytes / summary.documents : null,
    signal: run.signal,
    parallel: run.options.slices,
    pageBytes: run.options.pageBytes,
    patienceMs: run.options.readPatienceMs,
    onWait: (error) => {
      waitingFor = error instanceof Error ? error.message : String(error);
      run.log(`${plan.index}: waiting. ${waitingFor}`);
    },
  });
  try {
    const writer = await createBackup(directory, {
      group: plan.group,
      startedAt,
      index: await readDefinition(cluster, plan.index, run.signal),
      level: run.options.level ?? DEFAULT_LEVEL,
    });
    const report = () =>
      run.report({ documents: writer.documents, total: reader.total, fileBytes: writer.fileBytes, waitingFor });
    try {
      const total = await reader.read(
        (document) => {
          writer.add(document);
        },
        () => {
          const writing = writer.drain();
          if (writing === null) return null;
          waitingFor = null;
          report();
          return writing;
        },
      );
      report();
      if (run.signal.aborted) throw cancelled();
      await checkStillThere(cluster, plan, run.signal);
      const { id, file, fileBytes, manifest } = await writer.publish(
        total,
        {
          cluster: await cluster.identity(),
          index: { name: plan.index, uuid: plan.uuid },
          group: plan.group,
          aliases: summary.aliases,
          startedAt: startedAt.toISOString(),
          primaryBytes: summary.primaryBytes,
          warnings: plan.warnings,
          plan: run.plan,
        },
        TOOL,
      );
      return {
        index: plan.index,
        group: plan.group,
        id,
        file,
        fileBytes,
        documents: manifest.documents,
        bytes: manifest.objects.bytes,
        digest: manifest.digest,
        seconds: (performance.now() - began) / 1000,
        warnings: plan.warnings,
      };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  } finally {
    await reader.close();
  }
}

/** Settings and mappings were asked by name: they are this index's only if it is still the same one. */
async function checkStillThere(cluster: Cluster, plan: IndexBackupPlan, signal: AbortSignal): Promise<void> {
  const now = await findIndex(cluster, plan.index, signal);
  if (now?.uuid !== plan.uuid)
    throw new AppError('index_changed', `${plan.index} was deleted while it was being backed up.`, {
      hint: 'Nothing of this backup is kept.',
    });
}
