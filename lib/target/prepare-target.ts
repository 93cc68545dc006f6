import { putSettings } from '../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { formatList } from '../format.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { isOwnIndex, NO_DOCUMENTS, type RestoreCheckpoint } from '../loading/checkpoint.ts';
import { retryWhileBlocked } from '../loading/retry-while-blocked.ts';
import { assertSameCluster } from '../running/assert-same-cluster.ts';
import type { Run } from '../running/run.ts';
import { checkCreated, createTarget } from './create-target.ts';
import { addLoadingAlias } from './loading-alias.ts';
import { PREPARING } from './phases.ts';
import type { FlatSettings } from './settings/flat-settings.ts';

/** Creates the index, or checks that it is the one to continue with. Returns its uuid. */
export async function prepareTarget(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
  warnings: string[],
  retryMs?: number,
): Promise<string> {
  const { index } = plan.target;
  await assertSameCluster(cluster, plan, run.signal);
  const knownUuid = run.checkpoint?.uuid ?? plan.target.uuid;
  if (knownUuid !== null) {
    await prepareExisting(cluster, plan, knownUuid, run, retryMs);
    return knownUuid;
  }
  const { uuid, created } = await createTarget(cluster, plan, run, retryMs);
  run.log(created ? `Created ${index}.` : `${index} was created by an earlier run; continuing with it.`);
  await checkCreated(cluster, plan, warnings, run);
  // Only after the check: a run that continues from this checkpoint relies on the index having no live alias.
  run.saveCheckpoint({ uuid, done: 0, buckets: NO_DOCUMENTS });
  return uuid;
}

/** Throws `index_changed` where the index is another one, or has got aliases since the plan was made. */
async function prepareExisting(
  cluster: Cluster,
  plan: RestorePlan,
  knownUuid: string,
  run: Run<RestoreCheckpoint>,
  retryMs: number | undefined,
): Promise<void> {
  const { index } = plan.target;
  const current = await readIndexIdentity(cluster, index, run.signal);
  if (current?.uuid !== knownUuid)
    throw new AppError(
      'index_changed',
      `${index} was ${current === null ? 'deleted' : 'deleted and created again'} since.`,
      { hint: 'Plan the restore again: it creates a new index.' },
    );
  if (run.checkpoint === null) assertNoNewAliases(plan, current.aliases);
  const step = (action: () => Promise<void>) => retryWhileBlocked(action, PREPARING, index, run, retryMs);
  await step(() => addLoadingAlias(cluster, plan.target, run.signal));
  // An index that existed before this restore keeps its settings, also when the restore was interrupted.
  if (isOwnIndex(plan)) await step(() => putSettings(cluster, index, tunedSettings(plan), run.signal));
}

/** The person who confirmed the plan agreed to write to an index with these aliases. Throws `index_changed`. */
function assertNoNewAliases({ target }: RestorePlan, aliases: readonly string[]): void {
  const added = aliases.filter((alias) => !target.aliases.includes(alias));
  if (added.length === 0) return;
  throw new AppError(
    'index_changed',
    `${formatList(added)} ${added.length === 1 ? 'points' : 'point'} to ${target.index} now, and did not when this was planned.`,
    { hint: 'Nothing was written. Plan the restore again, and check what it would overwrite.' },
  );
}

/** The settings for the load that an existing index accepts. */
const tunedSettings = (plan: RestorePlan): FlatSettings =>
  Object.fromEntries(
    plan.settings.changes
      .filter(({ action }) => action === 'tuned')
      .map(({ name }) => [name, plan.settings.create[name] ?? null]),
  );
