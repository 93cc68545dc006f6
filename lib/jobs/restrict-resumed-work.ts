import type { ConfiguredCluster } from '../config.ts';
import type { Actor, JobWork } from '../contract/job.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { kinds } from '../kinds/kinds.ts';
import { guardOf } from './guard.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * What a job does that is resumed, started again or retried. On a protected cluster the name that was typed and the
 * second person's approval were for that hour, not for any later one: a restore goes on and leaves the alias where it is,
 * a switch or a restore into a live index is planned again. Throws refused.
 */
export function restrictResumedWork<W extends JobWork>(
  store: JobStore,
  cluster: ConfiguredCluster,
  work: W,
  actor: Actor,
): W {
  const isGuarded = (one: W): boolean => {
    const plan = kinds.of(one).planOf(one);
    return plan !== null && guardOf(store, cluster, plan, actor).typeToConfirm !== null;
  };
  if (!isGuarded(work)) return work;
  const { resume } = kinds.of(work);
  const rest = resume.allowed ? (resume.withoutAliasMove(work) as W | null) : null;
  if (rest === null || isGuarded(rest)) throw mustBePlanned(cluster, work);
  return rest;
}

/** An alias may have come to point to the index that such a job fills since it was planned. Throws refused. */
export async function refuseResumeIntoLiveIndex(
  cluster: ConfiguredCluster,
  connection: Cluster,
  work: JobWork,
): Promise<void> {
  const fills = cluster.protected ? kinds.of(work).fills(work) : null;
  if (fills === null) return;
  const { aliases } = (await readIndexIdentity(connection, fills.index)) ?? { aliases: [] };
  if (aliases.length === 0) return;
  const verb = aliases.length === 1 ? 'points' : 'point';
  throw mustBePlanned(cluster, work, ` ${formatList(aliases)} ${verb} to ${fills.index} now.`);
}

function mustBePlanned({ name }: ConfiguredCluster, work: JobWork, why = ''): AppError {
  const noun = kinds.of(work).noun.replace(/^the /, 'a ');
  return new AppError(
    'refused',
    `${name} is protected: ${noun} is not started again, but planned and confirmed again.${why}`,
    { hint: 'Plan it again: a restore from its backup, a switch from the list of indices.' },
  );
}
