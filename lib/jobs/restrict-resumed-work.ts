import type { ConfiguredCluster } from '../config.ts';
import type { Actor, Job, JobWork } from '../contract/job.ts';
import { samePerson } from '../contract/person.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { kinds } from '../kinds/kinds.ts';
import { guardOf } from './guard.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * The work of a job that is resumed, started again or retried. On a protected cluster the typed name and the approval
 * do not hold for a later run: a restore continues without moving the alias. Throws refused for a switch and a restore
 * into a live index, which must be planned again.
 */
export function restrictResumedWork<W extends JobWork>(
  store: JobStore,
  cluster: ConfiguredCluster,
  work: W,
  actor: Actor,
): W {
  const isGuarded = (candidate: W): boolean => {
    const plan = kinds.of(candidate).plan(candidate);
    return plan !== null && guardOf(store, cluster, plan, actor).typeToConfirm !== null;
  };
  if (!isGuarded(work)) return work;
  const { resume } = kinds.of(work);
  const withoutMove = resume.allowed ? (resume.workWithoutAliasMove(work) as W | null) : null;
  if (withoutMove === null || isGuarded(withoutMove)) throw mustBePlanned(cluster, work);
  return withoutMove;
}

/**
 * The typed name of the cluster holds for the person who typed it: the copy of somebody else is reviewed again. Throws
 * refused.
 */
export function refuseResumeOfAnothersCopy(
  store: JobStore,
  cluster: ConfiguredCluster,
  { actor: owner, work }: Pick<Job, 'actor' | 'work'>,
  actor: Actor,
): void {
  const plan = kinds.of(work).plan(work);
  if (plan === null || samePerson(owner.name, actor.name)) return;
  const { typeCluster } = guardOf(store, cluster, plan, actor);
  if (typeCluster === undefined) return;
  throw new AppError(
    'refused',
    `${typeCluster.why} ${owner.name} typed the name of ${cluster.name} for ${kinds.of(work).noun}, and you did not.`,
    { hint: 'Nothing was changed. Review the restore of this backup again, and type the name.' },
  );
}

/** Throws refused if an alias points by now to the index that the job fills on a protected cluster. */
export async function refuseResumeIntoLiveIndex(
  cluster: ConfiguredCluster,
  connection: Cluster,
  work: JobWork,
): Promise<void> {
  const written = cluster.protected ? kinds.of(work).writtenIndex(work) : null;
  if (written === null) return;
  const { aliases } = (await readIndexIdentity(connection, written.index)) ?? { aliases: [] };
  if (aliases.length === 0) return;
  const verb = aliases.length === 1 ? 'points' : 'point';
  throw mustBePlanned(cluster, work, ` ${formatList(aliases)} ${verb} to ${written.index} now.`);
}

function mustBePlanned({ name }: ConfiguredCluster, work: JobWork, why = ''): AppError {
  const noun = kinds.of(work).noun.replace(/^the /, 'a ');
  return new AppError(
    'refused',
    `${name} is protected: ${noun} is not started again, but planned and confirmed again.${why}`,
    {
      hint:
        'Plan it again: a restore from its backup, a switch from the list of indices, closing an index from its page, ' +
        'carrying changes forward from its comparison, its undo from the job that is undone.',
    },
  );
}
