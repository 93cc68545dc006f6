import { describe, expect, it } from 'vitest';
import { isAppError } from '../../../lib/errors.ts';
import { parseExact } from '../../../lib/json/exact.ts';
import { convertSettings } from '../../../lib/target/settings/convert-settings.ts';

const ES6 = { distribution: 'elasticsearch', version: '6.8.23' } as const;
const ES7 = { distribution: 'elasticsearch', version: '7.17.29' } as const;
const ES8 = { distribution: 'elasticsearch', version: '8.19.9' } as const;
const OPENSEARCH = { distribution: 'opensearch', version: '2.19.3' } as const;
const convert = (source: unknown, more: Partial<Parameters<typeof convertSettings>[0]> = {}) =>
  convertSettings({ source, target: ES8, ...more });
const changeOf = (result: ReturnType<typeof convertSettings>, name: string) =>
  result.changes.find((change) => change.name === name);

describe('converting settings', () => {
  const nested = {
    index: {
      number_of_shards: '3',
      number_of_replicas: '1',
      refresh_interval: '30s',
      uuid: 'abc',
      creation_date: '1515380400000',
      version: { created: '2040699' },
      analysis: { analyzer: { default: { type: 'custom', tokenizer: 'standard', filter: ['lowercase'] } } },
    },
  };

  it('nested, flat and prefixless settings give the same result', () => {
    const flat = {
      'index.number_of_shards': '3',
      'index.number_of_replicas': '1',
      'index.refresh_interval': '30s',
      'index.uuid': 'abc',
      'index.creation_date': '1515380400000',
      'index.version.created': '2040699',
      'index.analysis.analyzer.default.type': 'custom',
      'index.analysis.analyzer.default.tokenizer': 'standard',
      'index.analysis.analyzer.default.filter': ['lowercase'],
    };
    const bare = {
      number_of_shards: '3',
      number_of_replicas: '1',
      refresh_interval: '30s',
      uuid: 'abc',
      creation_date: '1515380400000',
      'version.created': '2040699',
      analysis: { 'analyzer.default': { type: 'custom', tokenizer: 'standard', filter: ['lowercase'] } },
    };
    expect(convert(flat)).toEqual(convert(nested));
    expect(convert(bare)).toEqual(convert(nested));
  });

  it('an index is created without replicas and refreshes, and gets the backup’s values after the load', () => {
    const { create, afterLoad, kept } = convert(nested);
    expect(create).toEqual({
      'index.number_of_shards': '3',
      'index.number_of_replicas': '0',
      'index.refresh_interval': '-1',
      'index.final_pipeline': '_none',
      'index.analysis.analyzer.default.type': 'custom',
      'index.analysis.analyzer.default.tokenizer': 'standard',
      'index.analysis.analyzer.default.filter': ['lowercase'],
    });
    expect(afterLoad).toEqual({
      'index.number_of_replicas': '1',
      'index.refresh_interval': '30s',
      'index.final_pipeline': null,
    });
    expect(Object.keys(kept)).toEqual([
      'index.number_of_shards',
      'index.analysis.analyzer.default.type',
      'index.analysis.analyzer.default.tokenizer',
      'index.analysis.analyzer.default.filter',
    ]);
  });

  it('a setting that the backup lacks is reset to the server’s default after the load', () => {
    expect(convert({}).afterLoad).toEqual({
      'index.number_of_replicas': null,
      'index.refresh_interval': null,
      'index.final_pipeline': null,
    });
  });

  it.each([
    'index.uuid',
    'index.history.uuid',
    'index.provided_name',
    'index.creation_date',
    'index.creation_date_string',
    'index.version.created',
    'index.version.upgraded',
    'index.resize.source.name',
    'index.shrink.source.uuid',
    'index.routing.allocation.initial_recovery._id',
    'index.allocation.existing_shards_allocator',
    'index.merge.enabled',
    'index.frozen',
    'index.search.throttled',
    'index.source_only',
    'index.verified_before_close',
    'index.verified_read_only',
    'index.shard_limit.group',
    'index.store.snapshot.repository_name',
    'index.rollup.source.name',
    'index.downsample.status',
    'index.mapping.single_type',
    'index.data_path',
    'index.lifecycle.indexing_complete',
    'archived.index.percolator.x',
  ])('%s is never in a create request, and the plan shows the reason', (name) => {
    for (const target of [ES6, ES7, ES8, OPENSEARCH]) {
      const result = convert({ [name]: 'x' }, { target });
      expect(result.create).not.toHaveProperty([name]);
      expect(changeOf(result, name)).toMatchObject({
        action: 'dropped',
        from: 'x',
        to: null,
        why: expect.stringMatching(/\w/),
      });
    }
  });

  it('a setting whose name only resembles a dropped one is kept', () => {
    const { kept } = convert({
      'index.uuids': '1',
      'index.merge.enabled_too': '1',
      'index.store.type': 'niofs',
      'index.frozen_food': '1',
    });
    expect(Object.keys(kept)).toHaveLength(4);
    expect(changeOf(convert({ 'index.store.type': 'snapshot' }), 'index.store.type')?.action).toBe('dropped');
  });

  it('a setting that a version removed is dropped for that version and later ones', () => {
    const has = (name: string, target: typeof ES6 | typeof ES7 | typeof ES8 | typeof OPENSEARCH) =>
      Object.hasOwn(convert({ [name]: 'true' }, { target }).create, name);
    for (const name of ['index.mapper.dynamic', 'index.percolator.map_unmapped_fields_as_text'])
      expect([has(name, ES6), has(name, ES7), has(name, ES8), has(name, OPENSEARCH)]).toEqual([
        true,
        false,
        false,
        false,
      ]);
    for (const name of [
      'index.soft_deletes.enabled',
      'index.translog.retention.age',
      'index.force_memory_term_dictionary',
      'index.max_adjacency_matrix_filters',
    ])
      expect([has(name, ES6), has(name, ES7), has(name, ES8)]).toEqual([true, true, false]);
  });

  it.each([
    'index.blocks.read_only_allow_delete',
    'index.blocks.write',
    'index.routing.allocation.require._name',
    'index.routing.allocation.include._tier_preference',
    'index.lifecycle.name',
    'index.plugins.index_state_management.policy_id',
    'index.default_pipeline',
    'index.final_pipeline',
    'index.hidden',
  ])('the unsafe setting %s is not set, and the plan shows it', (name) => {
    const result = convert({ [name]: 'true' });
    expect(result.create[name] ?? null).not.toBe('true');
    expect(result.afterLoad[name] ?? null).not.toBe('true');
    expect(result.kept).not.toHaveProperty([name]);
    expect(changeOf(result, name)).toMatchObject({ action: 'neutralised', from: 'true', to: null });
  });

  it('shards, partitions, sorting, codec, analysis, similarity and limits are kept', () => {
    const source = {
      'index.number_of_shards': '5',
      'index.routing_partition_size': '2',
      'index.sort.field': ['a', 'b'],
      'index.codec': 'best_compression',
      'index.analysis.filter.x.type': 'stop',
      'index.similarity.my.type': 'DFR',
      'index.mapping.total_fields.limit': '5000',
    };
    expect(convert(source).kept).toEqual(source);
    expect(convert(source).create).toMatchObject(source);
  });

  it('an override replaces one setting; null removes a setting or a group', () => {
    const result = convert(nested, {
      overrides: {
        analysis: { analyzer: { default: { tokenizer: 'keyword' } } },
        'index.number_of_replicas': 2,
        refresh_interval: null,
        'mapping.total_fields.limit': 2000,
      },
    });
    expect(result.create).toMatchObject({
      'index.analysis.analyzer.default.tokenizer': 'keyword',
      'index.analysis.analyzer.default.type': 'custom',
      'index.mapping.total_fields.limit': 2000,
      'index.number_of_replicas': '0',
      'index.refresh_interval': '-1',
    });
    expect(result.afterLoad).toMatchObject({ 'index.number_of_replicas': 2, 'index.refresh_interval': null });
    expect(changeOf(result, 'index.analysis.analyzer.default.tokenizer')).toMatchObject({
      action: 'overridden',
      from: 'standard',
      to: 'keyword',
    });
    expect(changeOf(result, 'index.mapping.total_fields.limit')).toMatchObject({
      action: 'added',
      from: null,
      to: '2000',
    });
    expect(
      Object.keys(convert(nested, { overrides: { analysis: null } }).create).filter((name) =>
        name.includes('analysis'),
      ),
    ).toEqual([]);
  });

  it('a block, pipeline or policy of the request is set after the load', () => {
    const { create, afterLoad } = convert(
      { 'index.blocks.write': 'true' },
      { overrides: { blocks: { write: true }, final_pipeline: 'mine', lifecycle: { name: 'short' } } },
    );
    expect(create).not.toHaveProperty(['index.blocks.write']);
    expect(create['index.final_pipeline']).toBe('_none');
    expect(afterLoad).toMatchObject({
      'index.blocks.write': true,
      'index.final_pipeline': 'mine',
      'index.lifecycle.name': 'short',
    });
  });

  it('an override that no create request accepts is refused by name', () => {
    try {
      convert({}, { overrides: { uuid: 'x' } });
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error) && error.code).toBe('invalid_input');
      expect((error as Error).message).toContain('index.uuid');
    }
  });

  it.each([
    [{ number_of_replicas: 'many' }, 'index.number_of_replicas takes a whole number, not many.'],
    [{ index: { refresh_interval: '7' } }, 'index.refresh_interval takes a time like 30s, or -1, not 7.'],
    [{ auto_expand_replicas: true }, 'index.auto_expand_replicas takes a range like 0-1 or 0-all, or false, not true.'],
    [{ 'index.write.wait_for_active_shards': -1 }, 'index.write.wait_for_active_shards takes'],
    [{ blocks: { write: 'yes' } }, 'index.blocks.write takes true or false, not yes.'],
  ])('an invalid value of a deferred setting is refused when it is planned: %j', (overrides, sentence) => {
    expect(() => convert({}, { overrides })).toThrow(sentence);
  });

  it('a deferred setting may have every form that a server accepts', () => {
    const overrides = {
      number_of_replicas: 2,
      refresh_interval: '1M',
      auto_expand_replicas: '0-all',
      'write.wait_for_active_shards': 'all',
      blocks: { write: true, read_only: 'false' },
    };
    expect(convert({}, { overrides }).afterLoad).toMatchObject({
      'index.refresh_interval': '1M',
      'index.auto_expand_replicas': '0-all',
      'index.write.wait_for_active_shards': 'all',
      'index.blocks.write': true,
      'index.blocks.read_only': 'false',
    });
  });

  it('a requested setting or group is dropped', () => {
    const result = convert(nested, { drop: ['analysis', 'refresh_interval'] });
    expect(Object.keys(result.create).filter((name) => name.includes('analysis'))).toEqual([]);
    expect(result.afterLoad['index.refresh_interval']).toBeNull();
    expect(result.changes.filter((change) => change.why.includes('you chose'))).toHaveLength(4);
  });

  it.each(['analysys', 'index.analysis.analyzer.nobody', 'numb', 'index'])(
    'a setting to drop that the backup lacks is refused by name: %s',
    (name) => {
      expect(() => convert(nested, { drop: [name] })).toThrow(
        `The backup has no setting ${name} that could be dropped.`,
      );
    },
  );

  it('fewer shards remove the settings that depend on their number', () => {
    const result = convert(
      { 'index.number_of_shards': '6', 'index.number_of_routing_shards': '24', 'index.routing_partition_size': '3' },
      { shards: 1, replicas: 2 },
    );
    expect(result.create).toMatchObject({ 'index.number_of_shards': '1', 'index.number_of_routing_shards': '24' });
    expect(result.create).not.toHaveProperty(['index.routing_partition_size']);
    expect(result.afterLoad['index.number_of_replicas']).toBe('2');
    expect(convert({ 'index.number_of_routing_shards': '24' }, { shards: 5 }).create).not.toHaveProperty([
      'index.number_of_routing_shards',
    ]);
    expect(() => convert({}, { shards: 0 })).toThrow(/shards/);
    expect(() => convert({}, { replicas: 1.5 })).toThrow(/replicas/);
  });

  it('auto_expand_replicas and wait_for_active_shards are set only after the load', () => {
    const result = convert({
      'index.auto_expand_replicas': '0-all',
      'index.number_of_replicas': '2',
      'index.write.wait_for_active_shards': '2',
    });
    expect(result.create).not.toHaveProperty(['index.auto_expand_replicas']);
    expect(result.create).not.toHaveProperty(['index.write.wait_for_active_shards']);
    expect(result.create['index.number_of_replicas']).toBe('0');
    expect(result.afterLoad).toMatchObject({
      'index.auto_expand_replicas': '0-all',
      'index.write.wait_for_active_shards': '2',
    });
    expect(convert({ 'index.auto_expand_replicas': '0-all' }, { replicas: 1 }).afterLoad).not.toHaveProperty([
      'index.auto_expand_replicas',
    ]);
  });

  it('a final pipeline is not set on 6.8 and 7.4, which have none', () => {
    expect(convert({}, { target: ES6 }).create).not.toHaveProperty(['index.final_pipeline']);
    expect(convert({}, { target: { distribution: 'elasticsearch', version: '7.4.2' } }).create).not.toHaveProperty([
      'index.final_pipeline',
    ]);
    expect(convert({}, { target: OPENSEARCH }).create).toHaveProperty(['index.final_pipeline']);
  });

  it('analysis names that 7 removed are converted, but not a custom filter called standard', () => {
    const old = {
      'index.analysis.analyzer.a.filter': ['standard', 'lowercase', 'nGram'],
      'index.analysis.filter.grams.type': 'nGram',
      'index.analysis.filter.grams.min_gram': '2',
      'index.analysis.filter.grams.max_gram': '8',
      'index.similarity.default.type': 'classic',
    };
    const result = convert(old);
    expect(result.create).toMatchObject({
      'index.analysis.analyzer.a.filter': ['lowercase', 'ngram'],
      'index.analysis.filter.grams.type': 'ngram',
      'index.max_ngram_diff': '6',
      'index.similarity.default.type': 'BM25',
    });
    expect(convert(old, { target: ES6 }).create).toMatchObject(old);
    expect(
      convert({ ...old, 'index.analysis.filter.standard.type': 'stop' }).create['index.analysis.analyzer.a.filter'],
    ).toEqual(['standard', 'lowercase', 'ngram']);
  });

  it('a number that JavaScript can’t hold becomes the text of its setting', () => {
    const settings = parseExact('{"index":{"number_of_shards":2.0,"max_result_window":9007199254740993}}');
    expect(convert(settings).kept).toMatchObject({
      'index.max_result_window': '9007199254740993',
      'index.number_of_shards': '2.0',
    });
    expect(convert({}, { overrides: settings }).create).toMatchObject({
      'index.max_result_window': '9007199254740993',
      'index.number_of_shards': '2.0',
    });
  });

  it('numbered keys of Elasticsearch 1 become a list', () => {
    expect(
      convert({ 'index.analysis.analyzer.a.filter.1': 'b', 'index.analysis.analyzer.a.filter.0': 'a' }).create[
        'index.analysis.analyzer.a.filter'
      ],
    ).toEqual(['a', 'b']);
  });

  it('every setting of the backup is either kept or listed as changed', () => {
    const source = {
      ...nested.index,
      blocks: { write: 'true' },
      codec: 'zstd',
      frozen: 'true',
      auto_expand_replicas: '0-1',
      hidden: 'true',
    };
    const result = convert(source, { shards: 1 });
    const flat = Object.keys(convert(source, { drop: [] }).kept).concat(
      convert(source).changes.map((change) => change.name),
    );
    for (const name of new Set(flat))
      expect(Object.hasOwn(result.kept, name) !== result.changes.some((change) => change.name === name), name).toBe(
        true,
      );
  });
});
