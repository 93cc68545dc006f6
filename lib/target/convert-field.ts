import type { MappingChange } from '../contract/plan.ts';
import { snakeFormats } from './date-formats.ts';
import { isJson, type Json } from './deep-merge.ts';
import type { Capabilities } from '../elasticsearch/capabilities.ts';

/** Collects what is changed; one entry per step, so that a plan can say why of each. */
export interface Notes {
  target: Capabilities;
  changes: MappingChange[];
}

const GONE = 'no longer exists in a mapping';
/** Parameters no field of a supported server has. Sources: breaking changes of Elasticsearch 2.0, 5.0 and 6.0, "Mappings". */
const GONE_PARAMETERS = new Set([
  'include_in_all',
  'precision_step',
  'numeric_resolution',
  'compress',
  'compress_threshold',
  'index_name',
  'postings_format',
  'doc_values_format',
  'codec',
  'path',
  'lat_lon',
  'geohash',
  'geohash_prefix',
  'geohash_precision',
  'validate',
  'validate_lat',
  'validate_lon',
  'normalize',
  'normalize_lat',
  'normalize_lon',
  'payloads',
  'search_quote_analyser',
]);
/** Of shapes, until Elasticsearch 7. */
const PREFIX_TREE = ['tree', 'precision', 'tree_levels', 'strategy', 'distance_error_pct', 'points_only'];
const ONLY_TEXT = [
  'analyzer',
  'search_analyzer',
  'search_quote_analyzer',
  'position_increment_gap',
  'term_vector',
  'index_prefixes',
  'index_phrases',
];
const ANALYSED = new Set([
  'text',
  'match_only_text',
  'search_as_you_type',
  'completion',
  'token_count',
  'annotated_text',
]);
const BOOLEANS = [
  'index',
  'store',
  'doc_values',
  'norms',
  'enabled',
  'coerce',
  'ignore_malformed',
  'ignore_z_value',
  'include_in_parent',
  'include_in_root',
  'fielddata',
  'eager_global_ordinals',
];
const WORDS: Record<string, boolean> = {
  yes: true,
  on: true,
  '1': true,
  no: false,
  off: false,
  '0': false,
  true: true,
  false: false,
};
const text = (parameters: Json): string | null => {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return entries.length === 0
    ? null
    : entries.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ');
};

/** `properties`: every field of it, and theirs. Field names are data here, whatever they are called. */
export function convertProperties(properties: Json, path: string, notes: Notes): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      isJson(field) ? convertField(field, path === '' ? name : `${path}.${name}`, name, notes) : field,
    ]),
  );
}

/** One field's definition in the target's words. `assumed`: the type where none is written (dynamic templates). */
export function convertField(field: Json, path: string, name: string, notes: Notes, assumed?: string): Json {
  const before = field['type'] === 'multi_field' ? mainOfMultiField(field, path, name, notes) : field;
  const edit = editing(before, path, notes);
  dropGoneParameters(edit);
  renameParameters(edit);
  convertAnalyzers(edit);
  convertNorms(edit);
  convertIndex(edit, assumed);
  convertFielddata(edit);
  convertBooleans(edit);
  dropWhatTheTypeHasNot(edit, notes.target);
  convertDateFormat(edit, notes.target, assumed);
  dropScripts(edit, notes.target);
  convertDynamic(edit, notes.target);
  convertInnerFields(edit.out, path, notes);
  return edit.out;
}

/** A definition being rewritten. */
interface Edit {
  out: Json;
  /** Takes some parameters out and puts others in: one change of the plan. */
  set: (from: Json, to: Json, why: string) => void;
  /** Those of these parameters that the definition has. */
  pick: (...keys: string[]) => Json;
}

function editing(field: Json, path: string, notes: Notes): Edit {
  const out: Json = Object.fromEntries(Object.entries(field));
  return {
    out,
    set: (from, to, why) => {
      for (const key of Object.keys(from)) delete out[key];
      for (const [key, value] of Object.entries(to)) if (value !== undefined) out[key] = value;
      notes.changes.push({ path, from: text(from), to: text(to), why });
    },
    pick: (...keys) => Object.fromEntries(keys.filter((key) => Object.hasOwn(out, key)).map((key) => [key, out[key]])),
  };
}

function dropGoneParameters({ out, set, pick }: Edit): void {
  const needsPath = out['type'] === 'alias' || out['type'] === 'percolator';
  for (const key of Object.keys(out))
    if (GONE_PARAMETERS.has(key) && !(key === 'path' && needsPath)) set(pick(key), {}, GONE);
}

