import type { ConfiguredCluster } from '../config.ts';
import type { Actor, JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { guardOf } from './apply-plan.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * What a job does that is resumed, started again or retried. On a protected cluster the name that was typed and the
 * second person's yes were for that hour, not for whenever somebody presses a button: a restore goes on and leaves the
 * alias where it is, a switch is planned anew. Throws refused.
 */
export function takenUpAgain(store: JobStore, cluster: ConfiguredCluster, work: JobWork, actor: Actor): JobWork {
  if (!('plan' in work) || guardOf(store, cluster, work.plan, actor).typeToConfirm === null) return work;
  switch (work.kind) {
    case 'restore':
      return { ...work, plan: { ...work.plan, switchAlias: false } };
    case 'retry-rejected':
      return { ...work, plan: { ...work.plan, switchAlias: false } };
    default:
      throw new AppError(
        'refused',
        `${cluster.name} is protected: a switch is not started again, but planned and confirmed anew.`,
        { hint: 'Plan it from the list of indices.' },
      );
  }
}
