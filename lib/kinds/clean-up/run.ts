import { isRefusal } from '../../elasticsearch/client/response-error.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { deleteIndex } from '../../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatBytes, plural } from '../../format.ts';
import { refuseByChecks } from '../../running/refuse-by-checks.ts';
import { sameCluster } from '../../running/same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import { DELETING } from './phases.ts';
import type { CleanUpEntry, CleanUpResult, CleanUpWork } from './schema.ts';

/**
 * Deletes what the plan named, one request each, after looking at uuid, aliases and blocks of each once more. What no
 * longer fits the plan is left, with the reason; then the result is partial.
 */
export const runCleanUp: RunKind<CleanUpWork, CleanUpResult> = async ({ cluster }, { plan }, run) => {
  const began = performance.now();
  refuseByChecks(plan);
  await sameCluster(cluster, plan, run.signal);
  const going = plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  const deleted: CleanUpResult['deleted'] = [];
  const left: CleanUpResult['left'] = [];
  let failure: unknown = null;
  const cancelIfAsked = () => {
    if (!run.signal.aborted || deleted.length + left.length === going.length) return;
    const done = `${plural(deleted.length, 'index', 'indices')} of ${going.length}`;
    throw new AppError('cancelled', `Cancelled after ${done}; the others are still there.`, {
      details: { deleted, left },
    });
  };
  for (const [at, entry] of going.entries()) {
    cancelIfAsked();
    run.report(progressOf(entry.index, at, going.length, bytesOf(deleted), plan.bytes));
    try {
      const reason = (await whyLeave(cluster, entry, run.signal)) ?? (await remove(cluster, entry));
      if (reason === null) {
        deleted.push(pick(entry));
        run.log(`Deleted ${entry.index}${entry.storeBytes === null ? '' : ` (${formatBytes(entry.storeBytes)})`}.`);
        continue;
      }
      left.push({ index: entry.index, reason });
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'cancelled') continue;
      failure ??= error;
      left.push({ index: entry.index, reason: error.code === 'not_found' ? 'it was gone already' : error.message });
    }
    run.log(`Left ${entry.index}: ${left.at(-1)!.reason}.`);
  }
  cancelIfAsked();
  if (failure !== null && deleted.length === 0 && left.length === going.length) throw failure;
  return {
    kind: 'clean-up',
    status: left.length === 0 ? 'done' : 'partial',
    deleted,
    left,
    bytes: bytesOf(deleted),
    seconds: (performance.now() - began) / 1000,
  };
};

const pick = ({ index, uuid, documents, storeBytes }: CleanUpEntry) => ({ index, uuid, documents, storeBytes });

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

/**
 * Not cancelled in the middle: whether it is gone must be known. Where the cluster did not confirm it, the index itself
 * tells, whatever came instead. Null: gone.
 */
async function remove(cluster: Cluster, entry: CleanUpEntry): Promise<string | null> {
  try {
    await deleteIndex(cluster, entry.index);
    return null;
  } catch (error) {
    if (!isAppError(error) || isRefusal(error)) throw error;
    const standing = await readIndexIdentity(cluster, entry.index).catch(() => undefined);
    if (standing === null) return null;
    if (standing === undefined)
      throw new AppError(error.code, `Whether ${entry.index} was deleted is not known: ${error.message}`, {
        cause: error,
        hint: 'Look at the list of indices before doing anything else.',
      });
    if (standing.uuid !== entry.uuid) return 'the one of the plan is gone, and another index has its name by now';
    throw new AppError(error.code, `${error.message} ${entry.index} is still there${mayStillGo(error)}.`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
      details: { ...error.details },
    });
  }
}

const mayStillGo = ({ code }: AppError): string =>
  code === 'timed_out' ? '; the cluster may still delete it within half a minute' : '';

const bytesOf = (deleted: CleanUpResult['deleted']): number =>
  deleted.reduce((sum, { storeBytes }) => sum + (storeBytes ?? 0), 0);

/** Null: still exactly what the plan named. */
async function whyLeave(cluster: Cluster, entry: CleanUpEntry, signal: AbortSignal): Promise<string | null> {
  const standing = await readIndexIdentity(cluster, entry.index, signal);
  if (standing === null) return 'it was gone already';
  if (standing.uuid !== entry.uuid) return 'it was deleted and made again since the plan';
  if (standing.aliases.length > 0)
    return `${standing.aliases.join(', ')} ${standing.aliases.length === 1 ? 'points' : 'point'} to it now`;
  const lock = standing.blocks.find((block) => block === 'read_only' || block === 'metadata');
  return lock ? `it is under a ${lock} block now` : null;
}