function renameParameters({ out, set, pick }: Edit): void {
  if (Object.hasOwn(out, 'position_offset_gap'))
    set(pick('position_offset_gap'), { position_increment_gap: out['position_offset_gap'] }, 'has a new name');
  const vectors = pick('store_term_vector', 'store_term_vector_positions', 'store_term_vector_offsets');
  if (Object.keys(vectors).length > 0) set(vectors, { term_vector: 'with_positions_offsets' }, 'has a new name');
}

/** Elasticsearch 7.13 and later compute values while they index; the documents don't have them. */
function dropScripts({ out, set, pick }: Edit, target: Capabilities): void {
  if (target.indexTimeScripts) return;
  if (out['script'] !== undefined)
    set(
      pick('script', 'on_script_error'),
      {},
      'the target computes no values while it indexes: the field stays empty where documents have none',
    );
}

/** Of an object: as at the root. */
function convertDynamic({ out, set, pick }: Edit, target: Capabilities): void {
  if (out['dynamic'] === 'runtime' && !target.runtimeFields)
    set(pick('dynamic'), { dynamic: 'true' }, 'the target has no runtime fields');
}

function convertBooleans({ out, set, pick }: Edit): void {
  for (const key of BOOLEANS) {
    const value = out[key];
    if (typeof value !== 'string' || !Object.hasOwn(WORDS, value)) continue;
    if (value === 'true' || value === 'false') out[key] = WORDS[value];
    else set(pick(key), { [key]: WORDS[value] }, 'is true or false now');
  }
}

function convertDateFormat({ out, set, pick }: Edit, target: Capabilities, assumed: string | undefined): void {
  const before = out['format'];
  if (typeof before !== 'string' || !target.breaking7 || !/^date/.test(String(out['type'] ?? assumed))) return;
  const format = snakeFormats(before);
  if (format !== before) set(pick('format'), { format }, 'date formats have names with underscores now');
}

/** Of an object its `properties`, of any field its `fields`. */
function convertInnerFields(out: Json, path: string, notes: Notes): void {
  if (isJson(out['properties'])) out['properties'] = convertProperties(out['properties'], path, notes);
  if (!isJson(out['fields'])) return;
  out['fields'] = Object.fromEntries(
    Object.entries(out['fields']).map(([inner, definition]) => [
      inner,
      isJson(definition)
        ? withoutCopyTo(convertField(definition, `${path}.${inner}`, inner, notes), `${path}.${inner}`, notes)
        : definition,
    ]),
  );
}

/** Elasticsearch 0.90: the field of the same name is the main one, the others are its `fields`. */
function mainOfMultiField(field: Json, path: string, name: string, notes: Notes): Json {
  const { type: _type, fields, path: _path, ...rest } = field;
  const all = isJson(fields) ? fields : {};
  const main = isJson(all[name]) ? all[name] : { type: 'string' };
  const others = Object.fromEntries(Object.entries(all).filter(([inner]) => inner !== name));
  notes.changes.push({
    path,
    from: 'type: multi_field',
    to: text({ type: main['type'] }),
    why: 'every field can have fields of its own now',
  });
  return { ...main, ...rest, ...(Object.keys(others).length > 0 ? { fields: others } : {}) };
}

function withoutCopyTo(field: Json, path: string, notes: Notes): Json {
  if (!Object.hasOwn(field, 'copy_to')) return field;
  const { copy_to: copied, ...rest } = field;
  notes.changes.push({ path, from: text({ copy_to: copied }), to: null, why: 'a field of a field can’t be copied' });
  return rest;
}

function convertAnalyzers({ out, set, pick }: Edit): void {
  if (Object.hasOwn(out, 'index_analyzer')) {
    // In Elasticsearch 1 `analyzer` was both, and `index_analyzer` one side; without a word for the other side the default searched.
    const search = out['search_analyzer'] ?? out['analyzer'] ?? 'default';
    const index = out['index_analyzer'];
    set(
      pick('index_analyzer', 'analyzer', 'search_analyzer'),
      { analyzer: index, ...(search === index ? {} : { search_analyzer: search }) },
      'index_analyzer is called analyzer now',
    );
  } else if (Object.hasOwn(out, 'search_analyzer') && !Object.hasOwn(out, 'analyzer')) {
    set(
      pick('search_analyzer'),
      { analyzer: 'default', search_analyzer: out['search_analyzer'] },
      'a search analyzer needs an analyzer beside it',
    );
  }
}

