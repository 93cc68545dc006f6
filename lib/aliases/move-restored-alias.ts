import type { Buckets } from '../contract/load-outcome.ts';
import type { AliasState } from '../contract/plan.ts';
import { readAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isAppError } from '../errors.ts';
import { plural } from '../format.ts';
import type { RestorePlan, RestoreResult } from '../kinds/restore/schema.ts';
import type { Run } from '../running/run.ts';
import { describeState, isSameState, toAliasState } from './alias-targets.ts';
import { planSwitch } from './plan-switch.ts';
import { runSwitch } from './switch-alias.ts';

/** What a plan says of the move at its end. */
type PlannedMove = Pick<RestorePlan, 'after' | 'alias' | 'allowPartial' | 'before' | 'switchAlias'> & {
  target: { index: string };
};

type MoveOutcome = Pick<RestoreResult, 'switched' | 'notSwitched' | 'aliasBefore' | 'aliasAfter'>;

/** The last step of a restore: moves the alias as planned, or returns the reason why it was not moved (`notSwitched`). */
export async function moveRestoredAlias(
  cluster: Cluster,
  plan: PlannedMove,
  uuid: string,
  { rejected }: Pick<Buckets, 'rejected'>,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<MoveOutcome> {
  const { alias } = plan;
  if (!plan.switchAlias || alias === null) return notMoved(null);
  if (rejected > 0 && !plan.allowPartial)
    return notMoved(
      `${plural(rejected, 'document')} ${rejected === 1 ? 'was' : 'were'} rejected, and a partial restore was not allowed.`,
    );
  const current = await readAlias(cluster, alias, run.signal);
  const before = toAliasState(plan.before);
  // With the uuid of the proven index: another index may have its name by now.
  const after: AliasState = plan.after.map((target) =>
    target.index === plan.target.index ? { ...target, uuid } : target,
  );
  if (isSameState(current, after))
    return { switched: true, notSwitched: null, aliasBefore: before, aliasAfter: current };
  if (!isSameState(current, before))
    return notMoved(
      `${alias} points to ${describeState(current)} now; when this restore was planned, it pointed to ` +
        `${describeState(before)}. Somebody else has switched it: check why before you switch it.`,
    );
  try {
    const switchPlan = await planSwitch(cluster, { index: plan.target.index, alias }, run.signal);
    const result = await runSwitch(
      cluster,
      { ...switchPlan, restores: after, after: after.map(({ index }) => index) },
      run,
    );
    return { switched: true, notSwitched: null, aliasBefore: result.before, aliasAfter: result.after };
  } catch (error) {
    if (isAppError(error) && error.code !== 'cancelled' && error.code !== 'unreachable' && error.code !== 'timed_out')
      return notMoved(error.message);
    throw error;
  }
}

/** `notSwitched`: the reason; null: no move was planned. */
export const notMoved = (notSwitched: string | null): MoveOutcome => ({
  switched: false,
  notSwitched,
  aliasBefore: null,
  aliasAfter: null,
});
