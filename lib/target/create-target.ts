import { moveAliases } from '../elasticsearch/admin/aliases.ts';
import { createIndex } from '../elasticsearch/admin/index-admin.ts';
import { describeIndex, readUuid } from '../elasticsearch/admin/describe-index.ts';
import { readAliasNames } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { isTransient, withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { compareCreated } from './compare-created.ts';
import { explainCreateError } from './explain-create-error.ts';
import { CREATING } from './phases.ts';

const CREATE_RETRY_MS = 120_000;

/**
 * Creates the index. `created: false`: it exists already, created by a request whose response was lost, or by an earlier
 * run of this plan; the loading alias on it proves that.
 */
export async function createTarget(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run,
  retryMs = CREATE_RETRY_MS,
): Promise<{ uuid: string; created: boolean }> {
  const { index, loadingAlias } = plan.target;
  const progress = new Meter().progress({ ...CREATING, subject: index, done: 0, total: null, unit: 'steps' });
  run.report(progress);
  return withRetry(
    async () => {
      try {
        // Without the run's signal: a cancelled request might still create the index.
        const { uuid } = await createIndex(cluster, index, {
          settings: plan.settings.create,
          mappings: plan.mappings.create,
          aliases: { [loadingAlias]: {} },
        });
        return { uuid, created: true };
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (error.code === 'index_exists' || isTransient(error)) {
          const aliases = await readAliasNames(cluster, index, run.signal).catch((): string[] => []);
          if (aliases.includes(loadingAlias))
            return { uuid: await readUuid(cluster, index, run.signal), created: false };
        }
        throw explainCreateError(error, plan);
      }
    },
    {
      totalMs: retryMs,
      signal: run.signal,
      onWait: (error) =>
        run.report({ ...progress, pausedBecause: error instanceof Error ? error.message : String(error) }),
    },
  );
}

/**
 * Checks what index templates did to the created index: removes the aliases that they attached, and adds a warning for
 * every difference from the plan.
 */
export async function checkCreated(cluster: Cluster, plan: RestorePlan, warnings: string[], run: Run): Promise<void> {
  const { index } = plan.target;
  const detached = await detachTemplateAliases(cluster, plan);
  if (detached.length > 0) {
    warnings.push(`An index template attached ${detached.join(', ')} to the new index; removed.`);
  }
  warnings.push(...compareCreated(plan, await describeIndex(cluster, index, run.signal)));
  for (const warning of warnings) run.log(warning);
}

/** Less than the time a process has left after the signal to stop. */
const DETACH_RETRY_MS = 6_000;

/**
 * Returns the aliases that were attached. Has no signal: an empty index must not stay in a live alias when the restore is
 * cancelled.
 */
async function detachTemplateAliases(cluster: Cluster, plan: RestorePlan): Promise<string[]> {
  const { index, loadingAlias } = plan.target;
  const attached = new Set<string>();
  const detach = async (): Promise<void> => {
    const aliases = (await readAliasNames(cluster, index)).filter((alias) => alias !== loadingAlias);
    for (const alias of aliases) attached.add(alias);
    if (aliases.length > 0)
      await moveAliases(
        cluster,
        aliases.map((alias) => ({ do: 'remove', index, alias })),
      );
  };
  await withRetry(detach, { totalMs: DETACH_RETRY_MS }).catch((error: unknown) => {
    throw stillAttached(index, [...attached], error);
  });
  return [...attached];
}

/** At this point nothing else has been written to the index. */
function stillAttached(index: string, aliases: readonly string[], cause: unknown): unknown {
  if (!isAppError(cause) || aliases.length === 0) return cause;
  const names = aliases.join(', ');
  return new AppError(
    cause.code,
    `An index template attached ${names} to ${index}, which is empty, and that could not be undone: ${cause.message}`,
    {
      hint: `Check what ${names} points to, and remove it from ${index}, or delete ${index}. Then start the restore again.`,
      cause,
      details: { ...cause.details, index, aliases },
    },
  );
}
