import { conflictMode } from '../../contract/plan.ts';
import { restore as restoreKind } from '../../kinds/restore/describe.ts';
import { planRestore } from '../../kinds/restore/plan.ts';
import type { RestorePlan } from '../../kinds/restore/schema.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { refOfArgument } from '../backup-argument.ts';
import { describeRestore, plannedFields, restoredFields } from '../describe-restore.ts';
import { dryRun } from '../dry-run.ts';
import { usageError, type Arguments } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';
import { restoreSnapshot, SNAPSHOT_PREFIX } from './restore-snapshot.ts';

export async function restore(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const [, zip] = args.positionals;
  if (zip!.startsWith(SNAPSHOT_PREFIX)) return restoreSnapshot(context);
  const partial = args.flag('allow-partial');
  const plan = await planRestore(
    context.place(),
    {
      backup: refOfArgument(zip!),
      alias: args.text('alias'),
      into: args.text('into'),
      settings: args.json('settings'),
      mappings: args.json('mappings'),
      switchAlias: !args.flag('no-switch'),
      onConflict: conflictModeOf(args),
      allowPartial: partial,
      allowIncomplete: partial,
      dropSettings: args.texts('drop-setting'),
      shards: args.count('shards', 1, 1024),
      replicas: args.count('replicas', 0, 1024),
    },
    context.planningRun(),
  );
  const planned = plannedFields(plan);
  if (args.flag('dry-run')) return dryRun(context, plan, planned);
  const { job, result } = await context.perform(restoreKind, { kind: 'restore', plan });
  return {
    status: result.status,
    text: describeRestore(context.target().connection.url, plan, result, job).map(safeLine).join('\n'),
    fields: { ...planned, ...restoredFields(result), job },
  };
}

function conflictModeOf(args: Arguments): RestorePlan['onConflict'] | undefined {
  const value = args.text('on-conflict');
  if (value === undefined) return undefined;
  const mode = conflictMode.safeParse(value);
  if (!mode.success)
    throw usageError(`--on-conflict takes ${conflictMode.options.join(', ')}, not “${value}”.`, 'restore');
  return mode.data;
}
