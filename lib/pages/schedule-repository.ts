import type { ConfiguredCluster } from '../config.ts';
import { isPlaceOfZips } from '../contract/backup-ref.ts';
import { isReadOnly } from '../contract/repository.ts';
import type { Schedule, ScheduleSpec } from '../contract/schedule.ts';
import { listRepositories } from '../elasticsearch/snapshots/repositories.ts';
import { AppError } from '../errors.ts';
import { placeOf } from './place.ts';

/**
 * Refuses a repository that the cluster does not have, or into which no snapshot can be taken. One that was saved earlier may
 * stay. Throws AppError invalid_input, and what the cluster throws.
 */
export async function requireRegistered(
  cluster: ConfiguredCluster,
  { kind, to }: Pick<ScheduleSpec, 'kind' | 'to'>,
  before: Schedule | null,
): Promise<void> {
  if (to === null || kind === 'backup' || isPlaceOfZips(to) || to === before?.spec.to) return;
  const found = (await listRepositories(placeOf(cluster).cluster)).find(({ name }) => name === to);
  const problem =
    found === undefined
      ? `${to} is not registered on ${cluster.name}.`
      : kind === 'snapshot' && isReadOnly(found)
        ? `${to} is read-only: no snapshot can be taken into it.`
        : null;
  if (problem !== null)
    throw new AppError('invalid_input', problem, {
      hint: 'Choose another repository.',
      details: { fields: { to: problem } },
    });
}
