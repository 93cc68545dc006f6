import { isJsonObject, type JsonObject } from '../deep-merge.ts';
import { convertDynamicTemplates } from './convert-dynamic-templates.ts';
import { convertProperties } from './convert-field.ts';
import { toSnakeCaseFormats } from './date-formats.ts';
import type { Conversion } from './field/field-draft.ts';

const REMOVED = 'no longer exists in a mapping';
/** Root parameters of Elasticsearch 5 and earlier, and those that a server manages itself; each with the reason shown. */
export const REMOVED_FROM_ROOT: Record<string, string> = {
  _all: 'there is no field of all fields any more; a search must name its fields',
  _timestamp: 'the time of indexing is not kept any more',
  _ttl: 'documents no longer expire by themselves',
  _parent: 'parents and children are a join field now; the documents and their routing are kept, the relation is not',
  _boost: REMOVED,
  _analyzer: REMOVED,
  _uid: REMOVED,
  _id: REMOVED,
  _type: REMOVED,
  _index: REMOVED,
  _version: REMOVED,
  transform: REMOVED,
  include_in_all: REMOVED,
  index_analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default)',
  search_analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default_search)',
  analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default)',
  _data_stream_timestamp: 'the restored index is no part of a data stream',
};

/** Records what a root parameter becomes; null: it is left out. */
type RecordChange = (to: unknown, why: string) => void;

/** Converts one root parameter: returns its new names and values, none if it is left out. */
type RootRule = (value: unknown, conversion: Conversion, record: RecordChange) => [name: string, value: unknown][];

const REMOVED_FROM_SOURCE = ['compress', 'compress_threshold', 'format'];

/** Either name becomes `dynamic_date_formats`. */
const convertDateFormats =
  (name: 'date_formats' | 'dynamic_date_formats'): RootRule =>
  (value, { target }, record) => {
    const formats =
      Array.isArray(value) && target.breaking7
        ? value.map((format) => (typeof format === 'string' ? toSnakeCaseFormats(format) : format))
        : value;
    if (name === 'date_formats' || JSON.stringify(formats) !== JSON.stringify(value))
      record(formats, 'date formats have new names');
    return [['dynamic_date_formats', formats]];
  };

/** Parameters that need a conversion, by name. The others are copied. */
export const ROOT_RULES: Record<string, RootRule> = {
  properties: (value, conversion) => [
    ['properties', isJsonObject(value) ? convertProperties(value, '', conversion) : value],
  ],
  dynamic_templates: (value, conversion) => [
    ['dynamic_templates', Array.isArray(value) ? convertDynamicTemplates(value, conversion) : value],
  ],
  runtime: (value, { target }, record) => {
    if (target.runtimeFields) return [['runtime', value]];
    record(null, 'the target has no runtime fields; nothing of the documents is lost');
    return [];
  },
  derived: (value, { target }, record) => {
    if (target.derivedFields) return [['derived', value]];
    record(null, 'the target has no derived fields; nothing of the documents is lost');
    return [];
  },
  dynamic: (value, { target }, record) => {
    if (value !== 'runtime' || target.runtimeFields) return [['dynamic', value]];
    record('true', 'the target has no runtime fields');
    return [['dynamic', 'true']];
  },
  _routing: (value, _conversion, record) => {
    if (!isJsonObject(value) || !Object.hasOwn(value, 'path')) return [['_routing', value]];
    const { path: _path, store: _store, ...rest } = value;
    record(rest, 'routing is given with the document now; the backup has each document’s');
    return unlessEmpty('_routing', rest);
  },
  _source: (value, _conversion, record) => {
    if (!isJsonObject(value) || !REMOVED_FROM_SOURCE.some((name) => Object.hasOwn(value, name)))
      return [['_source', value]];
    const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !REMOVED_FROM_SOURCE.includes(name)));
    record(rest, 'sources are always compressed now');
    return unlessEmpty('_source', rest);
  },
  _field_names: (value, { target }, record) => {
    if (!target.elasticsearch8) return [['_field_names', value]];
    record(null, 'can’t be switched off any more');
    return [];
  },
  date_formats: convertDateFormats('date_formats'),
  dynamic_date_formats: convertDateFormats('dynamic_date_formats'),
};

const unlessEmpty = (name: string, value: JsonObject): [string, unknown][] =>
  Object.keys(value).length > 0 ? [[name, value]] : [];
