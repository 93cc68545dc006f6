import { parseDuration } from '../../config/duration.ts';
import { endedJobOf } from '../../jobs/ended-restore.ts';
import { indicesBeingWritten } from '../../jobs/indices-being-written.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { formatBytes, plural } from '../../format.ts';
import { cleanUp } from '../../kinds/clean-up/describe.ts';
import { planCleanUp } from '../../kinds/clean-up/plan.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { usageError } from '../parse-arguments.ts';
import { dryRun } from '../dry-run.ts';

export async function clean(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  if (args.flag('apply') && args.flag('dry-run'))
    throw usageError('--apply and --dry-run contradict each other.', 'clean');
  const rules = {
    keep: args.count('keep', 0, 1000) ?? 1,
    olderThanMs: olderThan(args.text('older-than')),
    aliases: args.texts('alias'),
  };
  const identity = await context.cluster().identity(context.signal);
  const { dataDirectory } = context.defaults();
  const beingWritten = withStore(dataDirectory, (store) => indicesBeingWritten(store, identity.uuid));
  const plan = await planCleanUp(
    context.place(),
    {
      ...rules,
      indicesBeingWritten: [...beingWritten.uuids, ...beingWritten.names],
      endedJobOf: (index) => withStore(dataDirectory, (store) => endedJobOf(store, identity.uuid, index)),
    },
    context.planningRun(),
  );
  const entries = plan.groups.flatMap(({ alias, entries: list }) => list.map((entry) => ({ alias, ...entry })));
  const fields = {
    rules,
    goes: entries.filter(({ goes }) => goes),
    stays: entries.filter(({ goes }) => !goes),
    outside: plan.outside,
    indices: plan.indices,
    documents: plan.documents,
    bytes: plan.bytes,
  };
  if (!args.flag('apply')) {
    return dryRun(
      context,
      plan,
      fields,
      plan.indices === 0 ? '' : '\n\nNothing was deleted. With --apply these are deleted; that can’t be undone.',
    );
  }
  if (plan.indices === 0) {
    assertNoRefusals(plan);
    return { status: 'done', text: 'Nothing to clean up.', fields: { ...fields, deleted: [], left: [] } };
  }
  const { job, result } = await context.perform(cleanUp, { kind: 'clean-up', plan });
  return {
    status: result.status,
    text: [
      `Deleted ${plural(result.deleted.length, 'index', 'indices')}; ${formatBytes(result.bytes)} freed.`,
      ...result.left.map(({ index, reason }) => `Did not delete ${index}: ${reason}.`),
    ].join('\n'),
    fields: {
      ...fields,
      bytes: result.bytes,
      deleted: result.deleted,
      left: result.left,
      seconds: result.seconds,
      job,
    },
  };
}

function olderThan(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseDuration(text);
  if (ms === null) throw usageError(`--older-than takes a duration like 90m, 12h, 7d or 2w, not “${text}”.`, 'clean');
  return ms;
}
