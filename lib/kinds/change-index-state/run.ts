import { openAndWait } from '../../aliases/open-and-wait.ts';
import { OPENING } from '../../aliases/phases.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { Phase } from '../../contract/progress.ts';
import { closeIndex } from '../../elasticsearch/admin/index-admin.ts';
import { findIndex } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { isRefusal } from '../../elasticsearch/client/response-error.ts';
import { AppError, isAppError } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { Meter } from '../../running/meter.ts';
import type { RunKind } from '../run-kind.ts';
import { CLOSING } from './phases.ts';
import type { ChangeIndexStatePlan, ChangeIndexStateResult, ChangeIndexStateWork } from './schema.ts';

/**
 * Opens the index and waits for its shards, or closes it, after checking uuid, aliases and blocks again. Throws
 * `plan_changed` where it is no longer what the plan is based on. An index that is in the wanted state already, as after a
 * crash, is no failure.
 */
export const runChangeIndexState: RunKind<ChangeIndexStateWork, ChangeIndexStateResult> = async (
  { cluster },
  { plan },
  run,
) => {
  const startedMs = performance.now();
  const { action, index } = plan;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const before = await requirePlanned(cluster, plan, run.signal);
  const isDone = before.state === (action === 'open' ? 'open' : 'closed');
  run.report(reportOf(action === 'open' ? OPENING : CLOSING, index));
  if (isDone) run.log(`${index} is ${before.state} already.`);
  run.signal.throwIfAborted();
  if (action === 'open') await openAndWait(cluster, index, run, '');
  else if (!isDone) await closeAndConfirm(cluster, plan);
  const after = await findIndex(cluster, index, run.signal).catch(nullIfFailed);
  if (!isDone) run.log(`${index} is ${action === 'open' ? 'open' : 'closed'} now.`);
  return {
    kind: 'change-index-state',
    status: 'done',
    action,
    index,
    health: after?.health ?? null,
    documents: action === 'open' ? (after?.documents ?? null) : plan.documents,
    aliases: before.aliases.map(({ alias }) => alias),
    changed: !isDone,
    seconds: (performance.now() - startedMs) / 1000,
  };
};

const reportOf = (phase: Phase, subject: string) =>
  new Meter().progress({ ...phase, subject, done: 0, total: null, unit: 'steps' });

/** The change is made: what it has led to is unknown then. */
function nullIfFailed(error: unknown): null {
  if (isAppError(error)) return null;
  throw error;
}

/** Throws `plan_changed`. */
async function requirePlanned(
  cluster: Cluster,
  { action, index, uuid, aliases }: ChangeIndexStatePlan,
  signal: AbortSignal,
): Promise<IndexSummary> {
  const current = await findIndex(cluster, index, signal);
  const changes: string[] = [];
  if (current === null) changes.push(`The index ${index} no longer exists.`);
  else if (current.uuid !== uuid) changes.push(`The index ${index} was deleted and created again.`);
  else if (action === 'close') {
    const planned = new Set(aliases.map(({ alias }) => alias));
    const added = current.aliases.map(({ alias }) => alias).filter((alias) => !planned.has(alias));
    if (added.length > 0) changes.push(`${added.join(', ')} ${added.length === 1 ? 'points' : 'point'} to it now.`);
  }
  if (current !== null && changes.length === 0) return current;
  throw new AppError(
    'plan_changed',
    `The cluster has changed since this plan was made; nothing was done. ${changes.join(' ')}`,
    { hint: 'Plan again, and check what is different.', details: { changes } },
  );
}

/**
 * Takes no signal, so that the outcome is known. Without a confirmation of the cluster, the index itself shows whether it is
 * closed.
 */
async function closeAndConfirm(cluster: Cluster, { index, uuid }: ChangeIndexStatePlan): Promise<void> {
  let failure: unknown = null;
  try {
    await closeIndex(cluster, index);
  } catch (error) {
    if (!isAppError(error) || isRefusal(error)) throw error;
    failure = error;
  }
  const current = await findIndex(cluster, index).catch(() => undefined);
  if (current?.uuid === uuid && current.state === 'closed') return;
  if (current === undefined && failure === null) return;
  const cause = isAppError(failure) ? failure : null;
  throw new AppError(
    cause?.code ?? 'index_changed',
    current === undefined
      ? `Whether ${index} was closed is not known: ${cause?.message ?? ''}`
      : `${index} was not closed${current === null ? ': it no longer exists' : ''}.${cause === null ? '' : ` ${cause.message}`}`,
    {
      hint: 'Check the index before you do anything else.',
      ...(cause === null ? {} : { cause, details: { ...cause.details } }),
    },
  );
}
