import type { RestorePlan } from '../kinds/restore/schema.ts';
import { moveAliases } from '../elasticsearch/aliases.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { createIndex, describeIndex, putSettings, readStanding, readUuid } from '../elasticsearch/index-admin.ts';
import { readAliasNames } from '../elasticsearch/index-aliases.ts';
import { AppError, isAppError } from '../errors.ts';
import { patiently } from '../retry.ts';
import { compareCreated } from './compare-created.ts';
import { CREATING, PREPARING } from './phases.ts';
import { whenUnblocked } from '../loading/load-gate.ts';
import { Meter } from '../running/meter.ts';
import { isOurs, NOTHING, type RestoreCheckpoint } from '../loading/checkpoint.ts';
import { sameCluster } from '../running/same-cluster.ts';
import type { Run } from '../running/run.ts';

/** Makes the index, or makes sure that it is the one to go on with. Returns its uuid. */
export async function prepareTarget(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
  warnings: string[],
): Promise<string> {
  const { index } = plan.target;
  await sameCluster(cluster, plan, run.signal);
  const known = run.checkpoint?.uuid ?? plan.target.uuid;
  if (known !== null) {
    const standing = await readStanding(cluster, index, run.signal);
    if (standing?.uuid !== known)
      throw new AppError(
        'index_changed',
        `${index} was ${standing === null ? 'deleted' : 'deleted and made again'} since.`,
        { hint: 'Plan the restore again: it makes a new index.' },
      );
    await whenUnblocked(() => addLoadingAlias(cluster, plan, run.signal), PREPARING, index, run);
    // An index that was there before keeps its settings, whatever its restore was interrupted by.
    if (isOurs(plan))
      await whenUnblocked(() => putSettings(cluster, index, dynamicTuning(plan), run.signal), PREPARING, index, run);
    return known;
  }
  const { uuid, made } = await create(cluster, plan, run);
  run.log(made ? `Created ${index}.` : `${index} was begun before; going on with it.`);
  await lookAtCreated(cluster, plan, warnings, run);
  // Not before it was looked at: whoever goes on from here trusts that no live alias is on it.
  run.saveCheckpoint({ uuid, done: 0, buckets: NOTHING });
  return uuid;
}

/** The settings that can be tuned on an index that is there. */
const dynamicTuning = (plan: RestorePlan): Record<string, unknown> =>
  Object.fromEntries(
    plan.settings.changes
      .filter(({ action }) => action === 'tuned')
      .map(({ name }) => [name, plan.settings.create[name] ?? null]),
  );

/** A create whose answer was lost has happened or not: the loading alias on the index says that it was ours. */
async function create(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
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
  return patiently(
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
        if (error.code === 'index_exists' && (await readAliasNames(cluster, index, run.signal)).includes(loadingAlias))
          return { uuid: await readUuid(cluster, index, run.signal), made: false };
        throw createError(error, plan);
      }
    },
    {
      totalMs: 120_000,
      signal: run.signal,
      onWait: (error) =>
        run.report({ ...phase, pausedBecause: error instanceof Error ? error.message : String(error) }),
    },
  );
}

function scriptError(error: AppError): AppError | null {
  const language = /script_lang not supported \[([^\]]+)\]/i.exec(
    `${error.message} ${JSON.stringify(error.details)}`,
  )?.[1];
  return language === undefined
    ? null
    : new AppError(
        'refused',
        `The mapping has fields with scripts, and the cluster has no script language ${language}: ${String(error.details['reason'] ?? error.message)}`,
        {
          hint: 'Install it, or restore without these fields: override the mapping with {"runtime": null}, or with null for each field. Nothing was changed.',
          cause: error,
          details: error.details,
        },
      );
}

function createError(error: AppError, { target: { index }, settings: { changes } }: RestorePlan): AppError {
  if (error.code === 'index_exists')
    return new AppError('index_exists', `${index} exists already, and no restore of Restore Desk is filling it.`, {
      hint: 'Plan again, or choose another name.',
      cause: error,
    });
  if (/creates data streams only/.test(error.message))
    return new AppError(
      'refused',
      `An index template makes a data stream of every new index called like ${index}: ${String(error.details['reason'] ?? error.message)}`,
      { hint: 'Restore into another name (--into); nothing was changed.', cause: error, details: error.details },
    );
  const setting = /(?:unknown|private index|final index) setting \[([^\]]+)\]/i.exec(error.message)?.[1];
  if (setting !== undefined) {
    return new AppError(
      'refused',
      `The cluster doesn’t take the setting ${setting}: ${String(error.details['reason'] ?? error.message)}`,
      {
        hint: changes.some(({ name, action }) => name === setting && action === 'added')
          ? 'Take it out of the settings that you gave.'
          : `Restore without it: drop ${setting} (--drop-setting ${setting}).`,
        cause: error,
        details: { ...error.details, setting },
      },
    );
  }
  const analysis =
    /(?:Unknown|failed to find|Custom .* failed to find) (?:tokenizer|filter|char_filter|analyzer|global)[^[]*\[([^\]]+)\]|analyzer \[([^\]]+)\] (?:not found|has not been configured)/i.exec(
      error.message,
    );
  if (analysis) {
    return new AppError(
      'refused',
      `The cluster lacks a part of the backup’s text analysis: ${String(error.details['reason'] ?? error.message)}`,
      {
        hint: `Install what provides ${analysis[1] ?? analysis[2]!}, or override the setting or the mapping that names it.`,
        cause: error,
        details: error.details,
      },
    );
  }
  const scripts = scriptError(error);
  if (scripts !== null) return scripts;
  if (error.details['status'] === 400)
    return new AppError(
      'refused',
      `The cluster doesn’t take the index as planned: ${String(error.details['reason'] ?? error.message)}`,
      {
        hint: 'Override or drop the setting or the mapping it names. Nothing was changed.',
        cause: error,
        details: error.details,
      },
    );
  return error;
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
  await patiently(takeOff, { totalMs: OFF_WITHIN_MS });
  if (attached.size > 0) {
    warnings.push(`An index template attached ${[...attached].join(', ')} to the new index; taken off.`);
  }
  warnings.push(...compareCreated(plan, await describeIndex(cluster, index, run.signal)));
  for (const warning of warnings) run.log(warning);
}

/** Less than a process that is told to stop may take. */
const OFF_WITHIN_MS = 6_000;

/** On an index that exists already, or once more on one that was thought finished; the create sets it by itself. */
export async function addLoadingAlias(cluster: Cluster, plan: RestorePlan, signal: AbortSignal): Promise<void> {
  await moveAliases(
    cluster,
    [{ do: 'add', index: plan.target.index, membership: { alias: plan.target.loadingAlias } }],
    signal,
  );
}

/** Behind a restore that only added, however it ended: the alias would be a riddle on somebody else's index. */
export async function removeAddingAlias(cluster: Cluster, plan: RestorePlan): Promise<void> {
  if (isOurs(plan)) return;
  await moveAliases(
    cluster,
    [{ do: 'remove', index: plan.target.index, alias: plan.target.loadingAlias }],
    AbortSignal.timeout(1_500),
  ).catch(() => undefined);
}
