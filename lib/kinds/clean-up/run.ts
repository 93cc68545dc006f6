import { AppError, isAppError } from '../../errors.ts';
import { formatBytes, plural } from '../../format.ts';
import { deleteAndConfirm, reasonToKeep } from '../../indices/delete-index.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import { DELETING } from './phases.ts';
import type { CleanUpEntry, CleanUpResult, CleanUpWork } from './schema.ts';

/**
 * Deletes the indices of the plan, one request each, after checking uuid, aliases and blocks of each again. An index that
 * has changed since the plan is kept, with the reason, and the result is partial.
 */
export const runCleanUp: RunKind<CleanUpWork, CleanUpResult> = async ({ cluster }, { plan }, run) => {
  const startedMs = performance.now();
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const toDelete = plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  const deleted: CleanUpResult['deleted'] = [];
  const left: CleanUpResult['left'] = [];
  let failure: unknown = null;
  const throwIfCancelled = () => {
    if (!run.signal.aborted || deleted.length + left.length === toDelete.length) return;
    const done = `${plural(deleted.length, 'index', 'indices')} of ${toDelete.length}`;
    throw new AppError('cancelled', `Cancelled after ${done}; the others still exist.`, {
      details: { deleted, left },
    });
  };
  for (const [position, entry] of toDelete.entries()) {
    throwIfCancelled();
    run.report(progressOf(entry.index, position, toDelete.length, bytesOf(deleted), plan.bytes));
    try {
      const reason = (await reasonToKeep(cluster, entry, run.signal)) ?? (await deleteAndConfirm(cluster, entry));
      if (reason === null) {
        deleted.push(deletedEntry(entry));
        run.log(`Deleted ${entry.index}${entry.storeBytes === null ? '' : ` (${formatBytes(entry.storeBytes)})`}.`);
        continue;
      }
      left.push({ index: entry.index, reason });
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'cancelled') continue;
      failure ??= error;
      left.push({ index: entry.index, reason: error.code === 'not_found' ? 'it no longer existed' : error.message });
    }
    run.log(`Did not delete ${entry.index}: ${left.at(-1)!.reason}.`);
  }
  throwIfCancelled();
  if (failure !== null && deleted.length === 0 && left.length === toDelete.length) throw failure;
  return {
    kind: 'clean-up',
    status: left.length === 0 ? 'done' : 'partial',
    deleted,
    left,
    bytes: bytesOf(deleted),
    seconds: (performance.now() - startedMs) / 1000,
  };
};

const deletedEntry = ({ index, uuid, documents, storeBytes }: CleanUpEntry) => ({ index, uuid, documents, storeBytes });

const progressOf = (subject: string, done: number, total: number, bytes: number, totalBytes: number | null) =>
  ({
    ...DELETING,
    subject,
    done,
    total,
    unit: 'indices',
    bytes,
    totalBytes,
    rate: null,
    secondsLeft: null,
    counters: null,
    pausedBecause: null,
  }) as const;

const bytesOf = (deleted: CleanUpResult['deleted']): number =>
  deleted.reduce((sum, { storeBytes }) => sum + (storeBytes ?? 0), 0);
