import { describe, expect, it } from 'vitest';
import { isAppError } from '../../lib/errors.ts';
import { parseExact } from '../../lib/json/exact.ts';
import { settingsForCreate } from '../../lib/target/settings-for-create.ts';

const ES6 = { distribution: 'elasticsearch', version: '6.8.23' } as const;
const ES7 = { distribution: 'elasticsearch', version: '7.17.29' } as const;
const ES8 = { distribution: 'elasticsearch', version: '8.19.9' } as const;
const OPENSEARCH = { distribution: 'opensearch', version: '2.19.3' } as const;
const of = (dumped: unknown, more: Partial<Parameters<typeof settingsForCreate>[0]> = {}) =>
  settingsForCreate({ dumped, target: ES8, ...more });
const changeOf = (result: ReturnType<typeof settingsForCreate>, name: string) =>
  result.changes.find((change) => change.name === name);

describe('settings for a create', () => {
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

  it('nested, flat and prefixless settings are one', () => {
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
    expect(of(flat)).toEqual(of(nested));
    expect(of(bare)).toEqual(of(nested));
  });

  it('is created without replicas and refreshes, and gets the backup’s own back after the load', () => {
    const { create, afterLoad, kept } = of(nested);
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

  it('what the backup did not say goes back to the server’s default', () => {
    expect(of({}).afterLoad).toEqual({
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
  ])('%s never reaches a create, and the plan says why', (name) => {
    for (const target of [ES6, ES7, ES8, OPENSEARCH]) {
      const result = of({ [name]: 'x' }, { target });
      expect(result.create).not.toHaveProperty([name]);
      expect(changeOf(result, name)).toMatchObject({
        action: 'dropped',
        from: 'x',
        to: null,
        why: expect.stringMatching(/\w/),
      });
    }
  });

  it('only keys that match exactly are dropped', () => {
    const { kept } = of({
      'index.uuids': '1',
      'index.merge.enabled_too': '1',
      'index.store.type': 'niofs',
      'index.frozen_food': '1',
    });
    expect(Object.keys(kept)).toHaveLength(4);
    expect(changeOf(of({ 'index.store.type': 'snapshot' }), 'index.store.type')?.action).toBe('dropped');
  });

  it('what a version removed is dropped from that version on', () => {
    const has = (name: string, target: typeof ES6 | typeof ES7 | typeof ES8 | typeof OPENSEARCH) =>
      Object.hasOwn(of({ [name]: 'true' }, { target }).create, name);
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
  ])('%s is legal but dangerous: not set, and shown', (name) => {
    const result = of({ [name]: 'true' });
    expect(result.create[name] ?? null).not.toBe('true');
    expect(result.afterLoad[name] ?? null).not.toBe('true');
    expect(result.kept).not.toHaveProperty([name]);
    expect(changeOf(result, name)).toMatchObject({ action: 'neutralised', from: 'true', to: null });
  });

  it('keeps shards, partitions, sorting, codec, analysis, similarity and limits', () => {
    const dumped = {
      'index.number_of_shards': '5',
      'index.routing_partition_size': '2',
      'index.sort.field': ['a', 'b'],
      'index.codec': 'best_compression',
      'index.analysis.filter.x.type': 'stop',
      'index.similarity.my.type': 'DFR',
      'index.mapping.total_fields.limit': '5000',
    };
    expect(of(dumped).kept).toEqual(dumped);
    expect(of(dumped).create).toMatchObject(dumped);
  });

  it('overrides merge deeply, nested or flat; null leaves out, a whole group too', () => {
    const result = of(nested, {
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
      Object.keys(of(nested, { overrides: { analysis: null } }).create).filter((name) => name.includes('analysis')),
    ).toEqual([]);
  });

  it('a block, pipeline or policy asked for in so many words comes after the load', () => {
    const { create, afterLoad } = of(
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

  it('an override that no create takes is refused, by name', () => {
    try {
      of({}, { overrides: { uuid: 'x' } });
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
  ])('a value that would be refused only behind the load is refused at once: %j', (overrides, sentence) => {
    expect(() => of({}, { overrides })).toThrow(sentence);
  });

  it('what is put behind the load may be said in every way a server takes', () => {
    const overrides = {
      number_of_replicas: 2,
      refresh_interval: '1M',
      auto_expand_replicas: '0-all',
      'write.wait_for_active_shards': 'all',
      blocks: { write: true, read_only: 'false' },
    };
    expect(of({}, { overrides }).afterLoad).toMatchObject({
      'index.refresh_interval': '1M',
      'index.auto_expand_replicas': '0-all',
      'index.write.wait_for_active_shards': 'all',
      'index.blocks.write': true,
      'index.blocks.read_only': 'false',
    });
  });

  it('drops what it is told to, one setting or a group', () => {
    const result = of(nested, { drop: ['analysis', 'refresh_interval'] });
    expect(Object.keys(result.create).filter((name) => name.includes('analysis'))).toEqual([]);
    expect(result.afterLoad['index.refresh_interval']).toBeNull();
    expect(result.changes.filter((change) => change.why.includes('you asked'))).toHaveLength(4);
  });

  it.each(['analysys', 'index.analysis.analyzer.nobody', 'numb', 'index'])(
    'a setting to drop that the backup doesn’t have is refused by its name: %s',
    (name) => {
      expect(() => of(nested, { drop: [name] })).toThrow(`The backup has no setting ${name} that could be dropped.`);
    },
  );

  it('fewer shards take what depends on their number along', () => {
    const result = of(
      { 'index.number_of_shards': '6', 'index.number_of_routing_shards': '24', 'index.routing_partition_size': '3' },
      { shards: 1, replicas: 2 },
    );
    expect(result.create).toMatchObject({ 'index.number_of_shards': '1', 'index.number_of_routing_shards': '24' });
    expect(result.create).not.toHaveProperty(['index.routing_partition_size']);
    expect(result.afterLoad['index.number_of_replicas']).toBe('2');
    expect(of({ 'index.number_of_routing_shards': '24' }, { shards: 5 }).create).not.toHaveProperty([
      'index.number_of_routing_shards',
    ]);
    expect(() => of({}, { shards: 0 })).toThrow(/shards/);
    expect(() => of({}, { replicas: 1.5 })).toThrow(/replicas/);
  });

  it('expanding replicas and waiting for copies are put off, so that the load doesn’t hang', () => {
    const result = of({
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
    expect(of({ 'index.auto_expand_replicas': '0-all' }, { replicas: 1 }).afterLoad).not.toHaveProperty([
      'index.auto_expand_replicas',
    ]);
  });

  it('6.8 and 7.4 don’t know a final pipeline', () => {
    expect(of({}, { target: ES6 }).create).not.toHaveProperty(['index.final_pipeline']);
    expect(of({}, { target: { distribution: 'elasticsearch', version: '7.4.2' } }).create).not.toHaveProperty([
      'index.final_pipeline',
    ]);
    expect(of({}, { target: OPENSEARCH }).create).toHaveProperty(['index.final_pipeline']);
  });

  it('names that 7 removed from analysis are translated, a home-made filter called standard is left alone', () => {
    const old = {
      'index.analysis.analyzer.a.filter': ['standard', 'lowercase', 'nGram'],
      'index.analysis.filter.grams.type': 'nGram',
      'index.analysis.filter.grams.min_gram': '2',
      'index.analysis.filter.grams.max_gram': '8',
      'index.similarity.default.type': 'classic',
    };
    const result = of(old);
    expect(result.create).toMatchObject({
      'index.analysis.analyzer.a.filter': ['lowercase', 'ngram'],
      'index.analysis.filter.grams.type': 'ngram',
      'index.max_ngram_diff': '6',
      'index.similarity.default.type': 'BM25',
    });
    expect(of(old, { target: ES6 }).create).toMatchObject(old);
    expect(
      of({ ...old, 'index.analysis.filter.standard.type': 'stop' }).create['index.analysis.analyzer.a.filter'],
    ).toEqual(['standard', 'lowercase', 'ngram']);
  });

  it('a number that JavaScript can’t hold is a setting’s text, not a setting of its own', () => {
    const settings = parseExact('{"index":{"number_of_shards":2.0,"max_result_window":9007199254740993}}');
    expect(of(settings).kept).toMatchObject({
      'index.max_result_window': '9007199254740993',
      'index.number_of_shards': '2.0',
    });
    expect(of({}, { overrides: settings }).create).toMatchObject({
      'index.max_result_window': '9007199254740993',
      'index.number_of_shards': '2.0',
    });
  });

  it('numbered keys of Elasticsearch 1 are lists', () => {
    expect(
      of({ 'index.analysis.analyzer.a.filter.1': 'b', 'index.analysis.analyzer.a.filter.0': 'a' }).create[
        'index.analysis.analyzer.a.filter'
      ],
    ).toEqual(['a', 'b']);
  });

  it('every setting of the backup is kept, or one of the changes says what became of it', () => {
    const dumped = {
      ...nested.index,
      blocks: { write: 'true' },
      codec: 'zstd',
      frozen: 'true',
      auto_expand_replicas: '0-1',
      hidden: 'true',
    };
    const result = of(dumped, { shards: 1 });
    const flat = Object.keys(of(dumped, { drop: [] }).kept).concat(of(dumped).changes.map((change) => change.name));
    for (const name of new Set(flat))
      expect(Object.hasOwn(result.kept, name) !== result.changes.some((change) => change.name === name), name).toBe(
        true,
      );
  });
});
