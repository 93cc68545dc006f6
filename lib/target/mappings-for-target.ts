import type { ClusterIdentity } from '../contract/cluster.ts';
import type { MappingChange } from '../contract/plan.ts';
import { convertField, convertProperties, type Notes } from './convert-field.ts';
import { snakeFormats } from './date-formats.ts';
import { deepMerge, isJson, type Json } from './deep-merge.ts';
import { capabilitiesOf, type Capabilities } from '../elasticsearch/capabilities.ts';
import { refuseSeveral, unwrapMappingType } from './unwrap-mapping-type.ts';

export interface MappingsInput {
  /** `mappings` of index.json: with or without types, from any version. */
  dumped: unknown;
  target: Pick<ClusterIdentity, 'distribution' | 'version'>;
  /** Laid over the converted mapping: objects merge, null removes. With or without the type's name round it. */
  overrides?: unknown;
  /** Types found in the action lines. */
  documentTypes?: readonly string[];
}

export interface MappingsForTarget {
  /** As a create takes it: under the type's name for 6.8. */
  create: Json;
  changes: MappingChange[];
  /** The type that bulks need on 6.8; null from 7 on. */
  type: string | null;
}

/**
 * A backup's mappings in the target's words: types unwrapped or put back, what older versions said translated on every
 * level. Throws `refused` with the list for several types: their ids could clash, and one document would be lost silently.
 */
export function mappingsForTarget(input: MappingsInput): MappingsForTarget {
  const target = capabilitiesOf(input.target);
  const changes: MappingChange[] = [];
  const { mapping, type: mappedType, hadDefault } = unwrapMappingType(input.dumped, input.documentTypes);
  const ofDocuments = (input.documentTypes ?? []).filter((type) => type !== '_doc');
  const types = [...new Set([...(mappedType === null || mappedType === '_doc' ? [] : [mappedType]), ...ofDocuments])];
  refuseSeveral(types);
  const type = typeFor(types[0] ?? '_doc', target, changes);

  if (hadDefault)
    changes.push({
      path: '_default_',
      from: 'a mapping for new types',
      to: null,
      why: 'an index has no other types any more',
    });
  if (target.breaking7 && mappedType !== null)
    changes.push({
      path: '',
      from: `type ${mappedType}`,
      to: 'no type',
      why: 'the target’s indices have no types; ids and routing stay as they are',
    });
  if (!target.breaking7 && mappedType === null)
    changes.push({ path: '', from: 'no type', to: `type ${type}`, why: 'the target’s indices have one type' });

  const converted = convertRoot(mapping, { target, changes });
  const overridden = isJson(input.overrides) ? override(converted, input.overrides, mappedType, changes) : converted;
  return {
    create: target.breaking7 ? overridden : { [type]: overridden },
    changes,
    type: target.breaking7 ? null : type,
  };
}

/** The type on Elasticsearch 6, by another name where that server doesn't take the old one for a type's. */
function typeFor(type: string, { breaking7 }: Capabilities, changes: MappingChange[]): string {
  const why = breaking7 ? null : whyNoType(type);
  if (why === null) return type;
  changes.push({ path: '', from: `type ${type}`, to: 'type _doc', why: `${why}; ids and routing stay as they are` });
  return '_doc';
}

