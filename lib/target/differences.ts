import { isJsonObject, type JsonObject } from './deep-merge.ts';
import { settingText, type FlatSettings } from './settings/flat-settings.ts';
import { SETTING } from './settings/setting-names.ts';

/** A setting or field that differs from the plan. Stored in a job's failure. */
export interface Difference {
  name: string;
  /** The planned value as text; null: none. */
  wanted: string | null;
  /** The value in the index. */
  there: string | null;
}

/** The settings that differ. A planned null is the server's default, which a server does not list. */
export function differingSettings(planned: FlatSettings, actual: Readonly<FlatSettings>): Difference[] {
  const autoExpands = settingText(actual[SETTING.autoExpandReplicas] ?? 'false') !== 'false';
  return Object.entries(planned)
    .filter(([name, value]) => {
      // The server chooses the number: its default, or as many as the nodes allow.
      if (name === SETTING.replicas && (value === null || autoExpands)) return false;
      return valueText(value) !== valueText(actual[name]);
    })
    .map(([name, value]) => ({ name, wanted: settingText(value), there: settingText(actual[name]) }));
}

/** As a server stores it: a text or a list of texts. An empty list equals no value. */
const valueText = (value: unknown): string | null => {
  if (!Array.isArray(value)) return settingText(value);
  return value.length === 0 ? null : JSON.stringify(value.map(settingText));
};

/** The planned fields that are missing or have another type. Fields that a template or a document added don't count. */
export function differingFields(planned: Readonly<JsonObject>, actual: Readonly<JsonObject>): Difference[] {
  const actualTypes = fieldTypes(actual);
  return [...fieldTypes(planned)].flatMap(([name, type]): Difference[] => {
    const actualType = actualTypes.get(name);
    // A server leaves out `type: object`.
    return actualType === type || type === 'object' ? [] : [{ name, wanted: type, there: actualType ?? null }];
  });
}

/** Types by field path, with or without a type level (Elasticsearch 6). */
function fieldTypes(mappings: Readonly<JsonObject>): Map<string, string> {
  const types = new Map<string, string>();
  const collect = (fields: unknown, path: string): void => {
    if (!isJsonObject(fields)) return;
    for (const [name, field] of Object.entries(fields)) {
      if (!isJsonObject(field)) continue;
      if (typeof field['type'] === 'string') types.set(path + name, field['type']);
      collect(field['properties'], `${path}${name}.`);
      collect(field['fields'], `${path}${name}.`);
    }
  };
  collect(mappings['properties'], '');
  for (const level of Object.values(mappings)) if (isJsonObject(level)) collect(level['properties'], '');
  return types;
}
