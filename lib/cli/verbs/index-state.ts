import { withStore } from '../../jobs/run-in-terminal.ts';
import { writerOfIndex } from '../../jobs/indices-being-written.ts';
import { changeIndexState } from '../../kinds/change-index-state/describe.ts';
import { planChangeIndexState } from '../../kinds/change-index-state/plan.ts';
import type { IndexAction } from '../../kinds/change-index-state/schema.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';

export const indexOpen = (context: CommandContext): Promise<CommandResult> => change(context, 'open');

export const indexClose = (context: CommandContext): Promise<CommandResult> => change(context, 'close');

/** The job of the shared database that writes into an index; null: none. */
export async function writerOf(context: CommandContext, index: string) {
  const { uuid } = await context.cluster().identity(context.signal);
  return withStore(context.defaults().dataDirectory, (store) => writerOfIndex(store, uuid, index));
}

async function change(context: CommandContext, action: IndexAction): Promise<CommandResult> {
  const { args } = context;
  const index = args.positionals[1]!;
  const plan = await planChangeIndexState(
    context.place(),
    { index, action, writer: await writerOf(context, index), evenLive: args.flag('even-live') },
    context.planningRun(),
  );
  const aliases = plan.aliases.map(({ alias }) => alias);
  const fields = { index, uuid: plan.uuid, action, before: plan.state, documents: plan.documents, aliases };
  if (args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(changeIndexState, { kind: 'change-index-state', plan });
  const undo = action === 'open' ? 'close' : 'open';
  return {
    status: 'done',
    text:
      `${changeIndexState.outcome(result)}${warningOf(changeIndexState.warning(result))}\n` +
      `Undo: restore-desk index ${undo} ${context.target().connection.url} ${index}`,
    fields: {
      ...fields,
      after: action === 'open' ? 'open' : 'closed',
      documents: result.documents,
      health: result.health,
      seconds: result.seconds,
      job,
    },
  };
}

const warningOf = (warning: string | null): string => (warning === null ? '' : ` ${warning}`);
