import { bucketLocation, isBucketAddress, isPlaceOfZips } from '../contract/backup-ref.ts';
import { repositoryName } from '../contract/repository.ts';
import type { ScheduleSpec } from '../contract/schedule.ts';
import { AppError } from '../errors.ts';
import { requireProbes } from '../kinds/drill/probes.ts';
import { requireCron } from '../scheduling/cron.ts';

/**
 * Checks what the schema of a spec can't: that its times come, that its probes may be asked, and that its place can be one. Every spec is checked by it before
 * it is saved. Throws AppError invalid_input with a sentence per field in `details.fields`.
 */
export function requireRunnable(spec: ScheduleSpec): void {
  requireCron(spec);
  requireProbes(spec.drill?.probes ?? []);
  const problem = placeProblem(spec);
  if (problem !== null)
    throw new AppError('invalid_input', problem.sentence, {
      hint: problem.hint,
      details: { fields: { to: problem.sentence } },
    });
}

const PLACE_HINT = 'Write /var/backups/search, or s3://bucket/prefix.';

/** null: there is none. */
function placeProblem({ kind, to }: ScheduleSpec): { sentence: string; hint: string } | null {
  if (to === null) return null;
  if (isBucketAddress(to) && bucketLocation(to) === null)
    return { sentence: `${to} is not the address of a bucket.`, hint: PLACE_HINT };
  if (kind === 'backup' && !isPlaceOfZips(to))
    return { sentence: `${to} is neither an absolute path nor the address of a bucket.`, hint: PLACE_HINT };
  if (isPlaceOfZips(to) && kind !== 'snapshot') return null;
  return repositoryName.safeParse(to).success
    ? null
    : { sentence: `${to} can’t be the name of a repository.`, hint: 'Write the name of a repository of the cluster.' };
}
