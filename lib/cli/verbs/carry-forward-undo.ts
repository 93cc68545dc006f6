import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { noSuchJob } from '../../jobs/store/job-store.ts';
import { undoCarryForward } from '../../kinds/undo-carry-forward/describe.ts';
import { planUndoCarryForward, undoRequestOf } from '../../kinds/undo-carry-forward/plan.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { carriedFields, plannedFields } from '../describe-carry.ts';
import { dryRun } from '../dry-run.ts';
import { safeLine } from '../safe-text.ts';

/** Puts back what a recorded job carried forward. */
export async function carryForwardUndo(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const id = args.positionals[1]!;
  const { dataDirectory } = context.defaults();
  const job = withStore(dataDirectory, (store) => store.get(id));
  if (job === null) {
    const { code, message } = noSuchJob(id);
    throw new AppError(code, message, {
      hint: `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another place.`,
    });
  }
  const request = undoRequestOf(job, join(dataDirectory, 'jobs', id));
  const plan = await planUndoCarryForward(context.place(), request, context.planningRun());
  const fields = { to: plan.to.index, of: id };
  if (args.flag('dry-run')) return dryRun(context, plan, { ...plannedFields(plan.expected), ...fields });
  const { job: undo, result } = await context.perform(undoCarryForward, { kind: 'undo-carry-forward', plan }, id);
  const warning = undoCarryForward.warning(result);
  return {
    status: result.status,
    text: [
      undoCarryForward.outcome(result),
      ...(warning === null ? [] : [`Warning: ${warning}`]),
      ...(result.conflictsFile === null
        ? []
        : [`The documents that were not put back are in ${result.conflictsFile}.`]),
    ]
      .map(safeLine)
      .join('\n'),
    fields: { ...carriedFields(result), ...fields, job: undo },
  };
}
