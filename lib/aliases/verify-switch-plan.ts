import type { AliasState } from '../contract/plan.ts';
import { readAlias, type AliasAction } from '../elasticsearch/admin/aliases.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { describeState, isSameState } from './alias-targets.ts';

/** A planned change of one alias. */
export interface PlannedMove {
  alias: string;
  before: AliasState;
  after: AliasState;
  /** Of its request. Default: every membership of `after` is set again. */
  actions?: readonly AliasAction[];
}

/** Whether the alias was already moved as planned: by a run that crashed after its request, or whose response was lost. */
export async function isAlreadyMoved(
  cluster: Cluster,
  { alias, before, after }: PlannedMove,
  signal: AbortSignal,
): Promise<boolean> {
  return before.length + after.length > 0 && isSameState(await readAlias(cluster, alias, signal), after);
}

/** Throws `plan_changed` where the alias or one of its new indices is no longer what the plan is based on. */
export async function verifySwitchPlan(
  cluster: Cluster,
  { alias, before, after }: PlannedMove,
  signal: AbortSignal,
): Promise<void> {
  const changes: string[] = [];
  for (const { index, uuid } of after) {
    const current = await readIndexIdentity(cluster, index, signal);
    if (current === null) changes.push(`The index ${index} no longer exists.`);
    else if (current.uuid !== uuid) changes.push(`The index ${index} was deleted and created again.`);
  }
  const current = await readAlias(cluster, alias, signal);
  if (!isSameState(current, before)) {
    changes.push(
      describeState(current) === describeState(before)
        ? `The alias ${alias} has another filter, routing or write flag now, or its index was created again.`
        : `The alias ${alias} points to ${describeState(current)} now; it pointed to ${describeState(before)}.`,
    );
  }
  if (changes.length > 0)
    throw new AppError(
      'plan_changed',
      `The cluster has changed since this plan was made; the alias was not switched. ${changes.join(' ')}`,
      { hint: 'Plan again, and check what is different.', details: { changes } },
    );
}
