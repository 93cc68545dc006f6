import { resolve } from 'node:path';
import { fileOf, refOfFile } from '../../contract/backup-ref.ts';
import { conflictMode } from '../../contract/plan.ts';
import type { RestorePlan } from '../../kinds/restore/schema.ts';
import type { RestoreResult } from '../../kinds/restore/schema.ts';
import { formatBytes, formatCount, formatDuration, plural } from '../../format.ts';
import { describeNewer } from '../../loading/describe-newer.ts';
import { restore as restoreKind } from '../../kinds/restore/describe.ts';
import { planRestore } from '../../kinds/restore/plan.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { wrongUsage, type Arguments } from '../parse-arguments.ts';
import { dryRun } from '../dry-run.ts';
import { safeLine } from '../safe-text.ts';

export async function restore(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const [, zip] = args.positionals;
  const partial = args.flag('allow-partial');
  const plan = await planRestore(
    context.place(),
    {
      backup: refOfFile(resolve(zip!)),
      alias: args.text('alias'),
      into: args.text('into'),
      settings: args.json('settings'),
      mappings: args.json('mappings'),
      switchAlias: !args.flag('no-switch'),
      onConflict: modeOf(args),
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
    text: describeRestore(context, plan, result, job).map(safeLine).join('\n'),
    fields: { ...planned, ...restoredFields(result), job },
  };
}

function modeOf(args: Arguments): RestorePlan['onConflict'] | undefined {
  const typed = args.text('on-conflict');
  if (typed === undefined) return undefined;
  const mode = conflictMode.safeParse(typed);
  if (!mode.success)
    throw wrongUsage(`--on-conflict takes ${conflictMode.options.join(', ')}, not “${typed}”.`, 'restore');
  return mode.data;
}

export const plannedFields = (plan: RestorePlan): Record<string, unknown> => ({
  index: plan.target.index,
  alias: plan.alias,
  documents: plan.backup.documents,
  promised: plan.backup.promised,
  bytes: plan.backup.objectsBytes,
  file: fileOf(plan.backup.ref),
});

export function restoredFields(result: RestoreResult): Record<string, unknown> {
  const { kind: _, status: __, backup, ...rest } = result;
  return { ...rest, file: fileOf(backup) };
}

export function describeRestore(
  context: CommandContext,
  plan: RestorePlan,
  result: RestoreResult,
  job: string,
): string[] {
  const { indexed, existing, rejected } = result;
  const left = (result.aliasBefore ?? [])
    .filter(({ index }) => !result.aliasAfter?.some((stays) => stays.index === index))
    .map(({ index }) => index);
  const beside = (result.aliasAfter ?? []).filter(({ index }) => index !== result.index).map(({ index }) => index);
  const switched = result.switched
    ? `${result.alias!} points to it now${beside.length > 0 ? ` and to ${beside.join(', ')}` : ''}${left.length > 0 ? `; before, to ${left.join(', ')}, which stays as it is` : ''}.`
    : result.alias === null
      ? 'It has no alias.'
      : `The alias ${result.alias} was not moved${result.notSwitched === null ? '.' : `: ${result.notSwitched}`}`;
  const url = context.where().connection.url;
  const promised = plan.backup.promised;
  return [
    `Restored ${rejected > 0 ? `${formatCount(result.documents - rejected)} of ` : ''}${plural(result.documents, 'document')}${promised > result.documents ? ` of ${formatCount(promised)} promised` : ''} ` +
      `(${formatBytes(result.bytes)}) into ${result.index} in ${formatDuration(result.seconds)}.`,
    `${formatCount(indexed)} indexed, ${formatCount(existing)} already there, ${describeNewer(result)}, ${formatCount(rejected)} rejected.`,
    result.check.sentence,
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    ...(result.rejectedFile === null
      ? []
      : [
          `The rejected documents and why: ${result.rejectedFile}`,
          `To send them again when the reason is gone: restore-desk retry ${url} ${job}`,
        ]),
    switched,
    result.switched
      ? `Undo: restore-desk switch-back ${url} ${result.alias!}`
      : plan.alias === null
        ? ''
        : `To move it: restore-desk switch ${url} ${result.index}${plan.alias === null ? '' : ` --alias ${plan.alias}`}`,
    promised > result.documents
      ? `The backup is incomplete: it promised ${plural(promised, 'document')} and holds ` +
        `${formatCount(result.documents)}. The other ${formatCount(promised - result.documents)} are not ` +
        'in the index.'
      : '',
  ].filter((line) => line !== '');
}
