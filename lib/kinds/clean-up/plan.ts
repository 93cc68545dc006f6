import type { Check, CleanUpEntry, CleanUpPlan, CleanUpRules } from '../../contract/plans.ts';
import { cleanUpRules } from '../../contract/plans.ts';
import type { CleanUpResult } from '../../contract/results.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { deleteIndex, readStanding } from '../../elasticsearch/index-admin.ts';
import { listIndices } from '../../elasticsearch/list-indices.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatBytes, plural } from '../../format.ts';
import { isPassing } from '../../retry.ts';
import { decideCleanUp, outsideAnyAlias } from './decide.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { refuseByChecks } from '../../running/refuse-by-checks.ts';
import type { Run } from '../../running/run.ts';

export { decideCleanUp, type CleanUpFacts } from './decide.ts';

/** Which indices would go, and why each other one stays. `filling`: uuids or names of indices that a job is filling. */
export async function planCleanUp(
  cluster: Cluster,
  wanted: Partial<CleanUpRules>,
  context: { filling: readonly string[] },
  signal?: AbortSignal,
): Promise<CleanUpPlan> {
  const rules = cleanUpRules.parse(wanted);
  const [identity, { takenAt, indices }] = [await cluster.identity(signal), await listIndices(cluster, signal)];
  const groups = decideCleanUp({ indices, filling: context.filling, nowMs: Date.parse(takenAt) }, rules);
  const going = groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  const unknown = rules.aliases.filter((alias) => !groups.some((group) => group.alias === alias));
  return {
    kind: 'clean-up',
    cluster: identity,
    plannedAt: takenAt,
    rules,
    groups,
    outside: rules.aliases.length > 0 ? [] : outsideAnyAlias(indices),
    indices: going.length,
    documents: sumOrNull(going.map(({ documents }) => documents)),
    bytes: sumOrNull(going.map(({ storeBytes }) => storeBytes)),
    checks: checksOf(going, unknown),
    requests: going.map(({ index }) => ({ method: 'DELETE', path: `/${encodeURIComponent(index)}` })),
    fingerprint: fingerprintOf({
      kind: 'clean-up',
      cluster: identity.uuid,
      rules,
      going: going.map(({ index, uuid }) => `${index} ${uuid}`).sort(),
    }),
  };
}

function checksOf(going: readonly CleanUpEntry[], unknown: readonly string[]): Check[] {
  const checks: Check[] = unknown.map((alias) => ({
    id: `unknown-${alias}`,
    level: 'refuse',
    title: `There is no alias ${alias}`,
    detail: 'No index has it, and no index is named after it.',
    hint: 'Look at the alias map for the names there are.',
  }));
  if (going.length === 0)
    checks.push({ id: 'nothing', level: 'ok', title: 'Nothing to clean up', detail: 'No index goes by these rules.' });
  else {
    const bytes = sumOrNull(going.map(({ storeBytes }) => storeBytes));
    checks.push({
      id: 'space',
      level: 'ok',
      title: 'Space that comes back',
      detail: `${plural(going.length, 'index', 'indices')}, ${bytes === null ? 'an unknown size' : formatBytes(bytes)}. Deleting can’t be undone: only a backup brings them back.`,
    });
  }
  return checks;
}

/**
 * Deletes what the plan named, one request each, after looking at uuid, aliases and blocks of each once more. What no
 * longer fits the plan is left, with the reason; then the result is partial.
 */
