import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { AppError, isAppError, toFailure } from '../../errors.ts';
import type {
  BackupPlan,
  BackupResult,
  IndexBackupPlan,
  IndexBackupResult,
  SkippedIndex,
} from '../../kinds/backup/schema.ts';
import type { Run } from '../../running/run.ts';
import type { BackupCheckpoint, BackupTuning } from '../source.ts';
import { backUpIndex } from './back-up-index.ts';
import { BackupProgress } from './backup-progress.ts';
import { completedBackups, planIdentity } from './completed-backups.ts';
import type { BackupStore } from './store.ts';

const DEFAULT_PARALLEL = 2;

/** Backs up several indices at a time; one that fails doesn't stop the others. Throws the first failure where every one failed. */
export async function runBackup(
  cluster: Cluster,
  store: BackupStore,
  plan: BackupPlan,
  run: Run<BackupCheckpoint>,
  tuning: BackupTuning,
): Promise<BackupResult> {
  const startedMs = performance.now();
  const backups = await completedBackups(store, plan, run.signal);
  for (const { index, documents, backup } of backups)
    run.log(`${index}: ${documents} documents were backed up before, in ${backup.id}.`);
  const failures: { failure: SkippedIndex; error: unknown }[] = [];
  const pending = plan.indices.filter(({ index }) => !backups.some((done) => done.index === index));
  const progress = new BackupProgress(plan, backups, pending, run);
  const backUp = async (index: IndexBackupPlan): Promise<IndexBackupResult> =>
    backUpIndex(cluster, store, index, {
      signal: run.signal,
      plan: planIdentity(plan),
      tuning,
      log: (sentence) => run.log(sentence),
      report: (state) => progress.report(index.index, state),
    });
  const worker = async () => {
    for (let index = pending.shift(); index !== undefined; index = pending.shift()) {
      run.signal.throwIfAborted();
      run.log(`Backing up ${index.index}.`);
      try {
        const done = await backUp(index);
        backups.push(done);
        run.saveCheckpoint({ finished: backups.length });
        run.log(`${index.index}: ${done.documents} documents in ${done.backup.id}.`);
      } catch (error) {
        if (run.signal.aborted) throw error;
        failures.push({ failure: failureOf(index.index, error), error });
        run.log(`${index.index} failed: ${failures.at(-1)!.failure.message}`);
      } finally {
        progress.remove(index.index);
      }
    }
  };
  await waitForAll(Array.from({ length: tuning.parallel ?? DEFAULT_PARALLEL }, worker), run.signal);
  if (backups.length === 0 && failures.length > 0) throw failures[0]!.error;
  return resultOf(
    plan,
    backups,
    failures.map(({ failure }) => failure),
    (performance.now() - startedMs) / 1000,
  );
}

function failureOf(index: string, error: unknown): SkippedIndex {
  const { code, message, hint } = toFailure(error);
  return { index, code, message, ...(hint ? { hint } : {}) };
}

function resultOf(
  plan: BackupPlan,
  completed: readonly IndexBackupResult[],
  failures: readonly SkippedIndex[],
  seconds: number,
): BackupResult {
  const backups = [...completed].sort((a, b) => (a.index < b.index ? -1 : 1));
  return {
    kind: 'backup',
    status: failures.length + plan.skipped.length === 0 ? 'done' : 'partial',
    backups,
    failures: [...plan.skipped, ...failures],
    documents: backups.reduce((sum, { documents }) => sum + documents, 0),
    bytes: backups.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds,
  };
}

/** Throws the first failure after every worker has ended and cleaned up. */
async function waitForAll(workers: Promise<void>[], signal: AbortSignal): Promise<void> {
  const outcomes = await Promise.allSettled(workers);
  const failed = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (signal.aborted)
    throw new AppError('cancelled', 'The backup was cancelled; nothing of the index under way was kept.');
  if (failed) throw isAppError(failed.reason) ? failed.reason : (failed.reason as Error);
}
