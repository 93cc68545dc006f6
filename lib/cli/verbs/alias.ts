import { formatMove } from '../../format.ts';
import { changeAlias } from '../../kinds/change-alias/describe.ts';
import { planChangeAlias } from '../../kinds/change-alias/plan.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';

export const addToAlias = (context: CommandContext): Promise<CommandResult> => change(context, 'add');
export const removeFromAlias = (context: CommandContext): Promise<CommandResult> => change(context, 'remove');

async function change(context: CommandContext, how: 'add' | 'remove'): Promise<CommandResult> {
  const { args } = context;
  const [, alias, index] = args.positionals;
  const plan = await planChangeAlias(
    context.place(),
    how === 'add'
      ? { change: how, alias: alias!, index: index!, keepWrites: args.flag('keep-writes') }
      : { change: how, alias: alias!, index: index!, acceptsLoss: args.flag('accept-loss') },
    context.planningRun(),
  );
  const names = (targets: readonly { index: string }[]) => targets.map((target) => target.index);
  const fields = {
    alias: plan.alias,
    index: plan.target.index,
    before: names(plan.before),
    after: names(plan.after),
    shown: plan.shown,
    writes: plan.writes,
  };
  if (args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(changeAlias, { kind: 'change-alias', plan });
  const warning = changeAlias.warning(result);
  const points =
    result.after.length === 0
      ? ''
      : ` ${alias!} points to ${names(result.after).join(', ')} now, and shows ${formatMove(result.shown)}.`;
  return {
    status: 'done',
    text:
      `${changeAlias.outcome({ ...result, shown: { before: null, after: null } })}${points}` +
      `${warning === null ? '' : `\nWarning: ${warning}`}\n` +
      `Undo: restore-desk switch-back ${context.target().connection.url} ${alias!}`,
    fields: {
      ...fields,
      after: names(result.after),
      shown: result.shown,
      writes: result.writes,
      opened: result.opened,
      seconds: result.seconds,
      job,
    },
  };
}
