import { planSwitch as planMove, planSwitchBack as planMoveBack } from '../../aliases/plan-switch.ts';
import type { AliasMove } from '../../contract/plan.ts';
import type { PlanKind } from '../run-kind.ts';
import type { SwitchPlan } from './schema.ts';

/** `alias`: told from the index's name where it is left out. */
export interface SwitchRequest {
  index: string;
  alias?: string | undefined;
}

/** Which alias moves where. Throws `not_found`, `refused`, `invalid_input`; anything else in the way is a check. */
export const planSwitch: PlanKind<SwitchRequest, SwitchPlan> = ({ cluster }, request, run) =>
  planMove(cluster, request, run.signal);

export interface SwitchBackRequest {
  alias: string;
  /** The move to undo, and the job that did it. */
  last: AliasMove;
  job?: string | null;
  /** That job was an undo itself. */
  undoesUndo?: boolean;
}

/** Undoes a move: exactly the memberships of before, if the alias is still where that move left it. */
export const planSwitchBack: PlanKind<SwitchBackRequest, SwitchPlan> = async ({ cluster }, request, run) => ({
  ...(await planMoveBack(cluster, request, run.signal)),
  undoesUndo: request.undoesUndo ?? false,
});
