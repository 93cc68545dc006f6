import { join } from 'node:path';
import { carryQuery, parseQuery, type Since } from '../../carrying/carry-query.ts';
import { readTarget } from '../../carrying/read-target.ts';
import { isBucketAddress } from '../../contract/backup-ref.ts';
import { CHANGES, type Change } from '../../contract/carried.ts';
import { checkQuery } from '../../elasticsearch/read/match-documents.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { restoredFrom } from '../../jobs/restored-from.ts';
import { carryForward as carryForwardKind } from '../../kinds/carry-forward/describe.ts';
import { planCarryForward } from '../../kinds/carry-forward/plan.ts';
import type { CarryForwardResult } from '../../kinds/carry-forward/schema.ts';
import { compare } from '../../kinds/compare/describe.ts';
import { planCompare } from '../../kinds/compare/plan.ts';
import type { CompareWork } from '../../kinds/compare/schema.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { carriedFields, plannedFields } from '../describe-carry.ts';
import { dryRun } from '../dry-run.ts';
import { usageError, type Arguments } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';
import { sideOf } from './compare.ts';

/** Compares the backup with the index that was live, and carries the differences into the restored one. */
export async function carryForward(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const [, from, to] = args.positionals;
  const choice = { changes: changesOf(args), query: args.json('query'), since: sinceOf(args) };
  const base = sideOf(requireBase(args));
  const work = await planCompare(context.place(), { left: base, right: { index: from! } }, context.planningRun());
  await checkBeforeComparing(context, work, choice);
  const comparison = await context.perform(compare, work);
  const { dataDirectory } = context.defaults();
  const plan = await planCarryForward(
    context.place(),
    {
      comparison: {
        job: comparison.job,
        directory: join(dataDirectory, 'jobs', comparison.job),
        work,
        result: comparison.result,
      },
      to: to!,
      ...choice,
      restoredFrom: (uuid) => withStore(dataDirectory, (store) => restoredFrom(store, work.cluster.uuid, uuid)),
    },
    context.planningRun(),
  );
  const fields = { from: plan.from.index, to: plan.to.index, comparison: comparison.job };
  if (args.flag('dry-run')) return dryRun(context, plan, { ...plannedFields(plan.expected), ...fields });
  const { job, result } = await context.perform(carryForwardKind, { kind: 'carry-forward', plan });
  return {
    status: result.status,
    text: describe(result, job, context.target().connection.url).map(safeLine).join('\n'),
    fields: { ...carriedFields(result), ...fields, job },
  };
}

/** What the plan would refuse, before a comparison that may take minutes. Throws `not_found`, `invalid_input`. */
async function checkBeforeComparing(
  context: CommandContext,
  { right }: CompareWork,
  { query, since }: { query?: object | undefined; since?: Since | undefined },
): Promise<void> {
  await readTarget(context.cluster(), context.args.positionals[2]!, context.signal);
  const text = carryQuery(query ?? null, since ?? null);
  if (text !== null && right.kind === 'index')
    await checkQuery(context.cluster(), right.index, parseQuery(text), context.signal);
}

function requireBase(args: Arguments): string {
  const base = args.text('base');
  if (base === undefined)
    throw usageError('carry-forward needs --base: the backup that the index was restored from.', args.verb.name);
  if (!base.endsWith('.zip') && !isBucketAddress(base))
    throw usageError(`--base takes a backup file, not “${base}”.`, args.verb.name);
  return base;
}

function changesOf(args: Arguments): Change[] {
  const only = args.text('only')?.split(',') ?? ['added', 'changed'];
  const wrong = only.find((name) => name !== 'added' && name !== 'changed');
  if (wrong !== undefined)
    throw usageError(
      `--only takes added, changed, or both with a comma, not “${wrong}”.`,
      args.verb.name,
      wrong === 'deleted' ? 'Deletions are asked for with --deletions.' : undefined,
    );
  return CHANGES.filter((change) => (change === 'deleted' ? args.flag('deletions') : only.includes(change)));
}

function sinceOf(args: Arguments): Since | undefined {
  const [time, field] = [args.text('since'), args.text('field')];
  if (time === undefined && field === undefined) return undefined;
  if (time === undefined || field === undefined)
    throw usageError('--since and --field belong together: a time, and the field that has it.', args.verb.name);
  return { time, field };
}

const describe = (result: CarryForwardResult, job: string, url: string): string[] => [
  carryForwardKind.outcome(result),
  ...(carryForwardKind.warning(result) === null ? [] : [`Warning: ${carryForwardKind.warning(result)}`]),
  ...(result.conflictsFile === null ? [] : [`The documents that were not written are in ${result.conflictsFile}.`]),
  ...(result.undoFile === null
    ? []
    : [`What was there before is in ${result.undoFile}.`, `Undo: restore-desk carry-forward-undo ${url} ${job}`]),
];