/** [tried on 6.8.23] Elasticsearch 1 took all of these, 2 the first. */
function whyNoType(type: string): string | null {
  if (type === 'properties') return 'the target takes a type of that name for the fields of the mapping';
  if (type !== '_doc' && (/^[_.]|[,#]/.test(type) || Buffer.byteLength(type) > 255))
    return 'the target allows no type of that name';
  return null;
}

const GONE = 'no longer exists in a mapping';
/** Root parameters of Elasticsearch 5 and before, and of the server's own bookkeeping. */
const GONE_AT_ROOT: Record<string, string> = {
  _all: 'there is no field of all fields any more; searches name theirs',
  _timestamp: 'the time of indexing is not kept any more',
  _ttl: 'documents no longer expire by themselves',
  _parent: 'parents and children are a join field now; the documents and their routing are kept, the relation is not',
  _boost: GONE,
  _analyzer: GONE,
  _uid: GONE,
  _id: GONE,
  _type: GONE,
  _index: GONE,
  _version: GONE,
  transform: GONE,
  include_in_all: GONE,
  index_analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default)',
  search_analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default_search)',
  analyzer: 'the default analyzer is a setting now (index.analysis.analyzer.default)',
  _data_stream_timestamp: 'the restored index is no part of a data stream',
};

/** What a root parameter becomes: its new names and values, or nothing. */
type RootRule = (value: unknown, notes: Notes, note: (to: unknown, why: string) => void) => [string, unknown][];

const GONE_FROM_SOURCE = ['compress', 'compress_threshold', 'format'];
const datesAtRoot =
  (name: 'date_formats' | 'dynamic_date_formats'): RootRule =>
  (value, { target }, note) => {
    const formats =
      Array.isArray(value) && target.breaking7
        ? value.map((format) => (typeof format === 'string' ? snakeFormats(format) : format))
        : value;
    if (name === 'date_formats' || JSON.stringify(formats) !== JSON.stringify(value))
      note(formats, 'date formats have new names');
    return [['dynamic_date_formats', formats]];
  };

const ROOT_RULES: Record<string, RootRule> = {
  properties: (value, notes) => [['properties', isJson(value) ? convertProperties(value, '', notes) : value]],
  dynamic_templates: (value, notes) => [
    ['dynamic_templates', Array.isArray(value) ? convertTemplates(value, notes) : value],
  ],
  runtime: (value, { target }, note) => {
    if (target.runtimeFields) return [['runtime', value]];
    note(null, 'the target has no runtime fields; nothing of the documents is lost');
    return [];
  },
  derived: (value, { target }, note) => {
    if (target.derivedFields) return [['derived', value]];
    note(null, 'the target has no derived fields; nothing of the documents is lost');
    return [];
  },
  dynamic: (value, { target }, note) => {
    if (value !== 'runtime' || target.runtimeFields) return [['dynamic', value]];
    note('true', 'the target has no runtime fields');
    return [['dynamic', 'true']];
  },
  _routing: (value, _notes, note) => {
    if (!isJson(value) || !Object.hasOwn(value, 'path')) return [['_routing', value]];
    const { path: _path, store: _store, ...rest } = value;
    note(rest, 'routing is given with the document now; the backup has each document’s');
    return unlessEmpty('_routing', rest);
  },
  _source: (value, _notes, note) => {
    if (!isJson(value) || !GONE_FROM_SOURCE.some((gone) => Object.hasOwn(value, gone))) return [['_source', value]];
    const rest = Object.fromEntries(Object.entries(value).filter(([inner]) => !GONE_FROM_SOURCE.includes(inner)));
    note(rest, 'sources are always compressed now');
    return unlessEmpty('_source', rest);
  },
  _field_names: (value, { target }, note) => {
    if (!target.elasticsearch8) return [['_field_names', value]];
    note(null, 'can’t be switched off any more');
    return [];
  },
  date_formats: datesAtRoot('date_formats'),
  dynamic_date_formats: datesAtRoot('dynamic_date_formats'),
};

const unlessEmpty = (name: string, value: Json): [string, unknown][] =>
  Object.keys(value).length > 0 ? [[name, value]] : [];

function convertRoot(mapping: Json, notes: Notes): Json {
  const converted = new Map<string, unknown>();
  for (const [key, value] of Object.entries(mapping)) {
    const note = (to: unknown, why: string) =>
      notes.changes.push({ path: key, from: short(value), to: to === null ? null : short(to), why });
    if (Object.hasOwn(GONE_AT_ROOT, key)) note(null, GONE_AT_ROOT[key]!);
    else if (Object.hasOwn(ROOT_RULES, key))
      for (const [name, to] of ROOT_RULES[key]!(value, notes, note)) converted.set(name, to);
    else converted.set(key, value);
  }
  return Object.fromEntries(converted);
}

/** Dynamic types of Elasticsearch 1 that later ones fold into two. */
const MATCHED_TYPES: Record<string, string> = { integer: 'long', short: 'long', byte: 'long', float: 'double' };

function convertTemplates(templates: unknown[], notes: Notes): unknown[] {
  return templates.flatMap((entry) => {
    const named = isJson(entry) ? Object.entries(entry)[0] : undefined;
    if (!named || !isJson(named[1])) return [entry];
    const [name, template] = named;
    const path = `dynamic_templates.${name}`;
    const matched = template['match_mapping_type'];
    if (template['runtime'] !== undefined && !notes.target.runtimeFields) {
      notes.changes.push({ path, from: 'makes runtime fields', to: null, why: 'the target has no runtime fields' });
      return [];
    }
    const mapping = isJson(template['mapping']) ? template['mapping'] : undefined;
    if (!mapping) return [entry];
    const base: Json = { ...template };
    if (typeof matched === 'string' && Object.hasOwn(MATCHED_TYPES, matched)) {
      base['match_mapping_type'] = MATCHED_TYPES[matched];
      notes.changes.push({
        path,
        from: `match_mapping_type: ${matched}`,
        to: `match_mapping_type: ${MATCHED_TYPES[matched]!}`,
        why: 'is what a number of this kind is taken for now',
      });
    }
    const type = mapping['type'];
    const open = type === undefined || type === '{dynamic_type}' || type === '{dynamicType}';
    const forAll = matched === undefined || matched === '*';
    if (open && forAll && (mapping['index'] === 'not_analyzed' || mapping['index'] === 'no')) {
      // It meant "a string becomes …, anything else stays what it is": two templates say that now.
      notes.changes.push({
        path,
        from: 'one template for every type',
        to: `${name}_strings and ${name}`,
        why: 'only strings can be left unanalyzed',
      });
      return [
        {
          [`${name}_strings`]: {
            ...base,
            match_mapping_type: 'string',
            mapping: convertField({ ...mapping, type: 'string' }, `${path}_strings`, name, notes),
          },
        },
        { [name]: { ...base, mapping: convertField(mapping, path, name, notes) } },
      ];
    }
    return [
      {
        [name]: {
          ...base,
          mapping: convertField(mapping, path, name, notes, matched === 'string' ? 'string' : undefined),
        },
      },
    ];
  });
}

function override(converted: Json, overrides: Json, mappedType: string | null, changes: MappingChange[]): Json {
  // An override need not be a whole definition, so its shape tells nothing: only the backup's own type name is taken off.
  const inner =
    mappedType !== null && mappedType !== 'properties' && Object.keys(overrides).length === 1
      ? overrides[mappedType]
      : undefined;
  const over = isJson(inner) ? inner : overrides;
  for (const [path, from, to] of differences(converted, over, ''))
    changes.push({ path, from: short(from), to: to === null ? null : short(to), why: 'your mapping' });
  return deepMerge(converted, over);
}

function differences(base: unknown, over: Json, at: string): [path: string, from: unknown, to: unknown][] {
  return Object.entries(over).flatMap(([key, value]): [string, unknown, unknown][] => {
    const path = at === '' ? key : `${at}.${key}`;
    const before = isJson(base) && Object.hasOwn(base, key) ? base[key] : undefined;
    if (isJson(value) && isJson(before)) return differences(before, value, path);
    return JSON.stringify(before) === JSON.stringify(value) || (value === null && before === undefined)
      ? []
      : [[path, before, value]];
  });
}

function short(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
