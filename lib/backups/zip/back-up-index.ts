import type { IndexBackupPlan, IndexBackupResult } from '../../kinds/backup/schema.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { ReadMarks } from '../../contract/shard-marks.ts';
import { createBackup, DEFAULT_LEVEL, type BackupWriter } from '../../archive/write-backup.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { findIndex } from '../../elasticsearch/admin/list-indices.ts';
import { readDefinition } from '../../elasticsearch/read/read-definition.ts';
import { openReader } from '../../elasticsearch/read/read-documents.ts';
import { AppError, cancelled } from '../../errors.ts';
import type { BackupTuning } from '../source.ts';
import { TOOL } from '../../version.ts';
import { MarksOfRead } from './marks-of-read.ts';
import type { BackupStore } from './store.ts';

export interface IndexProgress {
  documents: number;
  total: number;
  fileBytes: number;
  /** Why reading waits for the cluster; null: it does not. */
  waitingFor: string | null;
  /** Every document is read: the rest is counting and publishing. */
  publishing: boolean;
}

interface IndexRun {
  signal: AbortSignal;
  /** Saved in the manifest (completed-backups.ts). */
  plan: string;
  tuning: BackupTuning;
  report(progress: IndexProgress): void;
  log(sentence: string): void;
}

/** Backs up one index as of one moment, into a file that either is complete or does not exist. */
export async function backUpIndex(
  cluster: Cluster,
  store: BackupStore,
  plan: IndexBackupPlan,
  run: IndexRun,
): Promise<IndexBackupResult> {
  const startedMs = performance.now();
  const summary = await requirePlannedIndex(cluster, plan, run.signal);
  // Before the moment that is read: a replay of writes from here on repeats some of them, and misses none.
  const startedAt = new Date();
  const waiting: Waiting = { reason: null };
  const marks = new MarksOfRead(cluster, plan, run.signal);
  await marks.readBefore();
  const reader = await openIndexReader(cluster, plan, summary, waiting, run);
  try {
    const index = await readDefinition(cluster, plan.index, run.signal);
    const head = { group: plan.group, startedAt, index, level: run.tuning.level ?? DEFAULT_LEVEL };
    const writer = await createBackup((name) => store.create(name, run.signal), head);
    try {
      const total = await writeDocuments(reader, writer, { waiting, marks }, run);
      const found = { total, startedAt, summary, marks: await marks.of(index) };
      const result = await publish(cluster, store, plan, { writer, ...found }, run);
      return { ...result, seconds: (performance.now() - startedMs) / 1000 };
    } catch (error) {
      await writer.discard();
      throw error;
    }
  } finally {
    await reader.close();
  }
}

/** Why the reader waits for the cluster. The reader sets it, and the next documents reset it. */
interface Waiting {
  reason: string | null;
}

type IndexReader = Awaited<ReturnType<typeof openReader>>;

const openIndexReader = (
  cluster: Cluster,
  plan: IndexBackupPlan,
  { documents, primaryBytes }: IndexSummary,
  waiting: Waiting,
  { signal, tuning, log }: IndexRun,
): Promise<IndexReader> =>
  openReader(cluster, plan.index, {
    shards: plan.shards,
    meanBytes: primaryBytes !== null && documents ? primaryBytes / documents : null,
    signal,
    parallel: tuning.slices,
    pageBytes: tuning.pageBytes,
    retryMs: tuning.readRetryMs,
    onWait: (error) => {
      waiting.reason = error instanceof Error ? error.message : String(error);
      log(`${plan.index}: waiting. ${waiting.reason}`);
    },
  });

/** Returns how many documents the index had at the moment that is read. */
async function writeDocuments(
  reader: IndexReader,
  writer: BackupWriter,
  { waiting, marks }: { waiting: Waiting; marks: MarksOfRead },
  run: IndexRun,
): Promise<number> {
  const report = (publishing: boolean) => {
    const { documents, fileBytes } = writer;
    run.report({ documents, total: reader.total, fileBytes, waitingFor: waiting.reason, publishing });
  };
  report(false);
  const total = await reader.read(
    (document) => writer.add(document),
    () => {
      // The first page is here: also a scroll is open now.
      marks.readAfter();
      const writing = writer.drain();
      if (writing === null) return null;
      waiting.reason = null;
      report(false);
      return writing;
    },
  );
  report(true);
  return total;
}

/** Throws `index_changed` where the index is not as it was planned. */
async function requirePlannedIndex(
  cluster: Cluster,
  plan: IndexBackupPlan,
  signal: AbortSignal,
): Promise<IndexSummary> {
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

interface WrittenBackup {
  writer: BackupWriter;
  /** Documents that the index had at the moment that was read. */
  total: number;
  startedAt: Date;
  summary: IndexSummary;
  marks: ReadMarks | undefined;
}

/** Compares the number of written documents with `total`, and gives the file its name. */
async function publish(
  cluster: Cluster,
  store: BackupStore,
  plan: IndexBackupPlan,
  { writer, total, startedAt, summary, marks }: WrittenBackup,
  run: IndexRun,
): Promise<Omit<IndexBackupResult, 'seconds'>> {
  if (run.signal.aborted) throw cancelled();
  await requireSameIndex(cluster, plan, run.signal);
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
      ...(marks === undefined ? {} : { marks }),
    },
    TOOL,
  );
  const { documents, objects, digest } = manifest;
  const backup = { source: store.key, id };
  return { index, group, backup, fileBytes, documents, bytes: objects.bytes, digest, warnings };
}

/** Settings and mappings are read by the index's name: they belong to the planned index only if it still exists. */
async function requireSameIndex(cluster: Cluster, plan: IndexBackupPlan, signal: AbortSignal): Promise<void> {
  const current = await findIndex(cluster, plan.index, signal);
  if (current?.uuid !== plan.uuid)
    throw new AppError('index_changed', `${plan.index} was deleted while it was being backed up.`, {
      hint: 'Nothing of this backup is kept.',
    });
}
