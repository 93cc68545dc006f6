import { isPermission, type Permission } from '@/lib/access/permissions.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import { kinds } from '@/lib/kinds/kinds.ts';

/**
 * Needs what the kind of job needs: who may not delete a backup does not get there by resuming its deletion. A job of
 * another cluster counts as missing: the required permission must not reveal its kind.
 */
export function kindNeeds({ cluster, job }: { cluster: string; job: string }): Permission {
  const found = jobs.get(job);
  const needed = found?.cluster === cluster ? kinds.of(found.work).permission.id : 'cancel-job';
  // An unknown kind has no permission of its own: `cancel-job` is checked here, and the action is refused later.
  return isPermission(needed) ? needed : 'cancel-job';
}
