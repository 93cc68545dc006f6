import type { AliasState } from '../contract/plan.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import type { RestoreResult } from '../kinds/restore/schema.ts';
import { readAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isAppError } from '../errors.ts';
import { plural } from '../format.ts';
import { describeState, sameState, stateOf } from './alias-targets.ts';
import { planSwitch } from './plan-switch.ts';
import type { RestoreRun } from '../loading/checkpoint.ts';
import type { Run } from '../running/run.ts';
import { runSwitch } from './switch-alias.ts';

type Moved = Pick<RestoreResult, 'switched' | 'notSwitched' | 'aliasBefore' | 'aliasAfter'>;

/** The last step of a restore: moves the alias as planned, unless something speaks against it, which is then said. */
export async function moveRestoredAlias(
  cluster: Cluster,
  plan: RestorePlan,
  uuid: string,
  buckets: Buckets,
  run: RestoreRun,
): Promise<Moved> {
  const stayed = (notSwitched: string | null): Moved => ({
    switched: false,
    notSwitched,
    aliasBefore: null,
    aliasAfter: null,
  });
  const { alias } = plan;
  if (!plan.switchAlias || alias === null) return stayed(null);
  if (buckets.rejected > 0 && !plan.allowPartial)
    return stayed(
      `${plural(buckets.rejected, 'document')} ${buckets.rejected === 1 ? 'was' : 'were'} rejected, and a partial index was not asked for.`,
    );
  const now = await readAlias(cluster, alias, run.signal);
  // The index that was proven, not whatever has its name by now.
  const wanted: AliasState = plan.after.map((state) =>
    state.index === plan.target.index ? { ...state, uuid } : state,
  );
  if (sameState(now, wanted))
    return { switched: true, notSwitched: null, aliasBefore: stateOf(plan.before), aliasAfter: now };
  if (!sameState(now, stateOf(plan.before))) {
    return stayed(
      `${alias} points to ${describeState(now)} now; when this restore was planned, it pointed to ` +
        `${describeState(stateOf(plan.before))}. Somebody else has moved it: look, then switch.`,
    );
  }
  try {
    const planned = await planSwitch(cluster, { index: plan.target.index, alias }, run.signal);
    const result = await runSwitch(
      cluster,
      { ...planned, restores: wanted, after: wanted.map((state) => state.index) },
      run as Run,
    );
    return { switched: true, notSwitched: null, aliasBefore: result.before, aliasAfter: result.after };
  } catch (error) {
    if (isAppError(error) && error.code !== 'cancelled' && error.code !== 'unreachable' && error.code !== 'timed_out')
      return stayed(error.message);
    throw error;
  }
}
