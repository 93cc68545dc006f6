import { isJson } from './deep-merge.ts';
import { settingText, type FlatSettings } from './flat-settings.ts';

const REPLICAS = 'index.number_of_replicas';
const AUTO_EXPAND = 'index.auto_expand_replicas';

/** One thing that is not as it was planned. */
export interface Difference {
  name: string;
  /** In words; null: not there. */
  wanted: string | null;
  there: string | null;
}

/** Which of the settings the index has otherwise. Null: the server's own default, which it does not list. */
export function differingSettings(wanted: FlatSettings, there: Readonly<Record<string, unknown>>): Difference[] {
  const expands = settingText(there[AUTO_EXPAND] ?? 'false') !== 'false';
  return Object.entries(wanted)
    .filter(([name, value]) => {
      // The server's own number: of its default, and of an index that expands, which follows the nodes.
      if (name === REPLICAS && (value === null || expands)) return false;
      return valueText(value) !== valueText(there[name]);
    })
    .map(([name, value]) => ({ name, wanted: settingText(value), there: settingText(there[name]) }));
}

/** As the server keeps it: texts, and lists of texts; an empty list is none. */
const valueText = (value: unknown): string | null => {
  if (!Array.isArray(value)) return settingText(value);
  return value.length === 0 ? null : JSON.stringify(value.map(settingText));
};

/** Which fields are missing, or of another type. What a template or a document added is no difference. */
export function differingFields(wanted: Readonly<Record<string, unknown>>, there: Readonly<Record<string, unknown>>) {
  const found = fieldTypes(there);
  return [...fieldTypes(wanted)].flatMap(([name, type]): Difference[] => {
    const is = found.get(name);
    // Every field with fields of its own is an object; the server leaves the word out.
    return is === type || type === 'object' ? [] : [{ name, wanted: type, there: is ?? null }];
  });
}

/** Types by the path of the field, also of a mapping with a type level (Elasticsearch 6). */
function fieldTypes(mappings: Readonly<Record<string, unknown>>): Map<string, string> {
  const types = new Map<string, string>();
  const walk = (fields: unknown, path: string): void => {
    if (!isJson(fields)) return;
    for (const [name, field] of Object.entries(fields)) {
      if (!isJson(field)) continue;
      if (typeof field['type'] === 'string') types.set(path + name, field['type']);
      walk(field['properties'], `${path}${name}.`);
      walk(field['fields'], `${path}${name}.`);
    }
  };
  walk(mappings['properties'], '');
  for (const level of Object.values(mappings)) if (isJson(level)) walk(level['properties'], '');
  return types;
}
