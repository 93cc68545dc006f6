import type { SettingRule } from './match-setting-rule.ts';

const OF_OLD_INDEX = 'belongs to the old index; the server gives the new one its own';
const RESIZED = 'says how the old index was made by shrinking or splitting; its source is not here';
const MOUNTED = 'the old index was mounted from a snapshot; the new one has its own files';
const STATE = 'is a state the server keeps of the old index, not a choice';
const REMOVED = 'no longer exists in the target’s version';

/**
 * Settings that a create request refuses, or that mean nothing in it. Source: the findings "Settings a create must
 * not receive"; `archived.` from the upgrade guide.
 */
export const DROPPED_SETTINGS: readonly SettingRule[] = [
  { name: 'index.uuid', why: OF_OLD_INDEX },
  { name: 'index.history.uuid', why: OF_OLD_INDEX },
  { name: 'index.provided_name', why: OF_OLD_INDEX },
  { name: 'index.creation_date*', why: OF_OLD_INDEX },
  { name: 'index.version.*', why: OF_OLD_INDEX },
  { name: 'index.resize.*', why: RESIZED },
  { name: 'index.shrink.source.*', why: RESIZED },
  { name: 'index.routing.allocation.initial_recovery.*', why: RESIZED },
  { name: 'index.routing.allocation.existing_shards_allocator', why: OF_OLD_INDEX },
  { name: 'index.allocation.existing_shards_allocator', why: OF_OLD_INDEX },
  { name: 'index.merge.enabled', why: STATE },
  { name: 'index.frozen', why: STATE },
  { name: 'index.search.throttled', why: STATE },
  { name: 'index.source_only', why: STATE },
  { name: 'index.verified_before_close', why: STATE },
  { name: 'index.verified_read_only', why: STATE },
  { name: 'index.shard_limit.group', why: STATE },
  { name: 'index.store.snapshot.*', why: MOUNTED },
  { name: 'index.store.type', why: MOUNTED, value: (value) => value === 'snapshot' || value === 'remote_snapshot' },
  { name: 'index.rollup.source.*', why: 'says which index the old one was rolled up from' },
  { name: 'index.downsample.*', why: 'says which index the old one was downsampled from' },
  { name: 'index.mapping.single_type', why: STATE },
  { name: 'index.data_path', why: 'names a directory on the old cluster’s machines' },
  { name: 'index.lifecycle.indexing_complete', why: STATE },
  { name: 'index.remote_store.*', why: STATE },
  { name: 'archived.*', why: 'was archived by the old server, which did not know it' },
  // Removed by Elasticsearch 7 and OpenSearch.
  { name: 'index.mapper.dynamic', why: REMOVED, when: (target) => target.breaking7 },
  { name: 'index.percolator.map_unmapped_fields_as_*', why: REMOVED, when: (target) => target.breaking7 },
  { name: 'index.ttl.disable_purge', why: REMOVED, when: (target) => target.breaking7 },
  // Removed by Elasticsearch 8 and OpenSearch 2.
  {
    name: 'index.soft_deletes.enabled',
    why: 'is always on in the target’s version',
    when: (target) => target.breaking8,
  },
  { name: 'index.translog.retention.*', why: REMOVED, when: (target) => target.breaking8 },
  { name: 'index.force_memory_term_dictionary', why: REMOVED, when: (target) => target.breaking8 },
  { name: 'index.max_adjacency_matrix_filters', why: REMOVED, when: (target) => target.breaking8 },
  {
    name: 'index.store.type',
    why: REMOVED,
    when: (target) => target.elasticsearch8,
    value: (value) => value === 'simplefs',
  },
  // Removed by Elasticsearch 5: every supported target is later.
  { name: 'index.store.type', why: REMOVED, value: (value) => ['default', 'memory', 'ram'].includes(value) },
  { name: 'index.store.throttle.*', why: REMOVED },
  { name: 'index.store.compress.*', why: REMOVED },
  { name: 'index.translog.flush_threshold_ops', why: REMOVED },
  { name: 'index.translog.flush_threshold_period', why: REMOVED },
  { name: 'index.translog.disable_flush', why: REMOVED },
  { name: 'index.translog.interval', why: REMOVED },
  { name: 'index.translog.fs.*', why: REMOVED },
  { name: 'index.translog.type', why: REMOVED },
  { name: 'index.gateway.*', why: REMOVED },
  { name: 'index.cache.*', why: REMOVED },
  { name: 'index.fielddata.*', why: REMOVED },
  { name: 'index.warmer.*', why: REMOVED },
  { name: 'index.recovery.*', why: REMOVED },
  { name: 'index.merge.policy.type', why: REMOVED },
  { name: 'index.merge.async*', why: REMOVED },
  { name: 'index.merge.scheduler.type', why: REMOVED },
  { name: 'index.codec.bloom.*', why: REMOVED },
  { name: 'index.compound_format', why: REMOVED },
  { name: 'index.compound_on_flush', why: REMOVED },
  { name: 'index.term_index_*', why: REMOVED },
  { name: 'index.refresh', why: REMOVED },
  { name: 'index.mapping.allow_type_wrapper', why: REMOVED },
  { name: 'index.query.bool.max_clause_count', why: REMOVED },
  { name: 'index.optimize_auto_generated_id', why: REMOVED },
  { name: 'index.engine.*', why: REMOVED },
  { name: 'index.flush_on_close', why: REMOVED },
  { name: 'index.legacy.*', why: REMOVED },
  {
    name: 'index.shard.check_on_startup',
    why: 'the target no longer repairs shards at start',
    value: (value) => value === 'fix',
  },
  // Differences between Elasticsearch and OpenSearch.
  {
    name: 'index.codec',
    why: 'this codec does not exist on the target',
    value: (value) => !['default', 'best_compression', 'lucene_default'].includes(value),
    when: (target) => !target.opensearch,
  },
  {
    name: 'index.codec',
    why: 'this codec does not exist on the target',
    value: (value) => value.startsWith('legacy_'),
    when: (target) => target.opensearch,
  },
  { name: 'index.replication.type', why: 'exists only on OpenSearch', when: (target) => !target.opensearch },
  { name: 'index.knn*', why: 'exists only on OpenSearch', when: (target) => !target.opensearch },
  {
    name: 'index.mapping.exclude_source_vectors',
    why: 'exists only from Elasticsearch 9.2 on',
    when: (target) => !target.vectorsOutsideSource,
  },
  {
    name: 'index.mode',
    why: 'exists only on Elasticsearch 8',
    when: (target) => !target.elasticsearch8,
  },
  {
    name: 'index.time_series.*',
    why: 'exists only on Elasticsearch 8',
    when: (target) => !target.elasticsearch8,
  },
  {
    name: 'index.routing_path',
    why: 'exists only on Elasticsearch 8',
    when: (target) => !target.elasticsearch8,
  },
  {
    name: 'index.mapping.source.mode',
    why: 'exists only on Elasticsearch 8',
    when: (target) => !target.elasticsearch8,
  },
];

/**
 * Settings that a server accepts but that are dangerous in a restored index: they are not set, and the plan shows them as
 * `neutralised`.
 */
export const UNSAFE_SETTINGS: readonly SettingRule[] = [
  { name: 'index.blocks.*', why: 'would stop the load at its first document, or prevent the switch of the alias' },
  {
    name: 'index.routing.allocation.*',
    why: 'names nodes, tiers or limits of the old cluster; shards might fit on no node',
  },
  {
    name: 'index.lifecycle.*',
    why: 'lifecycle management counts age from the original creation and may delete the restored index at once',
  },
  {
    name: 'index.plugins.index_state_management.*',
    why: 'index state management may delete the restored index at once',
  },
  {
    name: 'index.opendistro.index_state_management.*',
    why: 'index state management may delete the restored index at once',
  },
  {
    name: 'index.default_pipeline',
    why: 'would send later writes through a pipeline that may be another, or missing, here',
  },
  {
    name: 'index.final_pipeline',
    why: 'would change the documents on their way in, or refuse them where the pipeline is missing',
  },
  {
    name: 'index.hidden',
    why: 'a hidden index is missed by wildcards, and by people',
    value: (value) => value === 'true',
  },
];
