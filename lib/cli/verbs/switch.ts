import type { SwitchPlan } from '../../contract/plans.ts';
import { withStore } from '../../jobs/record-run.ts';
import { lastSwitch } from '../../jobs/store/job-queries.ts';
import { patientCluster } from '../../elasticsearch/patient-cluster.ts';
import { AppError } from '../../errors.ts';
import { planSwitch, planSwitchBack, runSwitch } from '../../aliases/switch-alias.ts';
import type { Answer, Desk } from '../desk.ts';
import { dryRun } from '../dry-run.ts';

export async function switchTo(desk: Desk): Promise<Answer> {
  const [, index] = desk.words.positionals;
  const plan = await planSwitch(desk.cluster(), { index: index!, alias: desk.words.text('alias') }, desk.signal);
  return apply(desk, plan, `Switch ${plan.alias} to ${plan.target.index}`, null);
}

export async function switchBack(desk: Desk): Promise<Answer> {
  const [, alias] = desk.words.positionals;
  const identity = await desk.cluster().identity(desk.signal);
  const { dataDirectory } = desk.surroundings();
  const last = withStore(dataDirectory, (store) => lastSwitch(store, identity.uuid, alias!));
  if (!last) {
    throw new AppError(
      'refused',
      `No switch of ${alias!} on ${identity.name} is recorded here, so there is nothing to undo.`,
      {
        hint: `The record is in ${dataDirectory}; RESTORE_DESK_DATA names another. To move the alias by hand: restore-desk switch <url> <index> --alias ${alias!}`,
      },
    );
  }
  const plan = await planSwitchBack(desk.cluster(), { alias: alias!, last: last.result, job: last.job }, desk.signal);
  return apply(desk, plan, `Switch ${plan.alias} back to ${plan.after.join(', ') || 'nothing'}`, last.job);
}

async function apply(desk: Desk, plan: SwitchPlan, title: string, follows: string | null): Promise<Answer> {
  const before = plan.before.map(({ index }) => index);
  const fields = {
    index: plan.target.index,
    alias: plan.alias,
    before,
    after: plan.after,
    documents: plan.target.documents,
  };
  if (desk.words.flag('dry-run')) return dryRun(desk, plan, fields);
  const { job, result } = await desk.perform({ kind: 'switch', plan }, title, follows, (run) =>
    runSwitch(patientCluster(desk.cluster(), run), plan, run),
  );
  const after = result.after.map(({ index }) => index);
  return {
    status: 'done',
    text: `${plan.alias} points to ${after.join(', ') || 'nothing'} now${before.length > 0 ? `; before, to ${before.join(', ')}, which stays as it is` : ''}.${result.opened ? ' A closed index was opened for it.' : ''}\nUndo: restore-desk switch-back ${desk.where().connection.url} ${plan.alias}`,
    fields: { ...fields, after, opened: result.opened, seconds: result.seconds, job },
  };
}
