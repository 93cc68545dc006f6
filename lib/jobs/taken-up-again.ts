import type { ConfiguredCluster } from '../config.ts';
import type { Actor, JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { guardOf } from './guard.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * What a job does that is resumed, started again or retried. On a protected cluster the name that was typed and the
 * second person's approval were for that hour, not for any later one: a restore goes on and leaves the alias where it is,
 * a switch is planned again. Throws refused.
 */
export function takenUpAgain<W extends JobWork>(store: JobStore, cluster: ConfiguredCluster, work: W, actor: Actor): W {
  const kind = kinds.of(work);
  const plan = kind.planOf(work);
  if (plan === null || guardOf(store, cluster, plan, actor).typeToConfirm === null) return work;
  const rest = kind.resume.allowed ? kind.resume.withoutAliasMove(work) : null;
  if (rest !== null) return rest as W;
  throw new AppError('refused', `${cluster.name} is protected: ${mustBePlanned(kind.noun)}`, {
    hint: 'Plan it from the list of indices.',
  });
}

const mustBePlanned = (noun: string): string =>
  `${noun.replace(/^the /, 'a ')} is not started again, but planned and confirmed again.`;