function convertNorms({ out, set, pick }: Edit): void {
  if (Object.hasOwn(out, 'omit_norms'))
    set(pick('omit_norms'), { norms: !isTrue(out['omit_norms']) }, 'is called norms now');
  if (isJson(out['norms'])) {
    const enabled = out['norms']['enabled'];
    set(pick('norms'), enabled === undefined ? {} : { norms: isTrue(enabled) }, 'is true or false now');
  }
  if (Object.hasOwn(out, 'omit_term_freq_and_positions')) {
    set(
      pick('omit_term_freq_and_positions'),
      isTrue(out['omit_term_freq_and_positions']) ? { index_options: 'docs' } : {},
      'is called index_options now',
    );
  }
}

const isTrue = (value: unknown): boolean => value === true || (typeof value === 'string' && WORDS[value] === true);

/** `string` is text or keyword now, and `index` is true or false. */
function convertIndex({ out, set, pick }: Edit, assumed: string | undefined): void {
  const index = out['index'];
  const type = out['type'];
  const old = index === 'analyzed' || index === 'not_analyzed' || index === 'no';
  const isString =
    type === 'string' ||
    (assumed === 'string' && (type === undefined || type === '{dynamic_type}' || type === '{dynamicType}') && old);
  if (!isString) {
    if (old) set(pick('index'), index === 'no' ? { index: false } : {}, 'is true or false now');
    return;
  }
  if (index === 'not_analyzed')
    set(pick('type', 'index'), { type: 'keyword' }, 'a string that is not analyzed is a keyword now');
  else if (index === 'no' || index === false || index === 'false') {
    // Without doc_values: false a value over 32,766 bytes, fine before, would be refused.
    set(
      pick('type', 'index', 'doc_values'),
      { type: 'keyword', index: false, doc_values: isTrue(out['doc_values']) },
      'a string that is not indexed is a keyword with index: false now',
    );
  } else set(pick('type', 'index'), { type: 'text' }, 'an analyzed string is a text now');
}

function convertFielddata({ out, set, pick }: Edit): void {
  const fielddata = out['fielddata'];
  if (!isJson(fielddata)) return;
  const eager = fielddata['loading'] === 'eager_global_ordinals' ? { eager_global_ordinals: true } : {};
  const frequency =
    isJson(fielddata['filter']) && isJson(fielddata['filter']['frequency'])
      ? { fielddata_frequency_filter: fielddata['filter']['frequency'] }
      : {};
  const enabled = out['type'] === 'text' && fielddata['format'] !== 'disabled';
  set(
    pick('fielddata'),
    out['type'] === 'text'
      ? enabled
        ? { fielddata: true, ...eager, ...frequency }
        : {}
      : out['type'] === 'keyword'
        ? eager
        : {},
    out['type'] === 'text' ? 'is true or false now' : 'is kept on disk as doc values now',
  );
}

function dropWhatTheTypeHasNot({ out, set, pick }: Edit, target: Capabilities): void {
  const type = out['type'];
  const drop = (keys: string[], why: string) => {
    const found = pick(...keys);
    if (Object.keys(found).length > 0) set(found, {}, why);
  };
  if (type === 'text') drop(['doc_values', 'ignore_above', 'null_value'], 'a text field has no such parameter');
  else if (type === 'keyword') {
    drop([...ONLY_TEXT, 'fielddata', 'fielddata_frequency_filter'], 'a keyword is not analyzed');
    if (out['index_options'] === 'positions' || out['index_options'] === 'offsets')
      drop(['index_options'], 'a keyword has no positions');
  } else if (typeof type === 'string' && !ANALYSED.has(type) && !type.startsWith('{') && NUMBERS_AND_SUCH.has(type)) {
    drop([...ONLY_TEXT, 'norms', 'index_options', 'similarity', 'fielddata'], `a ${type} field has no such parameter`);
  }
  if (target.breaking7 && (out['similarity'] === 'default' || out['similarity'] === 'classic'))
    drop(['similarity'], 'TF/IDF scoring no longer exists on the target: results will be ranked by BM25');
  if (target.elasticsearch8) {
    if (type !== 'alias') drop(['boost'], 'a boost is given in the query now');
    if (type === 'geo_shape') drop(PREFIX_TREE, 'shapes are indexed another way now');
  }
  if (type === 'completion' && isJson(out['context'])) {
    set(
      pick('context'),
      {
        contexts: Object.entries(out['context']).map(([name, context]) => ({
          name,
          ...(isJson(context) ? Object.fromEntries(Object.entries(context).filter(([key]) => key !== 'default')) : {}),
        })),
      },
      'is a list called contexts now',
    );
  }
}

const NUMBERS_AND_SUCH = new Set([
  'long',
  'integer',
  'short',
  'byte',
  'double',
  'float',
  'half_float',
  'boolean',
  'date',
  'ip',
  'geo_point',
  'geo_shape',
  'binary',
  'object',
  'nested',
]);
