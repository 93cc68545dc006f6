import { existsSync } from 'node:fs';
import { AppError } from '../../errors.ts';
import { plural } from '../../format.ts';
import { commandLineActor, withStore } from '../../jobs/record-run.ts';
import { retryTitle, retryWork } from '../../jobs/retry-work.ts';
import { noSuchJob } from '../../jobs/store/job-store.ts';
import { takenUpAgain } from '../../jobs/taken-up-again.ts';
import { patientCluster } from '../../elasticsearch/patient-cluster.ts';
import { retryRejected } from '../../kinds/restore/index.ts';
import type { Answer, Desk } from '../desk.ts';
import { safeLine } from '../safe-text.ts';
import { describeRestore, plannedFields, restoredFields } from './restore.ts';

/** The rejected documents of a job that the dashboard or this command recorded, sent once more, by the dashboard's rules. */
export async function retry(desk: Desk): Promise<Answer> {
  const [, id] = desk.words.positionals;
  const { dataDirectory } = desk.surroundings();
  const job = withStore(dataDirectory, (store) => store.get(id!));
  if (job === null)
    throw withHint(noSuchJob(id!), `The jobs are in ${dataDirectory}; RESTORE_DESK_DATA names another place.`);
  const wanted = retryWork(job);
  const identity = await desk.cluster().identity(desk.signal);
  if (identity.uuid !== wanted.plan.cluster.uuid)
    throw new AppError(
      'refused',
      `Job ${id!} was on the cluster ${wanted.plan.cluster.name}; ${identity.name} answers here.`,
      { hint: 'Check the address.' },
    );
  const { rejected, rejectedFile } = wanted.earlier;
  if (rejectedFile === null || !existsSync(rejectedFile))
    throw new AppError(
      'refused',
      `The rejected documents of job ${id!} are gone: there is no ${rejectedFile ?? 'file of them'}.`,
      { hint: 'Run the restore again.' },
    );
  const configured = desk.configured(wanted);
  const taken =
    configured === null
      ? wanted
      : withStore(dataDirectory, (store) => takenUpAgain(store, configured, wanted, commandLineActor()));
  const work = {
    ...wanted,
    plan: {
      ...wanted.plan,
      switchAlias:
        'plan' in taken && taken.plan.kind === 'restore' && taken.plan.switchAlias && !desk.words.flag('no-switch'),
    },
  };
  const fields = plannedFields(work.plan);
  if (desk.words.flag('dry-run')) {
    const then =
      work.plan.switchAlias && work.plan.alias !== null
        ? `Then the alias ${work.plan.alias} would move to it, if every document is in it.`
        : 'The alias would stay where it is.';
    return {
      status: 'planned',
      text: safeLine(
        `Would send ${plural(rejected, 'rejected document')} of job ${id!} to ${work.plan.target.index} again, from ${rejectedFile}. ${then}`,
      ),
      fields: { ...fields, rejected, rejectedFile },
    };
  }
  const { job: own, result } = await desk.perform(work, retryTitle(id!), id!, (run) =>
    retryRejected(
      patientCluster(desk.cluster(), run),
      work.plan,
      work.earlier,
      run as Parameters<typeof retryRejected>[3],
    ),
  );
  return {
    status: result.status,
    text: describeRestore(desk, work.plan, result, own).map(safeLine).join('\n'),
    fields: { ...fields, ...restoredFields(result), job: own },
  };
}

const withHint = (error: AppError, hint: string): AppError => new AppError(error.code, error.message, { hint });
