import { definitionParts, parseDefinition } from '../archive/definition-parts.ts';
import { DEFINITION_LIMITS } from '../archive/entry-limits.ts';
import type { ByWord } from '../contract/by-name.ts';
import type { IndexField } from '../contract/index-page.ts';
import { isRawNumber } from '../json/exact.ts';
import { exceededLimit } from '../json/limits.ts';
import { indentJson, type IndentedText } from '../json/indent.ts';
import { differenceOf } from './difference.ts';

/** Most that are listed; `total` counts all. */
const MAX_FIELDS = 20_000;
const MAX_CHARACTERS = 500;

export interface LiveDefinition {
  settings: IndentedText;
  mappings: IndentedText;
  settingCount: number;
  /** null: the definition is too large to be read field by field. */
  fields: { list: IndexField[]; total: number } | null;
}

/** The definition of an index that exists: settings and mappings as text, at most `maxCharacters` of each, and its fields. */
export function describeLive({
  definition,
  maxCharacters,
}: {
  definition: Buffer;
  maxCharacters: number;
}): LiveDefinition {
  const parts = definitionParts(definition);
  const textOf = (part: 'settings' | 'mappings'): IndentedText => {
    const { start, end } = parts[part] ?? { start: 0, end: 0 };
    return start === end ? { text: '{}', cut: false } : indentJson(definition, start, end, maxCharacters);
  };
  const texts = { settings: textOf('settings'), mappings: textOf('mappings') };
  if (exceededLimit(definition, DEFINITION_LIMITS) !== null) return { ...texts, settingCount: 0, fields: null };
  const { settings, mappings } = parseDefinition(definition);
  return { ...texts, settingCount: differenceOf({}, settings).lines.length, fields: fieldsIn(mappings) };
}

type Entries = readonly (readonly [string, unknown])[];

/**
 * The fields of a mapping, also below types (Elasticsearch 6) and in multi-fields; an object without a type is not one itself. In
 * the order of the mapping.
 */
export function fieldsIn(mappings: unknown): { list: IndexField[]; total: number } {
  const found: { list: IndexField[]; total: number } = { list: [], total: 0 };
  const add = (field: IndexField) => {
    found.total += 1;
    if (found.list.length < MAX_FIELDS) found.list.push(field);
  };
  const roots = isObject(member(mappings, 'properties'))
    ? [mappings]
    : [mappings, ...entriesIn(mappings).map(([, type]) => type)].filter((each) => isObject(each));
  for (const root of roots) {
    walk(entriesIn(member(root, 'properties')), '', add);
    for (const [path, runtime] of entriesIn(member(root, 'runtime')))
      add({ path: clip(path), type: `${textIn(runtime, 'type') ?? 'unknown'}, at search time`, analyzer: null });
  }
  return found;
}

function walk(properties: Entries, prefix: string, add: (field: IndexField) => void): void {
  for (const [name, definition] of properties) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const inner = entriesIn(member(definition, 'properties'));
    const type = textIn(definition, 'type');
    // "object" alone holds other fields; "nested" is searched in its own way.
    if (type !== null && (type !== 'object' || inner.length === 0)) add(fieldOf(path, type, definition));
    else if (type === null && inner.length === 0) add(fieldOf(path, 'object', definition));
    walk(inner, path, add);
    for (const [sub, multi] of entriesIn(member(definition, 'fields')))
      add(fieldOf(`${path}.${sub}`, textIn(multi, 'type') ?? 'unknown', multi));
  }
}

function fieldOf(path: string, type: string, definition: unknown): IndexField {
  const target = type === 'alias' ? textIn(definition, 'path') : null;
  const unsearchable = member(definition, 'index') === false || member(definition, 'enabled') === false;
  return {
    path: clip(path),
    type: clip(`${type}${target === null ? '' : ` of ${target}`}${unsearchable ? ', not searchable' : ''}`),
    analyzer: clipOrNull(textIn(definition, 'analyzer') ?? textIn(definition, 'normalizer')),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);
const entriesIn = (value: unknown): Entries => (isObject(value) ? Object.entries(value) : []);
const member = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? (value as ByWord<unknown>)[key] : undefined;
function textIn(value: unknown, key: string): string | null {
  const found = member(value, key);
  return typeof found === 'string' ? found : null;
}
const clip = (text: string): string => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
const clipOrNull = (text: string | null): string | null => (text === null ? null : clip(text));
