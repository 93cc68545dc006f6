import type { AliasState } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import type { SwitchResult } from '../kinds/switch/schema.ts';
import { moveAliases, readAlias } from '../elasticsearch/admin/aliases.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { openIndex, waitForShards } from '../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { findIndex } from '../elasticsearch/admin/list-indices.ts';
import { AppError, isAppError } from '../errors.ts';
import { describeState, sameState, stateOf } from './alias-targets.ts';
import { switchActions } from './make-switch-plan.ts';
import { MOVING, OPENING } from './phases.ts';
import { refuseByChecks } from '../running/refuse-by-checks.ts';
import { sameCluster } from '../running/same-cluster.ts';
import type { Run } from '../running/run.ts';

/** An index of hundreds of gigabytes opens in minutes. */
const SHARDS_WITHIN_MS = 10 * 60_000;

/**
 * Moves the alias as planned, in one call, after looking once more. The index it leaves stays as it is. Throws
 * plan_changed where alias or target are no longer what the plan saw; then nothing was changed but a closed target
 * that may have been opened; cluster_error where somebody else moved the alias just after.
 */
export async function runSwitch(cluster: Cluster, plan: SwitchPlan, run: Run): Promise<SwitchResult> {
  const began = performance.now();
  refuseByChecks(plan);
  await sameCluster(cluster, plan, run.signal);
  const wanted: AliasState = plan.restores ?? [
    { index: plan.target.index, uuid: plan.target.uuid, membership: plan.membership },
  ];
  const planned = stateOf(plan.before);
  if (await hasMoved(cluster, plan, wanted, run.signal)) {
    run.log(`${plan.alias} points to ${describeState(wanted)} already: it was moved as planned.`);
    return {
      kind: 'switch',
      alias: plan.alias,
      index: plan.target.index,
      opened: false,
      before: planned,
      after: wanted,
      seconds: (performance.now() - began) / 1000,
    };
  }
  await recheck(cluster, plan, planned, wanted, run.signal);

  if (plan.opensTarget) for (const { index } of wanted) await openAndWait(cluster, index, run);
  if (plan.opensTarget) await recheck(cluster, plan, planned, wanted, run.signal);

  run.report({ ...STEP, ...MOVING, subject: plan.alias });
  // Not cancelled from here on: whether it happened must be known.
  run.signal.throwIfAborted();
  await move(cluster, plan, planned, wanted);
  const after = await readAlias(cluster, plan.alias);
  if (!sameState(after, wanted)) {
    // Not plan_changed: that would say that nothing was done.
    throw new AppError(
      'cluster_error',
      `${plan.alias} was moved, but it points to ${describeState(after)} now: somebody else moved it at the same moment.`,
      {
        hint: 'Look at the alias before doing anything else.',
        details: { changes: [`The alias ${plan.alias} points to ${describeState(after)}.`], before: planned, after },
      },
    );
  }
  run.log(`${plan.alias} points to ${describeState(after)} now; before, to ${describeState(planned)}.`);
  return {
    kind: 'switch',
    alias: plan.alias,
    index: plan.target.index,
    opened: plan.opensTarget,
    before: planned,
    after,
    seconds: (performance.now() - began) / 1000,
  };
}

const STEP = {
  done: 0,
  total: null,
  unit: 'steps',
  bytes: 0,
  totalBytes: null,
  rate: null,
  secondsLeft: null,
  counters: null,
  pausedBecause: null,
} as const;

/** A run that died after the call, or whose answer was lost, has moved it: doing it again is done. */
async function hasMoved(cluster: Cluster, plan: SwitchPlan, wanted: AliasState, signal: AbortSignal): Promise<boolean> {
  return wanted.length > 0 && sameState(await readAlias(cluster, plan.alias, signal), wanted);
}

async function recheck(
  cluster: Cluster,
  plan: SwitchPlan,
  planned: AliasState,
  wanted: AliasState,
  signal: AbortSignal,
): Promise<void> {
  const changes: string[] = [];
  for (const { index, uuid } of wanted) {
    const standing = await readIndexIdentity(cluster, index, signal);
    if (standing === null) changes.push(`The index ${index} is gone.`);
    else if (standing.uuid !== uuid) changes.push(`The index ${index} was deleted and made again.`);
  }
  const now = await readAlias(cluster, plan.alias, signal);
  if (!sameState(now, planned)) {
    changes.push(
      describeState(now) === describeState(planned)
        ? `The alias ${plan.alias} carries another filter, routing or write flag now, or its index was made again.`
        : `The alias ${plan.alias} points to ${describeState(now)} now; it pointed to ${describeState(planned)}.`,
    );
  }
  if (changes.length > 0)
    throw new AppError(
      'plan_changed',
      `The cluster has changed since this plan was made; the alias was not moved. ${changes.join(' ')}`,
      { hint: 'Plan again, and look at what is different.', details: { changes } },
    );
}

async function openAndWait(cluster: Cluster, index: string, run: Run): Promise<void> {
  run.report({ ...STEP, ...OPENING, subject: index });
  await openIndex(cluster, index, run.signal);
  run.log(`${index} is open; waiting for its shards.`);
  if (await waitForShards(cluster, index, 'yellow', SHARDS_WITHIN_MS, run.signal)) {
    // A closed index has its shards, too.
    if ((await findIndex(cluster, index, run.signal))?.state !== 'closed') return;
    throw new AppError('index_changed', `${index} was opened, but it is closed. The alias was not moved.`, {
      hint: 'Somebody else closed it, or something between here and the cluster answered instead. Look at the index.',
    });
  }
  throw new AppError(
    'timed_out',
    `${index} was opened, but not all of its shards have started within ${SHARDS_WITHIN_MS / 60_000} minutes. The alias was not moved.`,
    { hint: 'Look at the cluster’s health for what keeps them. The index stays open.', details: { index } },
  );
}

/** A lost answer is not a failure yet: the alias itself says whether it moved. */
async function move(cluster: Cluster, plan: SwitchPlan, planned: AliasState, wanted: AliasState): Promise<void> {
  try {
    await moveAliases(cluster, switchActions(plan.alias, planned, wanted));
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') {
      throw new AppError(
        'plan_changed',
        `The alias ${plan.alias} was moved by somebody else at the same moment; nothing was changed.`,
        { hint: 'Plan again, and look at what is different.', cause: error, details: { changes: [error.message] } },
      );
    }
    if (!isAppError(error) || isRefusal(error)) throw error;
    const now = await readAlias(cluster, plan.alias).catch(() => null);
    if (now !== null && sameState(now, wanted)) return;
    throw new AppError(
      error.code,
      now === null
        ? `The connection broke while ${plan.alias} was being moved; whether it moved is not known.`
        : `${error.message} ${plan.alias} points to ${describeState(now)}${mayStillMove(error)}.`,
      { hint: 'Look at what the alias points to before doing anything else.', cause: error },
    );
  }
}

const mayStillMove = ({ code }: AppError): string =>
  code === 'timed_out' ? '; the cluster may still move it within half a minute' : '';
