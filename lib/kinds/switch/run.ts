import { runSwitch as moveAlias } from '../../aliases/switch-alias.ts';
import type { RunKind } from '../run-kind.ts';
import type { SwitchResult, SwitchWork } from './schema.ts';

/** Moves the alias as planned, in one call. Throws `plan_changed` if the alias or the index has changed since the plan. */
export const runSwitch: RunKind<SwitchWork, SwitchResult> = ({ cluster }, { plan }, run) =>
  moveAlias(cluster, plan, run);
