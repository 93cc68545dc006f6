import { AppError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../deep-merge.ts';

const isBoolean = (value: unknown): boolean => typeof value === 'boolean' || value === 'true' || value === 'false';

/** Root parameters of a mapping, recognised by name *and* shape: a type may be called `dynamic`, a field `properties`. */
const ROOT_PARAMETERS: Record<string, (value: unknown) => boolean> = {
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
    isJsonObject(value) &&
    Object.values(value).every((field) => isJsonObject(field) && typeof field['type'] === 'string'),
  derived: (value) =>
    isJsonObject(value) &&
    Object.values(value).every((field) => isJsonObject(field) && typeof field['type'] === 'string'),
  analyzer: (value) => typeof value === 'string',
  index_analyzer: (value) => typeof value === 'string',
  search_analyzer: (value) => typeof value === 'string',
};

/** Whether this is `properties` of a mapping or an object field. Checks every level: a name alone proves nothing. */
function isFieldMap(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every(isField);
}

function isField(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const type = value['type'];
  const inner = value['properties'];
  if (type !== undefined && typeof type !== 'string') return false;
  if (inner !== undefined && !isFieldMap(inner)) return false;
  // A server writes an object field without fields as {} or {"dynamic": "true"}.
  return (
    type !== undefined ||
    inner !== undefined ||
    Object.entries(value).every(
      ([key, option]) =>
        ['dynamic', 'enabled', 'include_in_all', 'path', 'subobjects'].includes(key) && !isJsonObject(option),
    )
  );
}

const isRootParameter = (key: string, value: unknown): boolean =>
  Object.hasOwn(ROOT_PARAMETERS, key)
    ? ROOT_PARAMETERS[key]!(value)
    : key.startsWith('_') && key !== '_doc' && key !== '_default_';

function isTypeless(mappings: JsonObject): boolean {
  const entries = Object.entries(mappings);
  if (entries.every(([key, value]) => isRootParameter(key, value))) return true;
  // The mapping of a type is always an object, so this is an unknown root parameter beside `properties`.
  if (entries.some(([, value]) => !isJsonObject(value))) return true;
  const properties = mappings['properties'];
  return isJsonObject(properties) && Object.keys(properties).length > 0 && isFieldMap(properties);
}

export interface UnwrappedMapping {
  mapping: JsonObject;
  /** The one type's name; null for a typeless mapping. */
  type: string | null;
  /** The source has a `_default_` mapping, which is left out. */
  hasDefault: boolean;
}

/** Whether the one root key is a type that the documents name, even if it is also the name of a root parameter. */
const isTypeOfDocuments = (mappings: JsonObject, documentTypes: readonly string[]): boolean => {
  const names = Object.keys(mappings).filter((name) => name !== '_default_');
  return names.length === 1 && documentTypes.includes(names[0]!) && isJsonObject(mappings[names[0]!]);
};

/**
 * Removes the type level, if the mapping has one. Throws `refused` with the list for several types, and `backup_damaged`
 * if the mapping is no JSON object.
 */
export function unwrapMappingType(source: unknown, documentTypes: readonly string[] = []): UnwrappedMapping {
  if (source === null || source === undefined) return { mapping: {}, type: null, hasDefault: false };
  if (!isJsonObject(source))
    throw new AppError('backup_damaged', 'The mappings in the backup are not a JSON object.', {
      hint: 'Take another backup; index.json of this one can’t be used.',
    });
  if (!isTypeOfDocuments(source, documentTypes) && isTypeless(source))
    return { mapping: source, type: null, hasDefault: false };
  const types = Object.keys(source).filter((name) => name !== '_default_');
  assertOneType(types);
  const [type = null] = types;
  const mapping = type === null ? {} : source[type];
  return { mapping: isJsonObject(mapping) ? mapping : {}, type, hasDefault: Object.hasOwn(source, '_default_') };
}

/** A real index of Elasticsearch 2 has fewer; a malicious file may have thousands. */
const MAX_LISTED_TYPES = 20;
const MAX_TYPE_LENGTH = 255;

/** Throws `refused` with the list. */
export function assertOneType(types: readonly string[]): void {
  if (types.length < 2) return;
  const listed = types.slice(0, MAX_LISTED_TYPES).map((type) => type.slice(0, MAX_TYPE_LENGTH));
  const more = types.length > MAX_LISTED_TYPES ? ` and ${types.length - MAX_LISTED_TYPES} more` : '';
  throw new AppError(
    'refused',
    `The backup has ${types.length} document types: ${listed.join(', ')}${more}. An index of Elasticsearch 6 or later holds one.`,
    {
      hint: 'Restore each type into an index of its own on an old cluster first, and back those up.',
      details: { types: listed },
    },
  );
}
