import type { RestorePlan } from '../kinds/restore/schema.ts';
import { moveAliases, putAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { createIndex, putSettings } from '../elasticsearch/admin/index-admin.ts';
import { describeIndex, readIndexIdentity, readUuid } from '../elasticsearch/admin/describe-index.ts';
import { readAliasNames } from '../elasticsearch/admin/describe-index.ts';
import { AppError, isAppError } from '../errors.ts';
import { formatList } from '../format.ts';
import { isTransient, withRetry } from '../retry.ts';
import { compareCreated } from './compare-created.ts';
import { createError } from './create-error.ts';
import { CREATING, PREPARING } from './phases.ts';
import { retryWhileBlocked } from '../loading/load-gate.ts';
import { Meter } from '../running/meter.ts';
import { isCreatedHere, NO_DOCUMENTS, type RestoreCheckpoint } from '../loading/checkpoint.ts';
import { sameCluster } from '../running/same-cluster.ts';
import type { Run } from '../running/run.ts';

/** Makes the index, or makes sure that it is the one to go on with. Returns its uuid. */
export async function prepareTarget(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
  warnings: string[],
  patienceMs?: number,
): Promise<string> {
  const { index } = plan.target;
  await sameCluster(cluster, plan, run.signal);
  const known = run.checkpoint?.uuid ?? plan.target.uuid;
  if (known !== null) {
    const standing = await readIndexIdentity(cluster, index, run.signal);
    if (standing?.uuid !== known)
      throw new AppError(
        'index_changed',
        `${index} was ${standing === null ? 'deleted' : 'deleted and made again'} since.`,
        { hint: 'Plan the restore again: it makes a new index.' },
      );
    if (run.checkpoint === null) refuseNewlyLive(plan, standing.aliases);
    await retryWhileBlocked(() => addLoadingAlias(cluster, plan, run.signal), PREPARING, index, run, patienceMs);
    // An index that was there before keeps its settings, whatever its restore was interrupted by.
    if (isCreatedHere(plan))
      await retryWhileBlocked(
        () => putSettings(cluster, index, dynamicTuning(plan), run.signal),
        PREPARING,
        index,
        run,
        patienceMs,
      );
    return known;
  }
  const { uuid, made } = await create(cluster, plan, run, patienceMs);
  run.log(made ? `Created ${index}.` : `${index} was begun before; going on with it.`);
  await lookAtCreated(cluster, plan, warnings, run);
  // Not before it was looked at: whoever goes on from here trusts that no live alias is on it.
  run.saveCheckpoint({ uuid, done: 0, buckets: NO_DOCUMENTS });
  return uuid;
}

/** What was confirmed was writing into an index behind these aliases, or none. Throws index_changed. */
function refuseNewlyLive({ target }: RestorePlan, aliases: readonly string[]): void {
  const since = aliases.filter((alias) => !target.aliases.includes(alias));
  if (since.length === 0) return;
  throw new AppError(
    'index_changed',
    `${formatList(since)} ${since.length === 1 ? 'points' : 'point'} to ${target.index} now, and did not when this was planned.`,
    { hint: 'Nothing was written. Plan the restore again, and look at what it would overwrite.' },
  );
}

/** The settings that can be tuned on an index that is there. */
const dynamicTuning = (plan: RestorePlan): Record<string, unknown> =>
  Object.fromEntries(
    plan.settings.changes
      .filter(({ action }) => action === 'tuned')
      .map(({ name }) => [name, plan.settings.create[name] ?? null]),
  );

const CREATED_WITHIN_MS = 120_000;

/** A create whose answer was lost has happened or not: the loading alias on the index says that it was ours. */
async function create(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
  patienceMs = CREATED_WITHIN_MS,
): Promise<{ uuid: string; made: boolean }> {
  const { index, loadingAlias } = plan.target;
  const phase = new Meter().progress({
    ...CREATING,
    subject: index,
    done: 0,
    total: null,
    unit: 'steps',
  });
  run.report(phase);
  return withRetry(
    async () => {
      try {
        // Not cancelled in the middle: what is made is looked at.
        return {
          ...(await createIndex(cluster, index, {
            settings: plan.settings.create,
            mappings: plan.mappings.create,
            aliases: { [loadingAlias]: {} },
          })),
          made: true,
        };
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (error.code === 'index_exists' || isTransient(error)) {
          const there = await readAliasNames(cluster, index, run.signal).catch((): string[] => []);
          if (there.includes(loadingAlias)) return { uuid: await readUuid(cluster, index, run.signal), made: false };
        }
        throw createError(error, plan);
      }
    },
    {
      totalMs: patienceMs,
      signal: run.signal,
      onWait: (error) =>
        run.report({ ...phase, pausedBecause: error instanceof Error ? error.message : String(error) }),
    },
  );
}

/** Templates apply to a create as well: what they added is said, and an alias they attached is taken off at once. */
async function lookAtCreated(
  cluster: Cluster,
  plan: RestorePlan,
  warnings: string[],
  run: Run<RestoreCheckpoint>,
): Promise<void> {
  const { index, loadingAlias } = plan.target;
  // Without the run's signal, and with patience: the empty index must not stay behind a live alias, whoever cancels.
  const attached = new Set<string>();
  const takeOff = async (): Promise<void> => {
    const there = (await readAliasNames(cluster, index)).filter((alias) => alias !== loadingAlias);
    for (const alias of there) attached.add(alias);
    if (there.length > 0)
      await moveAliases(
        cluster,
        there.map((alias) => ({ do: 'remove', index, alias })),
      );
  };
  await withRetry(takeOff, { totalMs: OFF_WITHIN_MS }).catch((error: unknown) => {
    throw stillAttached(index, [...attached], error);
  });
  if (attached.size > 0) {
    warnings.push(`An index template attached ${[...attached].join(', ')} to the new index; taken off.`);
  }
  warnings.push(...compareCreated(plan, await describeIndex(cluster, index, run.signal)));
  for (const warning of warnings) run.log(warning);
}

/** Nothing else was written to the index yet. */
function stillAttached(index: string, aliases: readonly string[], cause: unknown): unknown {
  if (!isAppError(cause) || aliases.length === 0) return cause;
  const names = aliases.join(', ');
  return new AppError(
    cause.code,
    `An index template attached ${names} to ${index}, which is empty, and that could not be undone: ${cause.message}`,
    {
      hint: `Look at what ${names} points to, and take it off ${index}, or delete ${index}. Then start the restore again.`,
      cause,
      details: { ...cause.details, index, aliases },
    },
  );
}

/** Less than a process that is told to stop may take. */
const OFF_WITHIN_MS = 6_000;

/** On an index that exists already, or once more on one that was thought finished; the create sets it by itself. */
export async function addLoadingAlias(cluster: Cluster, plan: RestorePlan, signal: AbortSignal): Promise<void> {
  await putAlias(cluster, { index: plan.target.index, alias: plan.target.loadingAlias, on: true }, signal);
}

/** Behind a restore that only added, however it ended: the alias would be a riddle on somebody else's index. */
export async function removeAddingAlias(
  cluster: Cluster,
  plan: RestorePlan,
  run: Pick<Run, 'log'>,
  warnings: string[],
): Promise<void> {
  if (isCreatedHere(plan)) return;
  const { index, loadingAlias } = plan.target;
  try {
    await putAlias(cluster, { index, alias: loadingAlias, on: false }, AbortSignal.timeout(1_500));
  } catch (error) {
    // The index is gone, and the alias with it.
    if (isAppError(error) && error.code === 'not_found') return;
    const warning = `The alias ${loadingAlias} could not be taken off ${index}; it means nothing, so take it off by hand.`;
    warnings.push(warning);
    run.log(`${warning} ${error instanceof Error ? error.message : String(error)}`);
  }
}
