import { formatMove } from '../../format.ts';
import type { SwitchPlan, SwitchResult } from '../../kinds/switch/schema.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { lastMove } from '../../jobs/store/job-queries.ts';
import { AppError } from '../../errors.ts';
import type { Job } from '../../contract/job.ts';
import { kinds } from '../../kinds/kinds.ts';
import { switchAlias } from '../../kinds/switch/describe.ts';
import { planSwitch, planSwitchBack } from '../../kinds/switch/plan.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';

export async function switchTo(context: CommandContext): Promise<CommandResult> {
  const [, index] = context.args.positionals;
  const plan = await planSwitch(
    context.place(),
    { index: index!, alias: context.args.text('alias') },
    context.planningRun(),
  );
  return apply(context, plan, null);
}

export async function switchBack(context: CommandContext): Promise<CommandResult> {
  const [, alias] = context.args.positionals;
  const identity = await context.cluster().identity(context.signal);
  const { dataDirectory } = context.defaults();
  const lastRecorded = withStore(dataDirectory, (store) => {
    const last = lastMove(store, identity.uuid, alias!);
    return last && { ...last, undo: isUndo(store.get(last.job)) };
  });
  if (!lastRecorded) {
    throw new AppError(
      'refused',
      `No switch of ${alias!} on ${identity.name} is recorded here, so there is nothing to undo.`,
      {
        hint:
          `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another. To switch the alias by hand: ` +
          `restore-desk switch <url> <index> --alias ${alias!}`,
      },
    );
  }
  const plan = await planSwitchBack(
    context.place(),
    { alias: alias!, last: lastRecorded.move, job: lastRecorded.job, undoesUndo: lastRecorded.undo },
    context.planningRun(),
  );
  return apply(context, plan, lastRecorded.job);
}

/** What the alias shows, where that has changed; with a space before it. */
const shownLine = ({ alias, after, shown }: SwitchResult): string =>
  shown === undefined || after.length === 0 || shown.before === shown.after
    ? ''
    : ` ${alias} shows ${formatMove(shown)}.`;

const isUndo = (job: Job | null): boolean => job !== null && (kinds.of(job.work).alias?.isUndo(job.work) ?? false);

async function apply(context: CommandContext, plan: SwitchPlan, follows: string | null): Promise<CommandResult> {
  const before = plan.before.map(({ index }) => index);
  const fields = {
    index: plan.target.index,
    alias: plan.alias,
    before,
    after: plan.after,
    documents: plan.target.documents,
  };
  if (context.args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(switchAlias, { kind: 'switch', plan }, follows);
  const after = result.after.map(({ index }) => index);
  return {
    status: 'done',
    text:
      `${plan.alias} points to ${after.join(', ') || 'nothing'} now${before.length > 0 ? `; it pointed to ${before.join(', ')} before, which is kept` : ''}.${shownLine(result)}${result.opened ? ' A closed index was opened for it.' : ''}\nUndo: ` +
      `restore-desk switch-back ${context.target().connection.url} ${plan.alias}`,
    fields: { ...fields, after, opened: result.opened, seconds: result.seconds, job },
  };
}
