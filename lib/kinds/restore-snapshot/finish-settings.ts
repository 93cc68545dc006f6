import { putAlias } from '../../elasticsearch/admin/aliases.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { putSettings } from '../../elasticsearch/admin/index-admin.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { isRefusal } from '../../elasticsearch/client/response-error.ts';
import { isAppError } from '../../errors.ts';
import { withRetry } from '../../retry.ts';
import { differingSettings } from '../../target/differences.ts';
import { SETTING } from '../../target/settings/setting-names.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

const RETRY_MS = 120_000;

/**
 * Sets what comes after the proof, and compares the settings with the plan. Returns a sentence for each one that the cluster refuses
 * or that did not take effect.
 */
export async function finishSettings(
  cluster: Cluster,
  { target: { index }, settings: { restore, afterwards } }: RestoreSnapshotPlan,
  signal: AbortSignal,
): Promise<string[]> {
  const warnings: string[] = [];
  const retry = <T>(step: () => Promise<T>) => withRetry(step, { totalMs: RETRY_MS, signal });
  for (const [name, value] of Object.entries(afterwards))
    await retry(() => putSettings(cluster, index, { [name]: value }, signal)).catch((error: unknown) => {
      if (!isAppError(error) || !isRefusal(error)) throw error;
      warnings.push(`${name} could not be set on ${index}: ${String(error.details['reason'] ?? error.message)}`);
    });
  const { settings } = await retry(() => describeIndex(cluster, index, signal));
  const wanted = Object.fromEntries(
    Object.entries({ ...restore, ...afterwards }).filter(([name]) => name !== SETTING.autoExpandReplicas),
  );
  const refused = new Set(warnings.map((warning) => warning.split(' ')[0]));
  for (const { name, wanted: value, there } of differingSettings(wanted, settings))
    if (!refused.has(name))
      warnings.push(
        `${name} is ${there ?? 'not set'} on ${index} instead of ${value ?? 'the default'}: set it by hand.`,
      );
  return warnings;
}

/** Removes the mark of an unfinished index, and sets its blocks. The alias may have moved: failures are warnings. */
export async function lastSettings(
  cluster: Cluster,
  { target: { index, loadingAlias }, settings: { last } }: RestoreSnapshotPlan,
): Promise<string[]> {
  const warnings: string[] = [];
  const attempt = (step: (signal: AbortSignal) => Promise<void>, consequence: string) =>
    withRetry(() => step(AbortSignal.timeout(2_000)), { totalMs: 5_000 }).catch((error: unknown) =>
      warnings.push(`${consequence} ${error instanceof Error ? error.message : String(error)}`),
    );
  await attempt(
    (signal) => putAlias(cluster, { index, alias: loadingAlias, on: false }, signal),
    `The alias ${loadingAlias} could not be removed from ${index}, so the index looks unfinished, although it is complete: remove that alias.`,
  );
  if (Object.keys(last).length > 0)
    await attempt(
      (signal) => putSettings(cluster, index, last, signal),
      `${Object.keys(last).join(', ')} could not be set on ${index}: set them by hand.`,
    );
  return warnings;
}
