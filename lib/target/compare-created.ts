import type { RestorePlan } from '../kinds/restore/schema.ts';
import { settingText } from './flat-settings.ts';
import { isJson } from './deep-merge.ts';

/** Not asked for by anyone: the server's own. */
const SERVERS_OWN =
  /^index\.(uuid|creation_date|provided_name|version\.|number_of_shards$|number_of_replicas$|routing\.allocation\.include\._tier_preference|replication\.type|mapping\.source\.mode|soft_deletes)/;

/**
 * What the cluster made of a create, against what was asked: index templates apply to it too. Sentences; empty where
 * they agree.
 */
export function compareCreated(
  plan: RestorePlan,
  there: { settings: Record<string, unknown>; mappings: Record<string, unknown> },
): string[] {
  const asked = { ...plan.settings.create };
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(asked)) {
    const is = there.settings[name];
    if (settingText(is ?? null) !== settingText(value))
      warnings.push(
        `The setting ${name} is ${settingText(is ?? null) ?? 'not set'}; ${settingText(value) ?? 'nothing'} was asked for.`,
      );
  }
  for (const [name, value] of Object.entries(there.settings)) {
    if (!(name in asked) && !SERVERS_OWN.test(name))
      warnings.push(`The setting ${name} came from an index template: ${settingText(value) ?? ''}.`);
  }
  const extra = fieldsBeyond(plan.mappings.create, there.mappings, '');
  if (extra.length > 0)
    warnings.push(
      `An index template added to the mapping: ${extra.slice(0, 10).join(', ')}${extra.length > 10 ? ` and ${extra.length - 10} more` : ''}.`,
    );
  return warnings;
}

/** Paths of fields (and root parameters) that are there but were not asked for. */
function fieldsBeyond(asked: Record<string, unknown>, there: Record<string, unknown>, path: string): string[] {
  return Object.entries(there).flatMap(([key, value]) => {
    const mine = Object.hasOwn(asked, key) ? asked[key] : undefined;
    // Of the whole mapping: a `dynamic` that a template sets decides over later writes.
    if (path === '' && !isJson(value))
      return Array.isArray(value)
        ? Array.isArray(mine) && mine.length === value.length
          ? []
          : [key]
        : settingText(mine) === settingText(value)
          ? []
          : [`${key}: ${settingText(value) ?? ''}`];
    if (mine === undefined)
      return key === 'properties' || !isJson(value)
        ? isJson(value)
          ? fieldsBeyond({}, value, path)
          : []
        : [path + key];
    if (key === 'properties' && isJson(mine) && isJson(value)) return fieldsBeyond(mine, value, path);
    const [inner, innerThere] = [
      isJson(mine) ? mine['properties'] : undefined,
      isJson(value) ? value['properties'] : undefined,
    ];
    return isJson(innerThere) ? fieldsBeyond(isJson(inner) ? inner : {}, innerThere, `${path}${key}.`) : [];
  });
}
