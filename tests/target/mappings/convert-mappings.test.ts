import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../lib/errors.ts';
import { convertMappings } from '../../../lib/target/mappings/convert-mappings.ts';

const ES6 = { distribution: 'elasticsearch', version: '6.8.23' } as const;
const ES7 = { distribution: 'elasticsearch', version: '7.17.29' } as const;
const ES8 = { distribution: 'elasticsearch', version: '8.19.9' } as const;
const convert = (source: unknown, more: Partial<Parameters<typeof convertMappings>[0]> = {}) =>
  convertMappings({ source, target: ES8, ...more });
const convertFields = (properties: unknown, target: Parameters<typeof convertMappings>[0]['target'] = ES8) =>
  convert({ doc: { properties } }, { target }).create['properties'] as Record<string, Record<string, unknown>>;
const convertOne = (field: unknown, target: Parameters<typeof convertMappings>[0]['target'] = ES8) =>
  convertFields({ f: field }, target)['f'];

describe('types', () => {
  it('a single type is removed for 7 and later, and restored for 6.8', () => {
    const source = { edition: { dynamic: 'strict', properties: { title: { type: 'text' } } } };
    expect(convert(source)).toMatchObject({ create: source.edition, type: null });
    expect(convert(source, { target: ES6 })).toMatchObject({ create: source, type: 'edition', changes: [] });
    expect(convert(source.edition, { target: ES6 })).toMatchObject({ create: { _doc: source.edition }, type: '_doc' });
    expect(convert(source.edition, { target: ES6, documentTypes: ['edition'] })).toMatchObject({
      create: source,
      type: 'edition',
    });
    expect(convert({ _doc: source.edition }, { target: ES6 }).type).toBe('_doc');
  });

  it.each([
    ['a field called type', { properties: { type: { type: 'keyword' } } }],
    ['a field called properties', { properties: { properties: { type: 'keyword' } } }],
    ['an object called properties', { properties: { properties: { properties: { title: { type: 'text' } } } } }],
    [
      'an object called properties with a field called properties',
      { properties: { properties: { properties: { properties: { type: 'text' } } } } },
    ],
    [
      'a field called type in an object called type',
      { properties: { type: { properties: { type: { type: 'long' } } } } },
    ],
    ['an empty mapping', {}],
    [
      'root parameters only',
      {
        dynamic: 'false',
        _meta: { edition: { properties: {} } },
        dynamic_templates: [],
        date_detection: false,
        _source: { enabled: true },
      },
    ],
    ['no field', { properties: {} }],
    ['runtime fields', { runtime: { day: { type: 'keyword' } }, properties: {} }],
    ['a parameter of the future', { properties: { a: { type: 'text' } }, quantum: { on: true } }],
    ['an object without a field', { properties: { o: { dynamic: 'false' }, p: {} } }],
  ])('a typeless mapping is not changed: %s', (_name, mapping) => {
    expect(convert(mapping)).toEqual({ create: mapping, changes: [], type: null });
  });

  it.each(['properties', 'type', 'dynamic', 'runtime', '_doc', 'analyzer', 'enabled'])(
    'a type called %s is recognised as a type',
    (name) => {
      const inner = { dynamic: 'false', properties: { properties: { type: 'keyword' }, type: { type: 'long' } } };
      expect(convert({ [name]: inner }).create).toEqual(inner);
      expect(convert({ [name]: { properties: { type: { type: 'text' } } } }).create).toEqual({
        properties: { type: { type: 'text' } },
      });
      expect(convert({ [name]: inner }, { target: ES6 }).create).toEqual({
        [name === 'properties' ? '_doc' : name]: inner,
      });
    },
  );

  it.each(['properties', '_source', '_default_x', '.a', 'a,b', 'a#b', 'x'.repeat(256)])(
    'a type name that Elasticsearch 6 refuses becomes _doc, and the plan shows it: %s',
    (name) => {
      const inner = { properties: { [name]: { type: 'keyword' } } };
      const { create, type, changes } = convert({ [name]: inner }, { target: ES6, documentTypes: [name] });
      expect([create, type]).toEqual([{ _doc: inner }, '_doc']);
      expect(changes).toEqual([
        {
          path: '',
          from: `type ${name}`,
          to: 'type _doc',
          why: expect.stringMatching(/ids and routing do not change/) as string,
        },
      ]);
      expect(convert({ [name]: inner }, { target: ES8, documentTypes: [name] })).toMatchObject({
        create: inner,
        type: null,
      });
    },
  );

  it('the type _default_ of documents becomes _doc on Elasticsearch 6', () => {
    expect(convert({ _default_: {} }, { target: ES6, documentTypes: ['_default_'] }).type).toBe('_doc');
  });

  it('several types in the mapping or the documents are refused with their names', () => {
    for (const attempt of [
      () => convert({ edition: { properties: {} }, best_bet: { properties: {} } }),
      () => convert({ edition: { properties: {} } }, { documentTypes: ['edition', 'best_bet'] }),
      () => convert({ properties: {} }, { documentTypes: ['edition', 'best_bet'] }),
      () => convert({ properties: { properties: { a: { type: 'text' } } }, edition: { properties: {} } }),
    ]) {
      try {
        attempt();
        expect.unreachable();
      } catch (error) {
        expect(isAppError(error) && error.code).toBe('refused');
        expect((error as Error).message).toMatch(/edition/);
      }
    }
    expect(convert({ edition: { properties: {} } }, { documentTypes: ['_doc'] }).create).toEqual({ properties: {} });
  });

  it('a _default_ mapping is left out, and the plan shows it', () => {
    const result = convert({ _default_: { _all: { enabled: false } }, doc: { properties: {} } });
    expect(result.create).toEqual({ properties: {} });
    expect(result.changes.map((change) => change.path)).toContain('_default_');
  });
});

