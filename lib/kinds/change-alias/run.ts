import { runAliasChange } from '../../aliases/change-alias.ts';
import type { RunKind } from '../run-kind.ts';
import type { ChangeAliasResult, ChangeAliasWork } from './schema.ts';

/** Changes the alias as planned, in one call. Throws `plan_changed` if the alias or the index has changed since the plan. */
export const runChangeAlias: RunKind<ChangeAliasWork, ChangeAliasResult> = ({ cluster }, { plan }, run) =>
  runAliasChange(cluster, plan, run);
