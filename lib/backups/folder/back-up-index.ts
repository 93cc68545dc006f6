import { folderSource } from '../../contract/backup-ref.ts';
import type { IndexBackupPlan } from '../../kinds/backup/schema.ts';
import type { IndexBackupResult } from '../../kinds/backup/schema.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { createBackup, DEFAULT_LEVEL, type BackupWriter } from '../../archive/write-backup.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { findIndex } from '../../elasticsearch/admin/list-indices.ts';
import { readDefinition } from '../../elasticsearch/read/read-definition.ts';
import { openReader } from '../../elasticsearch/read/read-documents.ts';
import { AppError, cancelled } from '../../errors.ts';
import type { BackupTuning } from '../source.ts';
import { TOOL } from '../../version.ts';

export interface IndexProgress {
  documents: number;
  total: number;
  fileBytes: number;
  waitingFor: string | null;
  /** Every document is read; what is left is to count and to publish. */
  publishing: boolean;
}

interface IndexRun {
  signal: AbortSignal;
  /** Goes into the manifest (kept-backups.ts). */
  plan: string;
  tuning: BackupTuning;
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
  const summary = await plannedIndex(cluster, plan, run.signal);
  // Before the moment that is read: what is replayed from here on overlaps, and misses nothing.
  const startedAt = new Date();
  let waitingFor: string | null = null;
  const reader = await openReader(cluster, plan.index, {
    shards: plan.shards,
    meanBytes: summary.primaryBytes !== null && summary.documents ? summary.primaryBytes / summary.documents : null,
    signal: run.signal,
    parallel: run.tuning.slices,
    pageBytes: run.tuning.pageBytes,
    retryMs: run.tuning.readPatienceMs,
    onWait: (error) => {
      waitingFor = error instanceof Error ? error.message : String(error);
      run.log(`${plan.index}: waiting. ${waitingFor}`);
    },
  });
  try {
    const head = {
      group: plan.group,
      startedAt,
      index: await readDefinition(cluster, plan.index, run.signal),
      level: run.tuning.level ?? DEFAULT_LEVEL,
    };
    const writer = await createBackup(directory, head, run.signal);
    const report = (publishing: boolean) => {
      const { documents, fileBytes } = writer;
      run.report({ documents, total: reader.total, fileBytes, waitingFor, publishing });
    };
    try {
      report(false);
      const total = await reader.read(
        (document) => writer.add(document),
        () => {
          const writing = writer.drain();
          if (writing === null) return null;
          waitingFor = null;
          report(false);
          return writing;
        },
      );
      report(true);
      return {
        ...(await publish(cluster, directory, plan, { writer, total, startedAt, summary }, run)),
        seconds: secondsSince(began),
      };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  } finally {
    await reader.close();
  }
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

/** Throws `index_changed` where the index is not as it was planned for. */
async function plannedIndex(cluster: Cluster, plan: IndexBackupPlan, signal: AbortSignal): Promise<IndexSummary> {
  const summary = await findIndex(cluster, plan.index, signal);
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
  return summary;
}

interface Written {
  writer: BackupWriter;
  /** Documents that the index had at the moment that was read. */
  total: number;
  startedAt: Date;
  summary: IndexSummary;
}

/** Counts what was written against what was there, and gives the file its name. */
async function publish(
  cluster: Cluster,
  directory: string,
  plan: IndexBackupPlan,
  { writer, total, startedAt, summary }: Written,
  run: IndexRun,
): Promise<Omit<IndexBackupResult, 'seconds'>> {
  if (run.signal.aborted) throw cancelled();
  await checkStillThere(cluster, plan, run.signal);
  const { index, uuid, group, warnings } = plan;
  const { aliases, primaryBytes } = summary;
  const { id, fileBytes, manifest } = await writer.publish(
    total,
    {
      cluster: await cluster.identity(),
      index: { name: index, uuid },
      group,
      aliases,
      startedAt: startedAt.toISOString(),
      primaryBytes,
      warnings,
      plan: run.plan,
    },
    TOOL,
  );
  const { documents, objects, digest } = manifest;
  const backup = { source: folderSource(directory), id };
  return { index, group, backup, fileBytes, documents, bytes: objects.bytes, digest, warnings };
}

/** Settings and mappings were asked by name: they are this index's only if it is still the same one. */
async function checkStillThere(cluster: Cluster, plan: IndexBackupPlan, signal: AbortSignal): Promise<void> {
  const now = await findIndex(cluster, plan.index, signal);
  if (now?.uuid !== plan.uuid)
    throw new AppError('index_changed', `${plan.index} was deleted while it was being backed up.`, {
      hint: 'Nothing of this backup is kept.',
    });
}
