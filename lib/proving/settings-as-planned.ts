import { isRefusal } from '../elasticsearch/client/response-error.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { putSettings } from '../elasticsearch/admin/index-admin.ts';
import { describeIndex } from '../elasticsearch/admin/describe-index.ts';
import { AppError, isAppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { afterLoad } from '../loading/checkpoint.ts';
import { differingFields, differingSettings, type Difference } from '../target/differing-settings.ts';

/**
 * Reads settings and mapping back and compares them with the plan; what differs is asked for once more. Throws
 * `content_mismatch` where it still differs: documents alone do not make an index what it was. Returns what the cluster
 * refuses to set, as sentences.
 */
export async function settingsAsPlanned(
  cluster: Cluster,
  plan: RestorePlan,
  uuid: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { index } = plan.target;
  const wanted = { ...plan.settings.create, ...afterLoad(plan).now };
  const look = async (): Promise<{ settings: Difference[]; fields: Difference[] }> => {
    const there = await describeIndex(cluster, index, signal);
    if (there.uuid !== uuid)
      throw new AppError('index_changed', `${index} was deleted and made again while it was being checked.`, {
        hint: 'Somebody else did this. Find out who and why.',
      });
    return {
      settings: differingSettings(wanted, there.settings),
      fields: differingFields(plan.mappings.create, there.mappings),
    };
  };
  const first = await look();
  if (first.settings.length + first.fields.length === 0) return [];
  const refused = new Set<string>();
  for (const { name } of first.settings)
    await putSettings(cluster, index, { [name]: wanted[name] ?? null }, signal).catch((error: unknown) => {
      if (!isAppError(error) || !isRefusal(error) || error.details['status'] !== 400) throw error;
      // Only a create sets it: what is there is what the server made of it.
      refused.add(name);
    });
  const second = first.settings.length > refused.size ? await look() : first;
  const left = second.settings.filter(({ name }) => !refused.has(name));
  if (left.length + second.fields.length > 0) throw notAsPlanned(index, left, second.fields);
  return second.settings.map(
    (difference) => `${describe(difference)} on ${index}; the cluster does not take it on an index that is there.`,
  );
}

function notAsPlanned(index: string, settings: readonly Difference[], fields: readonly Difference[]): AppError {
  const parts = [...settings.map(describe), ...fields.map((field) => `the field ${describe(field)}`)];
  const more = parts.length > SHOWN ? `, and ${parts.length - SHOWN} more` : '';
  return new AppError(
    'content_mismatch',
    `${index} is not as it was planned, though that was asked for twice: ${parts.slice(0, SHOWN).join(', ')}${more}.`,
    {
      hint:
        `No alias was moved to ${index}, and it stays marked as unfinished. Find out what keeps its settings from the cluster ` +
        '(a proxy?) or changes them. Then run the same restore again: it goes on with this index.',
      details: { index, settings, fields },
    },
  );
}

const SHOWN = 5;

const describe = ({ name, wanted, there }: Difference): string =>
  `${name} is ${there ?? 'not set'} instead of ${wanted ?? 'the default'}`;
