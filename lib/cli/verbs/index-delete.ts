import { deleteIndex } from '../../kinds/delete-index/describe.ts';
import { planDeleteIndex } from '../../kinds/delete-index/plan.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';
import { usageError } from '../parse-arguments.ts';
import { writerOf } from './index-state.ts';

export async function indexDelete(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const index = args.positionals[1]!;
  const confirmed = args.text('confirm');
  if (!args.flag('dry-run')) requireConfirmed(index, confirmed);
  const plan = await planDeleteIndex(
    context.place(),
    // The backups of a configuration are not read here.
    { index, writer: await writerOf(context, index), goodBackups: null },
    context.planningRun(),
  );
  const { aliases, createdAt, documents, state, storeBytes, uuid } = plan;
  const fields = { index, uuid, state, documents, storeBytes, createdAt, aliases };
  if (args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(deleteIndex, { kind: 'delete-index', plan });
  return { status: 'done', text: deleteIndex.outcome(result), fields: { ...fields, seconds: result.seconds, job } };
}

/** Throws invalid_input: a script that leaves it out, or has another index in it, deletes nothing. */
function requireConfirmed(index: string, confirmed: string | undefined): void {
  if (confirmed === index) return;
  throw usageError(
    confirmed === undefined
      ? `Deleting ${index} can’t be undone, so it needs --confirm ${index}.`
      : `--confirm names ${confirmed}, and the index to delete is ${index}.`,
    'index delete',
    'Nothing was deleted. To see what would be deleted, use --dry-run.',
  );
}
