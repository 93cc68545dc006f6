import { describeIndex } from '../elasticsearch/admin/describe-index.ts';
import { putSettings } from '../elasticsearch/admin/index-admin.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import { AppError, isAppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { differingFields, differingSettings, type Difference } from '../target/differences.ts';
import { deferredSettings } from '../target/settings/deferred-settings.ts';
import type { FlatSettings } from '../target/settings/flat-settings.ts';

/**
 * Compares the index's settings and mapping with the plan, and sets once more what differs. Returns a sentence for each
 * setting that the cluster refuses to change on an existing index. Throws `content_mismatch` where something else still
 * differs, because equal documents alone don't make an equal index, and `index_changed` where the index is another one.
 */
export async function ensurePlannedSettings(
  cluster: Cluster,
  plan: RestorePlan,
  uuid: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { index } = plan.target;
  const planned = { ...plan.settings.create, ...deferredSettings(plan).settings };
  const compare = () => compareWithPlan(cluster, plan, planned, uuid, signal);
  const first = await compare();
  if (first.settings.length + first.fields.length === 0) return [];
  const refused = await setAgain(cluster, index, planned, first.settings, signal);
  const second = first.settings.length > refused.size ? await compare() : first;
  const remaining = second.settings.filter(({ name }) => !refused.has(name));
  if (remaining.length + second.fields.length > 0) throw settingsMismatch(index, remaining, second.fields);
  return second.settings.map(
    (difference) =>
      `${describeDifference(difference)} on ${index}; the cluster does not change it on an existing index.`,
  );
}

async function compareWithPlan(
  cluster: Cluster,
  plan: RestorePlan,
  planned: FlatSettings,
  uuid: string,
  signal: AbortSignal,
): Promise<{ settings: Difference[]; fields: Difference[] }> {
  const { index } = plan.target;
  const actual = await describeIndex(cluster, index, signal);
  if (actual.uuid !== uuid)
    throw new AppError('index_changed', `${index} was deleted and created again while it was being checked.`, {
      hint: 'Somebody else did this. Find out who and why.',
    });
  return {
    settings: differingSettings(planned, actual.settings),
    fields: differingFields(plan.mappings.create, actual.mappings),
  };
}

/** Returns the names that the cluster refuses, because only a create request can set them. */
async function setAgain(
  cluster: Cluster,
  index: string,
  planned: FlatSettings,
  differences: readonly Difference[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const refused = new Set<string>();
  for (const { name } of differences)
    await putSettings(cluster, index, { [name]: planned[name] ?? null }, signal).catch((error: unknown) => {
      if (!isAppError(error) || !isRefusal(error) || error.details['status'] !== 400) throw error;
      refused.add(name);
    });
  return refused;
}

const MAX_LISTED = 5;

function settingsMismatch(index: string, settings: readonly Difference[], fields: readonly Difference[]): AppError {
  const parts = [
    ...settings.map(describeDifference),
    ...fields.map((field) => `the field ${describeDifference(field)}`),
  ];
  const more = parts.length > MAX_LISTED ? `, and ${parts.length - MAX_LISTED} more` : '';
  return new AppError(
    'content_mismatch',
    `${index} does not have the planned settings and mappings, although they were set twice: ${parts.slice(0, MAX_LISTED).join(', ')}${more}.`,
    {
      hint:
        `No alias was switched to ${index}, and it is still marked as unfinished. Find out what blocks its settings ` +
        '(a proxy?) or changes them. Then run the same restore again: it continues with this index.',
      details: { index, settings, fields },
    },
  );
}

const describeDifference = ({ name, wanted, there }: Difference): string =>
  `${name} is ${there ?? 'not set'} instead of ${wanted ?? 'the default'}`;
