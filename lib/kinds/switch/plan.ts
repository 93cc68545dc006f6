import { planSwitch as planMove, planSwitchBack as planMoveBack } from '../../aliases/plan-switch.ts';
import type { AliasMove } from '../../contract/plan.ts';
import type { PlanKind } from '../run-kind.ts';
import type { SwitchPlan } from './schema.ts';

export interface SwitchRequest {
  index: string;
  /** Default: derived from the index's name. */
  alias?: string | undefined;
}

/** Which alias moves where. Throws `not_found`, `refused`, `invalid_input`; any other obstacle is a check of the plan. */
export const planSwitch: PlanKind<SwitchRequest, SwitchPlan> = ({ cluster }, request, run) =>
  planMove(cluster, request, run.signal);

export interface SwitchBackRequest {
  alias: string;
  /** The move to undo, and the job that did it. */
  last: AliasMove;
  job?: string | null;
  /** That job was itself an undo. */
  undoesUndo?: boolean;
}

/** Undoes a move: restores exactly the earlier memberships. A check refuses it if the alias has moved since. */
export const planSwitchBack: PlanKind<SwitchBackRequest, SwitchPlan> = async ({ cluster }, request, run) => ({
  ...(await planMoveBack(cluster, request, run.signal)),
  undoesUndo: request.undoesUndo ?? false,
});