describe('mappings of Elasticsearch 1 to 5', () => {
  it('the mapping of the es_dump_restore fixture is converted', () => {
    const { create, changes } = convert({
      edition: {
        _all: { enabled: true },
        dynamic: 'false',
        properties: {
          title: { type: 'string', fields: { no_stop: { type: 'string', index: 'analyzed' } } },
          link: { type: 'string', index: 'not_analyzed', include_in_all: false },
          indexable_content: { type: 'string' },
          public_timestamp: { type: 'date', format: 'strict_date_optional_time||epoch_millis' },
          raw: { type: 'string', index: 'no' },
        },
      },
    });
    expect(create).toEqual({
      dynamic: 'false',
      properties: {
        title: { type: 'text', fields: { no_stop: { type: 'text' } } },
        link: { type: 'keyword' },
        indexable_content: { type: 'text' },
        public_timestamp: { type: 'date', format: 'strict_date_optional_time||epoch_millis' },
        raw: { type: 'keyword', index: false, doc_values: false },
      },
    });
    expect(changes.map((change) => change.path).sort()).toEqual([
      '',
      '_all',
      'indexable_content',
      'link',
      'link',
      'raw',
      'title',
      'title.no_stop',
    ]);
    expect(changes.every((change) => change.why !== '')).toBe(true);
  });

  it.each([
    [
      { type: 'string', analyzer: 'english', norms: { enabled: false }, doc_values: false, ignore_above: 256 },
      { type: 'text', analyzer: 'english', norms: false },
    ],
    [
      {
        type: 'string',
        index: 'not_analyzed',
        norms: { enabled: true, loading: 'eager' },
        ignore_above: 256,
        doc_values: true,
        analyzer: 'x',
        fielddata: { loading: 'eager_global_ordinals' },
      },
      { type: 'keyword', norms: true, ignore_above: 256, doc_values: true, eager_global_ordinals: true },
    ],
    [
      { type: 'string', index_analyzer: 'a', search_analyzer: 'b' },
      { type: 'text', analyzer: 'a', search_analyzer: 'b' },
    ],
    [
      { type: 'string', index_analyzer: 'a' },
      { type: 'text', analyzer: 'a', search_analyzer: 'default' },
    ],
    [
      { type: 'string', analyzer: 's', index_analyzer: 'a' },
      { type: 'text', analyzer: 'a', search_analyzer: 's' },
    ],
    [
      { type: 'string', search_analyzer: 'b' },
      { type: 'text', analyzer: 'default', search_analyzer: 'b' },
    ],
    [
      { type: 'string', omit_norms: true, omit_term_freq_and_positions: true, store: 'yes', term_vector: 'yes' },
      { type: 'text', norms: false, index_options: 'docs', store: true, term_vector: 'yes' },
    ],
    [{ type: 'string', fielddata: { format: 'disabled' } }, { type: 'text' }],
    [
      {
        type: 'string',
        fielddata: { format: 'paged_bytes', filter: { frequency: { min: 0.1 } } },
        position_offset_gap: 10,
      },
      { type: 'text', fielddata: true, fielddata_frequency_filter: { min: 0.1 }, position_increment_gap: 10 },
    ],
    [
      { type: 'string', null_value: 'NULL', index: 'not_analyzed', boost: 2 },
      { type: 'keyword', null_value: 'NULL' },
    ],
    [{ type: 'long', index: 'not_analyzed', precision_step: 8, fielddata: { format: 'doc_values' } }, { type: 'long' }],
    [
      { type: 'integer', index: 'no', store: 'no', norms: { enabled: false } },
      { type: 'integer', index: false, store: false },
    ],
    [{ type: 'boolean', index: 'analyzed' }, { type: 'boolean' }],
    [{ type: 'geo_point', lat_lon: true, geohash_prefix: true, validate: false }, { type: 'geo_point' }],
    [
      { type: 'date', format: 'dateOptionalTime||yyyy-MM-dd', index_name: 'x', postings_format: 'y' },
      { type: 'date', format: 'date_optional_time||yyyy-MM-dd' },
    ],
    [
      {
        type: 'completion',
        payloads: true,
        index_analyzer: 'simple',
        search_analyzer: 'simple',
        context: { colour: { type: 'category', path: 'c', default: ['red'] } },
      },
      { type: 'completion', analyzer: 'simple', contexts: [{ name: 'colour', type: 'category', path: 'c' }] },
    ],
    [
      {
        type: 'multi_field',
        path: 'just_name',
        fields: { f: { type: 'string' }, raw: { type: 'string', index: 'not_analyzed' } },
      },
      { type: 'text', fields: { raw: { type: 'keyword' } } },
    ],
    [
      { type: 'keyword', ignore_above: 256 },
      { type: 'keyword', ignore_above: 256 },
    ],
    [
      { type: 'alias', path: 'other' },
      { type: 'alias', path: 'other' },
    ],
    [
      { type: 'text', fielddata: true },
      { type: 'text', fielddata: true },
    ],
    [
      { type: 'dense_vector', dims: 3, index: true, similarity: 'cosine' },
      { type: 'dense_vector', dims: 3, index: true, similarity: 'cosine' },
    ],
    [{ type: 'string', similarity: 'classic' }, { type: 'text' }],
  ])('a field is converted: %j', (before, after) => {
    expect(convertOne(before)).toEqual(after);
  });

  it('fields are converted on every level, also fields called type and properties', () => {
    expect(
      convertFields({
        type: { type: 'string', index: 'not_analyzed' },
        properties: { properties: { type: { type: 'string' }, index: { type: 'string', index: 'no' } } },
        list: {
          type: 'nested',
          include_in_parent: true,
          include_in_all: false,
          properties: {
            deep: {
              type: 'object',
              properties: {
                name: { type: 'string', fields: { raw: { type: 'string', index: 'not_analyzed', copy_to: 'x' } } },
              },
            },
          },
        },
        ['__proto__']: { type: 'string' },
      }),
    ).toEqual({
      type: { type: 'keyword' },
      properties: {
        properties: { type: { type: 'text' }, index: { type: 'keyword', index: false, doc_values: false } },
      },
      list: {
        type: 'nested',
        include_in_parent: true,
        properties: {
          deep: { type: 'object', properties: { name: { type: 'text', fields: { raw: { type: 'keyword' } } } } },
        },
      },
      ['__proto__']: { type: 'text' },
    });
  });

  it('a field called __proto__ is converted', () => {
    const source: unknown = JSON.parse('{"doc":{"properties":{"__proto__":{"type":"string"},"a":{"type":"long"}}}}');
    expect(JSON.stringify(convert(source).create)).toBe(
      '{"properties":{"__proto__":{"type":"text"},"a":{"type":"long"}}}',
    );
  });

  it('a dynamic template is converted, and split where it means strings and other types', () => {
    const { create } = convert({
      doc: {
        dynamic_templates: [
          {
            strings: {
              match_mapping_type: 'string',
              match: '*',
              mapping: { type: 'string', index: 'not_analyzed', norms: { enabled: false } },
            },
          },
          {
            raw: {
              match_mapping_type: 'string',
              mapping: {
                type: 'string',
                fields: {
                  '{name}': { type: '{dynamic_type}' },
                  raw: { type: 'string', index: 'not_analyzed', ignore_above: 256 },
                },
              },
            },
          },
          { open: { match_mapping_type: 'string', mapping: { index: 'not_analyzed' } } },
          { all: { match: '*_id', mapping: { type: '{dynamic_type}', index: 'not_analyzed', include_in_all: false } } },
          { whole: { match: '*_n', match_mapping_type: 'integer', mapping: { type: 'integer' } } },
          { geo: { path_match: 'g.*', mapping: { type: 'geo_point', lat_lon: true } } },
        ],
        properties: {},
      },
    });
    expect(create['dynamic_templates']).toEqual([
      { strings: { match_mapping_type: 'string', match: '*', mapping: { type: 'keyword', norms: false } } },
      {
        raw: {
          match_mapping_type: 'string',
          mapping: {
            type: 'text',
            fields: { '{name}': { type: '{dynamic_type}' }, raw: { type: 'keyword', ignore_above: 256 } },
          },
        },
      },
      { open: { match_mapping_type: 'string', mapping: { type: 'keyword' } } },
      { all_strings: { match: '*_id', match_mapping_type: 'string', mapping: { type: 'keyword' } } },
      { all: { match: '*_id', mapping: { type: '{dynamic_type}' } } },
      { whole: { match: '*_n', match_mapping_type: 'long', mapping: { type: 'integer' } } },
      { geo: { path_match: 'g.*', mapping: { type: 'geo_point' } } },
    ]);
  });

  it('a root parameter that no longer exists is dropped with a reason', () => {
    const result = convert({
      doc: {
        _all: { enabled: false },
        _timestamp: { enabled: true },
        _ttl: { enabled: true },
        _parent: { type: 'a' },
        _routing: { required: true, path: 'x' },
        _source: { enabled: true, compress: true },
        _id: { path: 'id' },
        index_analyzer: 'a',
        _meta: { keep: 1 },
        _size: { enabled: true },
        date_formats: ['dateOptionalTime'],
        properties: {},
      },
    });
    expect(result.create).toEqual({
      _routing: { required: true },
      _source: { enabled: true },
      _meta: { keep: 1 },
      _size: { enabled: true },
      dynamic_date_formats: ['date_optional_time'],
      properties: {},
    });
    expect(result.changes.filter((change) => change.path.startsWith('_'))).toHaveLength(7);
  });

  it('a parameter that only 7 or 8 removed is kept for 6.8', () => {
    expect(convertOne({ type: 'text', boost: 2, similarity: 'classic' }, ES7)).toEqual({ type: 'text', boost: 2 });
    expect(
      convert({ properties: { t: { type: 'text', similarity: 'classic', boost: 2 } } }, { target: ES6 }).create,
    ).toEqual({ _doc: { properties: { t: { type: 'text', similarity: 'classic', boost: 2 } } } });
    expect(convert({ runtime: { d: { type: 'long' } }, dynamic: 'runtime' }, { target: ES6 }).create).toEqual({
      _doc: { dynamic: 'true' },
    });
  });
});

describe('mapping overrides', () => {
  const source = { edition: { properties: { title: { type: 'string' }, body: { type: 'string' } } } };
  it('an override is merged into the converted mapping, with or without the type’s name', () => {
    const overrides = { properties: { title: { analyzer: 'stop' }, body: null, extra: { type: 'long' } } };
    const expected = { properties: { title: { type: 'text', analyzer: 'stop' }, extra: { type: 'long' } } };
    expect(convert(source, { overrides }).create).toEqual(expected);
    expect(convert(source, { overrides: { edition: overrides } }).create).toEqual(expected);
    expect(convert(source, { overrides, target: ES6 }).create).toEqual({ edition: expected });
    expect(
      convert(source, { overrides })
        .changes.filter((change) => change.why === 'your mapping')
        .map((change) => change.path),
    ).toEqual(['properties.title.analyzer', 'properties.body', 'properties.extra']);
  });
});
