import { ContentDigest } from '../archive/digest.ts';
import type { PairBlock } from '../archive/pairs.ts';
import type { BackupReader } from '../archive/read-backup.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { formatCount } from '../format.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Run } from '../running/run.ts';
import { createBulkTarget } from './bulk-target.ts';
import type { BulkOptions } from './bulks-in-flight.ts';
import {
  earlierRuns,
  isOwnIndex,
  NO_DOCUMENTS,
  type EarlierRuns,
  type RestoreCheckpoint,
  type RestoreOptions,
  type RestoreRun,
} from './checkpoint.ts';
import type { LoadState } from './count-outcomes.ts';
import { describeNewer } from './describe-newer.ts';
import { loadDocuments, type SourceDocument } from './load-documents.ts';
import { LoadGate } from './load-gate.ts';
import { LoadReport } from './load-report.ts';
import { openPlannedBackup } from './open-planned-backup.ts';
import type { RejectedFile } from './rejected-file.ts';

/** The cluster to load into, and the reader of its backups. */
export interface LoadContext {
  cluster: Cluster;
  backups: BackupReader;
}

/** `seconds`: of this run's load. `earlier`: what earlier runs had loaded; null: this one loaded everything. */
export type LoadedBackup = LoadState & { seconds: number; earlier: EarlierRuns | null };

/** Sends the backup's documents after the checkpoint, and saves a checkpoint after each bulk. Null: from the start. */
export async function loadBackup(
  { cluster, backups }: LoadContext,
  plan: RestorePlan,
  uuid: string,
  run: Run<RestoreCheckpoint>,
  options: RestoreOptions,
  rejected: RejectedFile,
  checkpoint: RestoreCheckpoint | null,
): Promise<LoadedBackup> {
  const startedAt = performance.now();
  const start = startAt(checkpoint);
  const earlier = earlierRuns(checkpoint, plan.backup);
  // A document that was rejected after the checkpoint is sent, and rejected, again. A document is two lines of `objects`.
  await rejected.truncateAfter(start.done * 2);
  const backup = await openPlannedBackup(backups, plan, 'backup_damaged', run.signal);
  const report = new LoadReport(plan, run, start, earlier?.bytes ?? 0);
  let gate: LoadGate | null = null;
  try {
    if (start.done > 0) run.log(`Continuing after document ${formatCount(start.done)}.`);
    report.send();
    const loadGate = new LoadGate(cluster, plan.target.index, {
      signal: run.signal,
      retryMs: options.retryMs,
      onPause: report.onPause('gate'),
    });
    gate = loadGate;
    const target = await createBulkTarget(cluster, plan.target, uuid);
    const loaded = await loadDocuments(cluster, target, documentsAfter(backup.pairs(run.signal), start.done), {
      ...bulkOptions(plan, run, options, rejected, start),
      beforeBulk: async (documents) => {
        await options.rate?.take(documents);
        await loadGate.pass();
      },
      onPause: report.onPause('bulk'),
      onProgress: (state, bytes) => {
        const seconds = (performance.now() - startedAt) / 1000;
        saveCheckpoint(run, uuid, state, {
          bytes: (earlier?.bytes ?? 0) + bytes,
          ...(earlier?.seconds === null ? {} : { seconds: (earlier?.seconds ?? 0) + seconds }),
        });
        report.update(state, bytes);
      },
    });
    if (start.done === 0) backup.checkSeal();
    assertEveryDocument(loaded, plan);
    run.log(describeLoaded(loaded.buckets));
    return { ...loaded, seconds: (performance.now() - startedAt) / 1000, earlier };
  } finally {
    gate?.close();
    await backup.close();
  }
}

type Start = BulkOptions['start'];

function startAt(checkpoint: RestoreCheckpoint | null): Start {
  const { overwritten: _, ...buckets } = checkpoint?.buckets ?? NO_DOCUMENTS;
  return {
    done: checkpoint?.done ?? 0,
    buckets,
    ...(checkpoint?.notLoaded === undefined ? {} : { notLoaded: ContentDigest.fromHex(checkpoint.notLoaded) }),
  };
}

const saveCheckpoint = (
  run: Run<RestoreCheckpoint>,
  uuid: string,
  { done, buckets, notLoaded }: LoadState,
  sofar: Pick<RestoreCheckpoint, 'bytes' | 'seconds'>,
): void => run.saveCheckpoint({ uuid, done, buckets: { ...buckets }, notLoaded: notLoaded.hex(), ...sofar });

function assertEveryDocument({ done }: LoadState, { backup }: RestorePlan): void {
  if (done === backup.documents) return;
  throw new AppError(
    'backup_damaged',
    `The backup holds ${done} documents now; it held ${backup.documents} when the restore was planned.`,
  );
}

const describeLoaded = ({ indexed, existing, rejected, ...newer }: Buckets): string =>
  `Loaded: ${formatCount(indexed)} indexed, ${formatCount(existing)} already there, ` +
  `${describeNewer(newer)}, ${formatCount(rejected)} rejected.`;

/** Large bulks would be sent in bursts. */
const LIMITED_BULK_BYTES = 256 * 1024;

/** Options for any load of this plan, without a gate, reports and progress. */
export function bulkOptions(
  plan: RestorePlan,
  run: RestoreRun,
  options: RestoreOptions,
  rejected: RejectedFile,
  start: Start,
): Omit<BulkOptions, 'onProgress'> {
  return {
    // The restore's own index holds only what the restore sent. A bulk that is sent again because its response was lost
    // must not count its documents as "already there".
    mode: plan.onConflict === 'create' && isOwnIndex(plan) ? ('index' as const) : plan.onConflict,
    type: plan.target.type,
    signal: run.signal,
    bulkBytes: options.rate === undefined ? options.bulkBytes : LIMITED_BULK_BYTES,
    bulkDocuments: options.rate?.portion,
    parallelBulks: options.parallelBulks,
    retryMs: options.retryMs,
    rejected,
    // A resumed run sends again what was in flight: its own documents would count as overwritten.
    countOverwritten: !isOwnIndex(plan) && start.done === 0,
    beforeBulk: () => Promise.resolve(),
    onPause: () => undefined,
    start,
  };
}

/** The documents of a backup after the first `skip`, block by block. */
async function* documentsAfter(blocks: AsyncIterable<PairBlock>, skip: number): AsyncGenerator<SourceDocument[]> {
  let read = 0;
  for await (const { bytes, bounds, pairs, firstLine } of blocks) {
    const documents: SourceDocument[] = [];
    for (let pair = Math.max(0, skip - read); pair < pairs; pair++) {
      const offset = pair * 4;
      documents.push({
        bytes,
        actionStart: bounds[offset]!,
        actionEnd: bounds[offset + 1]!,
        sourceStart: bounds[offset + 2]!,
        sourceEnd: bounds[offset + 3]!,
        line: firstLine + pair * 2 + 1,
      });
    }
    read += pairs;
    if (documents.length > 0) yield documents;
  }
}
