import { existsSync } from 'node:fs';
import { AppError } from '../../errors.ts';
import { plural } from '../../format.ts';
import { commandLineActor, withStore } from '../../jobs/record-run.ts';
import { noSuchJob } from '../../jobs/store/job-store.ts';
import { refuseIntoLiveIndex, takenUpAgain } from '../../jobs/taken-up-again.ts';
import { retryRejected } from '../../kinds/retry-rejected/describe.ts';
import { retryOf } from '../../kinds/retry-rejected/plan.ts';
import type { RetryWork } from '../../kinds/retry-rejected/schema.ts';
import type { Answer, Desk } from '../desk.ts';
import { safeLine } from '../safe-text.ts';
import { describeRestore, plannedFields, restoredFields } from './restore.ts';

/** The rejected documents of a job that the dashboard or this command recorded, sent once more, by the dashboard's rules. */
export async function retry(desk: Desk): Promise<Answer> {
  const [, id] = desk.words.positionals;
  const wanted = retryOfStored(desk, id!);
  await refuseOtherCluster(desk, wanted, id!);
  const rejectedFile = fileThatIsThere(wanted, id!);
  const work = await withoutMoveWhereRefused(desk, wanted);
  const fields = plannedFields(work.plan);
  if (desk.words.flag('dry-run')) {
    const { rejected } = work.earlier;
    return {
      status: 'planned',
      text: safeLine(whatItWouldDo(work, rejectedFile)),
      fields: { ...fields, rejected, rejectedFile },
    };
  }
  const { job, result } = await desk.perform(retryRejected, work, id!);
  return {
    status: result.status,
    text: describeRestore(desk, work.plan, result, job).map(safeLine).join('\n'),
    fields: { ...fields, ...restoredFields(result), job },
  };
}

/** Throws not_found, refused. */
function retryOfStored(desk: Desk, id: string): RetryWork {
  const { dataDirectory } = desk.surroundings();
  const job = withStore(dataDirectory, (store) => store.get(id));
  if (job !== null) return retryOf(job);
  const { code, message } = noSuchJob(id);
  throw new AppError(code, message, {
    hint: `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another place.`,
  });
}

async function refuseOtherCluster(desk: Desk, { plan }: RetryWork, id: string): Promise<void> {
  const identity = await desk.cluster().identity(desk.signal);
  if (identity.uuid === plan.cluster.uuid) return;
  throw new AppError('refused', `Job ${id} was on the cluster ${plan.cluster.name}; ${identity.name} answers here.`, {
    hint: 'Check the address.',
  });
}

/** Throws refused where the rejected documents are gone. */
function fileThatIsThere({ earlier: { rejectedFile } }: RetryWork, id: string): string {
  if (rejectedFile !== null && existsSync(rejectedFile)) return rejectedFile;
  throw new AppError(
    'refused',
    `The rejected documents of job ${id} are gone: there is no ${rejectedFile ?? 'file of them'}.`,
    { hint: 'Run the restore again.' },
  );
}

/** On a protected cluster, and with --no-switch, the alias stays where it is. Throws refused where the index is live there. */
async function withoutMoveWhereRefused(desk: Desk, wanted: RetryWork): Promise<RetryWork> {
  const cluster = await desk.configured(wanted);
  const { dataDirectory } = desk.surroundings();
  const { plan, ...rest } =
    cluster === null
      ? wanted
      : withStore(dataDirectory, (store) => takenUpAgain(store, cluster, wanted, commandLineActor()));
  if (cluster !== null) await refuseIntoLiveIndex(cluster, desk.cluster(), wanted);
  return { ...rest, plan: { ...plan, switchAlias: plan.switchAlias && !desk.words.flag('no-switch') } };
}

function whatItWouldDo({ plan, earlier, of }: RetryWork, rejectedFile: string): string {
  const then =
    plan.switchAlias && plan.alias !== null
      ? `Then the alias ${plan.alias} would move to it, if every document is in it.`
      : 'The alias would stay where it is.';
  return (
    `Would send ${plural(earlier.rejected, 'rejected document')} of job ${of} to ${plan.target.index} again, ` +
    `from ${rejectedFile}. ${then}`
  );
}
