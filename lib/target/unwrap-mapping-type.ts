import { AppError } from '../errors.ts';
import { isJson, type Json } from './deep-merge.ts';

const isBoolean = (value: unknown): boolean => typeof value === 'boolean' || value === 'true' || value === 'false';

/** What stands at the root of a mapping, told by name *and* shape: a type may be called `dynamic`, a field `properties`. */
const ROOT: Record<string, (value: unknown) => boolean> = {
  properties: isFieldMap,
  dynamic: (value) => typeof value === 'string' || typeof value === 'boolean',
  dynamic_templates: Array.isArray,
  dynamic_date_formats: Array.isArray,
  date_formats: Array.isArray,
  date_detection: isBoolean,
  numeric_detection: isBoolean,
  enabled: isBoolean,
  include_in_all: isBoolean,
  subobjects: (value) => isBoolean(value) || value === 'auto',
  runtime: (value) =>
    isJson(value) && Object.values(value).every((field) => isJson(field) && typeof field['type'] === 'string'),
  derived: (value) =>
    isJson(value) && Object.values(value).every((field) => isJson(field) && typeof field['type'] === 'string'),
  analyzer: (value) => typeof value === 'string',
  index_analyzer: (value) => typeof value === 'string',
  search_analyzer: (value) => typeof value === 'string',
};

/** `properties` of a mapping or an object field: every value defines a field. Goes to the leaves, because names prove nothing. */
function isFieldMap(value: unknown): boolean {
  return isJson(value) && Object.values(value).every(isField);
}

function isField(value: unknown): boolean {
  if (!isJson(value)) return false;
  const type = value['type'];
  const inner = value['properties'];
  if (type !== undefined && typeof type !== 'string') return false;
  if (inner !== undefined && !isFieldMap(inner)) return false;
  // An object field that the server writes as {} or {"dynamic": "true"} has neither.
  return (
    type !== undefined ||
    inner !== undefined ||
    Object.entries(value).every(
      ([key, option]) =>
        ['dynamic', 'enabled', 'include_in_all', 'path', 'subobjects'].includes(key) && !isJson(option),
    )
  );
}

const isRootParameter = (key: string, value: unknown): boolean =>
  Object.hasOwn(ROOT, key) ? ROOT[key]!(value) : key.startsWith('_') && key !== '_doc' && key !== '_default_';

function isTypeless(mappings: Json): boolean {
  const entries = Object.entries(mappings);
  if (entries.every(([key, value]) => isRootParameter(key, value))) return true;
  // A root parameter that we don't know yet, beside real fields; no type mapping is anything but an object.
  if (entries.some(([, value]) => !isJson(value))) return true;
  const properties = mappings['properties'];
  return isJson(properties) && Object.keys(properties).length > 0 && isFieldMap(properties);
}

export interface Unwrapped {
  mapping: Json;
  /** The one type's name; null for a typeless mapping. */
  type: string | null;
  /** There was a `_default_` mapping, which is left out. */
  hadDefault: boolean;
}

/** A type by whatever name, also that of a keyword: its documents say so. */
const isNamedBy = (mappings: Json, documentTypes: readonly string[]): boolean => {
  const names = Object.keys(mappings).filter((name) => name !== '_default_');
  return names.length === 1 && documentTypes.includes(names[0]!) && isJson(mappings[names[0]!]);
};

/** The mapping of the one type there is, or the mapping itself where it has no types. Throws `refused` with the list for several. */
export function unwrapMappingType(dumped: unknown, documentTypes: readonly string[] = []): Unwrapped {
  if (dumped === null || dumped === undefined) return { mapping: {}, type: null, hadDefault: false };
  if (!isJson(dumped))
    throw new AppError('backup_damaged', 'The mappings in the backup are not a JSON object.', {
      hint: 'Take another backup; index.json of this one can’t be used.',
    });
  if (!isNamedBy(dumped, documentTypes) && isTypeless(dumped))
    return { mapping: dumped, type: null, hadDefault: false };
  const types = Object.keys(dumped).filter((name) => name !== '_default_');
  refuseSeveral(types);
  const [type = null] = types;
  const mapping = type === null ? {} : dumped[type];
  return { mapping: isJson(mapping) ? mapping : {}, type, hadDefault: Object.hasOwn(dumped, '_default_') };
}

/** An index of Elasticsearch 2 has a handful; a file made to hurt has thousands. */
const MOST_TYPES = 20;
const shortList = (types: readonly string[]): string => {
  const named = types
    .slice(0, MOST_TYPES)
    .map((type) => type.slice(0, 255))
    .join(', ');
  return types.length <= MOST_TYPES ? named : `${named} and ${types.length - MOST_TYPES} more`;
};

export function refuseSeveral(types: readonly string[]): void {
  if (types.length < 2) return;
  throw new AppError(
    'refused',
    `The backup has ${types.length} document types: ${shortList(types)}. An index of Elasticsearch 6 or later holds one.`,
    {
      hint: 'Restore each type into an index of its own on an old cluster first, and back those up.',
      details: { types: types.slice(0, MOST_TYPES).map((type) => type.slice(0, 255)) },
    },
  );
}
