import { isReadOnly, type Repository } from '../../contract/repository.ts';
import { listSnapshotNames } from '../../elasticsearch/snapshots/list-snapshots.ts';
import {
  cleanUpRepository,
  putRepository,
  readRepository,
  removeRepository,
  sameSettings,
  verifyRepository,
} from '../../elasticsearch/snapshots/repositories.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../../errors.ts';
import { plural } from '../../format.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import type { ChangeRepositoryPlan, ChangeRepositoryResult, ChangeRepositoryWork } from './schema.ts';

/**
 * Registers, changes, cleans up or unregisters a repository as planned. Run again after an interruption, it finds what is done.
 * Throws `plan_changed` where the registration is another one than planned.
 */
export const runChangeRepository: RunKind<ChangeRepositoryWork, ChangeRepositoryResult> = async (
  { cluster },
  { plan },
  run,
) => {
  const started = performance.now();
  const { signal } = run;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, signal);
  await assertAsPlanned(cluster, plan, signal);
  const { action, repository, before } = plan;
  const { name } = repository;
  let nodes: string[] | null = null;
  let deleted: ChangeRepositoryResult['deleted'] = null;
  if (action === 'register' || action === 'change') {
    await putRepository(cluster, { ...repository, before }, signal);
    nodes = await verifyRepository(cluster, name, signal);
    run.log(`${name} is registered, and ${plural(nodes.length, 'node')} can use it: ${nodes.join(', ')}.`);
  } else if (action === 'clean-up') {
    deleted = await cleanUpRepository(cluster, name, signal);
    run.log(`${plural(deleted.files, 'file')} of ${name} that no snapshot used were deleted.`);
  } else {
    await removeRepository(cluster, name, signal);
    run.log(`${name} is unregistered. Its files are kept.`);
  }
  const snapshots = action === 'unregister' ? plan.snapshots : await countSnapshots(cluster, name, signal);
  return {
    kind: 'change-repository',
    status: 'done',
    action,
    name,
    readOnly: isReadOnly(repository),
    nodes,
    snapshots,
    deleted,
    warning: warningOf(plan, snapshots),
    seconds: (performance.now() - started) / 1000,
  };
};

const isSame = (a: Repository | null, b: Repository | null): boolean =>
  a === null || b === null ? a === b : a.type === b.type && sameSettings(a.settings, b.settings);

async function assertAsPlanned(
  cluster: Cluster,
  { action, before, repository }: ChangeRepositoryPlan,
  signal: AbortSignal,
): Promise<void> {
  const now = await readRepository(cluster, repository.name, signal);
  if (isSame(now, before)) return;
  // An earlier run, which was interrupted, has done it.
  if (action === 'unregister' ? now === null : action !== 'clean-up' && isSame(now, repository)) return;
  throw new AppError(
    'plan_changed',
    now === null
      ? `${repository.name} is no longer registered.`
      : `${repository.name} has other settings than when this was planned.`,
    { hint: 'Somebody else changed it. Plan again.' },
  );
}

async function countSnapshots(cluster: Cluster, name: string, signal: AbortSignal): Promise<number | null> {
  try {
    return (await listSnapshotNames(cluster, name, signal)).length;
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return null;
  }
}

/** The server accepts a wrong folder for a read-only repository, and then lists no snapshots (tried). */
function warningOf({ action, repository }: ChangeRepositoryPlan, snapshots: number | null): string | null {
  if (action !== 'register' && action !== 'change') return null;
  const { name } = repository;
  if (snapshots === null) return `The snapshots of ${name} can’t be listed, although its nodes verified it.`;
  if (isReadOnly(repository) && snapshots === 0)
    return `${name} is read-only and has no snapshots. The server accepts any existing folder: check that it is the right one.`;
  if (!isReadOnly(repository) && snapshots > 0 && action === 'register')
    return `${name} already has ${plural(snapshots, 'snapshot')}. If another cluster writes to it, change it to read-only now: two that write destroy each other’s snapshots.`;
  return null;
}
