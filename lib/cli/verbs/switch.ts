import type { SwitchPlan } from '../../kinds/switch/schema.ts';
import { withStore } from '../../jobs/record-run.ts';
import { lastMove } from '../../jobs/store/job-queries.ts';
import { AppError } from '../../errors.ts';
import type { Job } from '../../contract/job.ts';
import { kinds } from '../../kinds/kinds.ts';
import { switchAlias } from '../../kinds/switch/describe.ts';
import { planSwitch, planSwitchBack } from '../../kinds/switch/plan.ts';
import type { Answer, Desk } from '../desk.ts';
import { dryRun } from '../dry-run.ts';

export async function switchTo(desk: Desk): Promise<Answer> {
  const [, index] = desk.words.positionals;
  const plan = await planSwitch(desk.place(), { index: index!, alias: desk.words.text('alias') }, desk.bareRun());
  return apply(desk, plan, null);
}

export async function switchBack(desk: Desk): Promise<Answer> {
  const [, alias] = desk.words.positionals;
  const identity = await desk.cluster().identity(desk.signal);
  const { dataDirectory } = desk.surroundings();
  const found = withStore(dataDirectory, (store) => {
    const last = lastMove(store, identity.uuid, alias!);
    return last && { ...last, undo: isUndo(store.get(last.job)) };
  });
  if (!found) {
    throw new AppError(
      'refused',
      `No switch of ${alias!} on ${identity.name} is recorded here, so there is nothing to undo.`,
      {
        hint:
          `The record is in ${dataDirectory}; RESTORE_DESK_DATA names another. ` +
          `To move the alias by hand: restore-desk switch <url> <index> --alias ${alias!}`,
      },
    );
  }
  const plan = await planSwitchBack(
    desk.place(),
    { alias: alias!, last: found.move, job: found.job, undoesUndo: found.undo },
    desk.bareRun(),
  );
  return apply(desk, plan, found.job);
}

const isUndo = (job: Job | null): boolean => job !== null && (kinds.of(job.work).alias?.isUndo(job.work) ?? false);

async function apply(desk: Desk, plan: SwitchPlan, follows: string | null): Promise<Answer> {
  const before = plan.before.map(({ index }) => index);
  const fields = {
    index: plan.target.index,
    alias: plan.alias,
    before,
    after: plan.after,
    documents: plan.target.documents,
  };
  if (desk.words.flag('dry-run')) return dryRun(desk, plan, fields);
  const { job, result } = await desk.perform(switchAlias, { kind: 'switch', plan }, follows);
  const after = result.after.map(({ index }) => index);
  return {
    status: 'done',
    text:
      `${plan.alias} points to ${after.join(', ') || 'nothing'} now` +
      `${before.length > 0 ? `; before, to ${before.join(', ')}, which stays as it is` : ''}.` +
      `${result.opened ? ' A closed index was opened for it.' : ''}\n` +
      `Undo: restore-desk switch-back ${desk.where().connection.url} ${plan.alias}`,
    fields: { ...fields, after, opened: result.opened, seconds: result.seconds, job },
  };
}
