import { withStore } from '../../jobs/run-in-terminal.ts';
import { pinnedBackups } from '../../jobs/store/pinned-backups.ts';
import { deleteSnapshot } from '../../kinds/delete-snapshot/describe.ts';
import { planDeleteSnapshot } from '../../kinds/delete-snapshot/plan.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';
import { usageError } from '../parse-arguments.ts';

export async function snapshotDelete(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  if (args.flag('apply') && args.flag('dry-run'))
    throw usageError('--apply and --dry-run contradict each other.', 'snapshot-delete');
  const [repository, snapshot, ...more] = args.positionals[1]!.split('/');
  if (!repository || !snapshot || more.length > 0)
    throw usageError(`A snapshot is named <repository>/<snapshot>, not “${args.positionals[1]!}”.`, 'snapshot-delete');
  const plan = await planDeleteSnapshot(
    context.place(),
    {
      repository,
      snapshot,
      evenLast: args.flag('even-last'),
      pinned: withStore(context.defaults().dataDirectory, pinnedBackups),
    },
    context.planningRun(),
  );
  const { indices, lastOf, state } = plan;
  const fields = { repository, snapshot, state, indices, lastOf };
  if (!args.flag('apply'))
    return dryRun(context, plan, fields, '\n\nNothing was deleted. With --apply it is deleted; that can’t be undone.');
  const { job, result } = await context.perform(deleteSnapshot, { kind: 'delete-snapshot', plan });
  return { status: 'done', text: deleteSnapshot.outcome(result), fields: { ...fields, seconds: result.seconds, job } };
}
