import type { RestorePlan } from '../kinds/restore/schema.ts';
import { isJsonObject } from './deep-merge.ts';
import { settingText, type FlatSettings } from './settings/flat-settings.ts';

/** Settings that a server adds to every index. */
const ADDED_BY_SERVER =
  /^index\.(uuid|creation_date|provided_name|version\.|number_of_shards$|number_of_replicas$|routing\.allocation\.include\._tier_preference|replication\.type|mapping\.source\.mode|soft_deletes)/;

const MAX_LISTED_FIELDS = 10;

/**
 * Compares a created index with its plan: index templates apply to a create request too. Returns a sentence for each
 * difference.
 */
export function compareCreated(
  plan: RestorePlan,
  created: { settings: FlatSettings; mappings: Record<string, unknown> },
): string[] {
  const extra = addedPaths(plan.mappings.create, created.mappings, '');
  const more = extra.length > MAX_LISTED_FIELDS ? ` and ${extra.length - MAX_LISTED_FIELDS} more` : '';
  return [
    ...compareSettings(plan.settings.create, created.settings),
    ...(extra.length > 0
      ? [`An index template added to the mapping: ${extra.slice(0, MAX_LISTED_FIELDS).join(', ')}${more}.`]
      : []),
  ];
}

function compareSettings(planned: FlatSettings, created: FlatSettings): string[] {
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(planned)) {
    const actual = settingText(created[name] ?? null);
    if (actual !== settingText(value))
      warnings.push(`The setting ${name} is ${actual ?? 'not set'}; ${settingText(value) ?? 'nothing'} was requested.`);
  }
  for (const [name, value] of Object.entries(created)) {
    if (!(name in planned) && !ADDED_BY_SERVER.test(name))
      warnings.push(`The setting ${name} came from an index template: ${settingText(value) ?? ''}.`);
  }
  return warnings;
}

/** Paths of the fields and root parameters that the created mapping has and the planned one has not. */
function addedPaths(planned: Record<string, unknown>, created: Record<string, unknown>, path: string): string[] {
  return Object.entries(created).flatMap(([key, value]) => {
    const plannedValue = Object.hasOwn(planned, key) ? planned[key] : undefined;
    if (path === '' && !isJsonObject(value)) return addedRootParameter(key, plannedValue, value);
    if (key === 'properties' && isJsonObject(value) && (plannedValue === undefined || isJsonObject(plannedValue)))
      return addedPaths(plannedValue ?? {}, value, path);
    if (plannedValue === undefined && key !== 'properties' && isJsonObject(value)) return [path + key];
    const inner = propertiesOf(value);
    return inner ? addedPaths(propertiesOf(plannedValue) ?? {}, inner, `${path}${key}.`) : [];
  });
}

/** A `dynamic` that a template sets affects every later write, so root parameters are compared by value too. */
function addedRootParameter(key: string, planned: unknown, created: unknown): string[] {
  if (Array.isArray(created)) return Array.isArray(planned) && planned.length === created.length ? [] : [key];
  return settingText(planned) === settingText(created) ? [] : [`${key}: ${settingText(created) ?? ''}`];
}

function propertiesOf(field: unknown): Record<string, unknown> | null {
  const properties = isJsonObject(field) ? field['properties'] : undefined;
  return isJsonObject(properties) ? properties : null;
}
