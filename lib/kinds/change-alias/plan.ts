import type { AliasChangeRequest } from '../../aliases/decide-alias-change.ts';
import { planAliasChange } from '../../aliases/plan-alias-change.ts';
import type { PlanKind } from '../run-kind.ts';
import type { ChangeAliasPlan } from './schema.ts';

/** Which index an alias gets or loses. Throws `not_found`, `invalid_input`; any other obstacle is a check of the plan. */
export const planChangeAlias: PlanKind<AliasChangeRequest, ChangeAliasPlan> = ({ cluster }, request, run) =>
  planAliasChange(cluster, request, run.signal);