export async function runCleanUp(cluster: Cluster, plan: CleanUpPlan, run: Run): Promise<CleanUpResult> {
  const began = performance.now();
  refuseByChecks(plan);
  const identity = await cluster.identity(run.signal);
  if (identity.uuid !== plan.cluster.uuid) {
    throw new AppError(
      'plan_changed',
      `The plan was made for the cluster ${plan.cluster.name} (${plan.cluster.uuid}); ${identity.name} (${identity.uuid}) answers now.`,
      {
        hint: 'Check the address, and plan again.',
        details: { changes: ['Another cluster answers at this address.'] },
      },
    );
  }
  const going = plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  const deleted: CleanUpResult['deleted'] = [];
  const left: CleanUpResult['left'] = [];
  let failure: unknown = null;
  for (const [at, entry] of going.entries()) {
    if (run.signal.aborted)
      throw new AppError(
        'cancelled',
        `Cancelled after ${plural(deleted.length, 'index', 'indices')} of ${going.length}; the others are still there.`,
        { details: { deleted, left } },
      );
    run.report({
      phase: 'Deleting indices',
      subject: entry.index,
      done: at,
      total: going.length,
      unit: 'indices',
      bytes: bytesOf(deleted),
      totalBytes: plan.bytes,
      rate: null,
      secondsLeft: null,
      buckets: null,
      pausedBecause: null,
    });
    try {
      const reason = (await whyLeave(cluster, entry, run.signal)) ?? (await remove(cluster, entry));
      if (reason !== null) left.push({ index: entry.index, reason });
      else {
        deleted.push({
          index: entry.index,
          uuid: entry.uuid,
          documents: entry.documents,
          storeBytes: entry.storeBytes,
        });
        run.log(`Deleted ${entry.index}${entry.storeBytes === null ? '' : ` (${formatBytes(entry.storeBytes)})`}.`);
        continue;
      }
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (error.code === 'cancelled') continue;
      failure ??= error;
      left.push({ index: entry.index, reason: error.code === 'not_found' ? 'it was gone already' : error.message });
    }
    run.log(`Left ${entry.index}: ${left.at(-1)!.reason}.`);
  }
  if (run.signal.aborted && deleted.length + left.length < going.length)
    throw new AppError(
      'cancelled',
      `Cancelled after ${plural(deleted.length, 'index', 'indices')} of ${going.length}; the others are still there.`,
      { details: { deleted, left } },
    );
  if (failure !== null && deleted.length === 0 && left.length === going.length) throw failure;
  return {
    kind: 'clean-up',
    status: left.length === 0 ? 'done' : 'partial',
    deleted,
    left,
    bytes: bytesOf(deleted),
    seconds: (performance.now() - began) / 1000,
  };
}

/** Not cancelled in the middle: whether it is gone must be known. Where the answer was lost, the index itself tells. Null: gone. */
async function remove(cluster: Cluster, entry: CleanUpEntry): Promise<string | null> {
  try {
    await deleteIndex(cluster, entry.index);
    return null;
  } catch (error) {
    if (!isAppError(error) || !isPassing(error)) throw error;
    const standing = await readStanding(cluster, entry.index).catch(() => undefined);
    if (standing === null) return null;
    if (standing === undefined)
      throw new AppError(error.code, `Whether ${entry.index} was deleted is not known: ${error.message}`, {
        cause: error,
        hint: 'Look at the list of indices before doing anything else.',
      });
    if (standing.uuid !== entry.uuid) return 'the one of the plan is gone, and another index has its name by now';
    throw error;
  }
}

const bytesOf = (deleted: CleanUpResult['deleted']): number =>
  deleted.reduce((sum, { storeBytes }) => sum + (storeBytes ?? 0), 0);

/** Null: still exactly what the plan named. */
async function whyLeave(cluster: Cluster, entry: CleanUpEntry, signal: AbortSignal): Promise<string | null> {
  const standing = await readStanding(cluster, entry.index, signal);
  if (standing === null) return 'it was gone already';
  if (standing.uuid !== entry.uuid) return 'it was deleted and made again since the plan';
  if (standing.aliases.length > 0)
    return `${standing.aliases.join(', ')} ${standing.aliases.length === 1 ? 'points' : 'point'} to it now`;
  const lock = standing.blocks.find((block) => block === 'read_only' || block === 'metadata');
  return lock ? `it is under a ${lock} block now` : null;
}

/** Null: at least one is unknown. */
const sumOrNull = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((sum, number) => (sum === null || number === null ? null : sum + number), 0);
