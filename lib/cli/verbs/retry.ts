import { existsSync } from 'node:fs';
import { AppError } from '../../errors.ts';
import { plural } from '../../format.ts';
import { commandLineActor, withStore } from '../../jobs/run-in-terminal.ts';
import { noSuchJob } from '../../jobs/store/job-store.ts';
import { refuseResumeIntoLiveIndex, restrictResumedWork } from '../../jobs/restrict-resumed-work.ts';
import { retryRejected } from '../../kinds/retry-rejected/describe.ts';
import { retryRejectedWork } from '../../kinds/retry-rejected/plan.ts';
import type { RetryWork } from '../../kinds/retry-rejected/schema.ts';
import type { CommandResult, CommandContext } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';
import { describeRestore, plannedFields, restoredFields } from '../describe-restore.ts';

/** Sends the rejected documents of a recorded job again, by the dashboard's rules. */
export async function retry(context: CommandContext): Promise<CommandResult> {
  const [, id] = context.args.positionals;
  const recorded = requireRetryWork(context, id!);
  await refuseOtherCluster(context, recorded, id!);
  const rejectedFile = requireRejectedFile(recorded, id!);
  const work = await restrict(context, recorded);
  const fields = plannedFields(work.plan);
  if (context.args.flag('dry-run')) {
    const { rejected } = work.earlier;
    return {
      status: 'planned',
      text: safeLine(describeDryRun(work, rejectedFile)),
      fields: { ...fields, rejected, rejectedFile },
    };
  }
  const { job, result } = await context.perform(retryRejected, work, id!);
  return {
    status: result.status,
    text: describeRestore(context.target().connection.url, work.plan, result, job).map(safeLine).join('\n'),
    fields: { ...fields, ...restoredFields(result), job },
  };
}

/** Throws not_found, refused. */
function requireRetryWork(context: CommandContext, id: string): RetryWork {
  const { dataDirectory } = context.defaults();
  const job = withStore(dataDirectory, (store) => store.get(id));
  if (job !== null) return retryRejectedWork(job);
  const { code, message } = noSuchJob(id);
  throw new AppError(code, message, {
    hint: `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another place.`,
  });
}

async function refuseOtherCluster(context: CommandContext, { plan }: RetryWork, id: string): Promise<void> {
  const identity = await context.cluster().identity(context.signal);
  if (identity.uuid === plan.cluster.uuid) return;
  throw new AppError('refused', `Job ${id} was on the cluster ${plan.cluster.name}; ${identity.name} answers here.`, {
    hint: 'Check the address.',
  });
}

/** Throws refused if the rejected documents are gone. */
function requireRejectedFile({ earlier: { rejectedFile } }: RetryWork, id: string): string {
  if (rejectedFile !== null && existsSync(rejectedFile)) return rejectedFile;
  throw new AppError(
    'refused',
    `The rejected documents of job ${id} are no longer there: ${rejectedFile ?? 'their file'} does not exist.`,
    { hint: 'Run the restore again.' },
  );
}

/**
 * On a protected cluster, and with --no-switch, moves no alias. Throws refused if the index is live on a protected
 * cluster.
 */
async function restrict(context: CommandContext, recorded: RetryWork): Promise<RetryWork> {
  const cluster = await context.configured(recorded);
  const { dataDirectory } = context.defaults();
  const { plan, ...rest } =
    cluster === null
      ? recorded
      : withStore(dataDirectory, (store) => restrictResumedWork(store, cluster, recorded, commandLineActor()));
  if (cluster !== null) await refuseResumeIntoLiveIndex(cluster, context.cluster(), recorded);
  return { ...rest, plan: { ...plan, switchAlias: plan.switchAlias && !context.args.flag('no-switch') } };
}

function describeDryRun({ plan, earlier, of }: RetryWork, rejectedFile: string): string {
  const then =
    plan.switchAlias && plan.alias !== null
      ? `Then the alias ${plan.alias} would be switched to it, if every document is in it.`
      : 'The alias is not switched.';
  return (
    `Would send ${plural(earlier.rejected, 'rejected document')} of job ${of} to ${plan.target.index} again, ` +
    `from ${rejectedFile}. ${then}`
  );
}
