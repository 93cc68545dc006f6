import type { Capabilities } from '../elasticsearch/capabilities.ts';

export interface Rule {
  /** An exact name, or a prefix that ends with `*`. */
  name: string;
  why: string;
  /** Left out: for every target. */
  when?: (target: Capabilities) => boolean;
  /** Left out: whatever the value. */
  value?: (value: string) => boolean;
}

const OWN = 'belongs to the old index; the server gives the new one its own';
const RESIZED = 'says how the old index was made by shrinking or splitting; its source is not here';
const MOUNTED = 'the old index was mounted from a snapshot; the new one has its own files';
const STATE = 'is a state the server keeps of the old index, not a choice';
const GONE = 'no longer exists in the target’s version';

/** Refused by the server, or meaningless, at a create. Source: shared findings on "Settings a create must not receive"; `archived.` from the upgrade guide. */
export const DROPPED: readonly Rule[] = [
  { name: 'index.uuid', why: OWN },
  { name: 'index.history.uuid', why: OWN },
  { name: 'index.provided_name', why: OWN },
  { name: 'index.creation_date*', why: OWN },
  { name: 'index.version.*', why: OWN },
  { name: 'index.resize.*', why: RESIZED },
  { name: 'index.shrink.source.*', why: RESIZED },
  { name: 'index.routing.allocation.initial_recovery.*', why: RESIZED },
  { name: 'index.routing.allocation.existing_shards_allocator', why: OWN },
  { name: 'index.allocation.existing_shards_allocator', why: OWN },
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
  { name: 'archived.*', why: 'was set aside by the old server as unknown to it' },
  // Elasticsearch 7 and OpenSearch.
  { name: 'index.mapper.dynamic', why: GONE, when: (target) => target.breaking7 },
  { name: 'index.percolator.map_unmapped_fields_as_*', why: GONE, when: (target) => target.breaking7 },
  { name: 'index.ttl.disable_purge', why: GONE, when: (target) => target.breaking7 },
  // Elasticsearch 8 and OpenSearch 2.
  {
    name: 'index.soft_deletes.enabled',
    why: 'is always on in the target’s version',
    when: (target) => target.breaking8,
  },
  { name: 'index.translog.retention.*', why: GONE, when: (target) => target.breaking8 },
  { name: 'index.force_memory_term_dictionary', why: GONE, when: (target) => target.breaking8 },
  { name: 'index.max_adjacency_matrix_filters', why: GONE, when: (target) => target.breaking8 },
  {
    name: 'index.store.type',
    why: GONE,
    when: (target) => target.elasticsearch8,
    value: (value) => value === 'simplefs',
  },
  // What Elasticsearch 5 removed: every target here is later.
  { name: 'index.store.type', why: GONE, value: (value) => ['default', 'memory', 'ram'].includes(value) },
  { name: 'index.store.throttle.*', why: GONE },
  { name: 'index.store.compress.*', why: GONE },
  { name: 'index.translog.flush_threshold_ops', why: GONE },
  { name: 'index.translog.flush_threshold_period', why: GONE },
  { name: 'index.translog.disable_flush', why: GONE },
  { name: 'index.translog.interval', why: GONE },
  { name: 'index.translog.fs.*', why: GONE },
  { name: 'index.translog.type', why: GONE },
  { name: 'index.gateway.*', why: GONE },
  { name: 'index.cache.*', why: GONE },
  { name: 'index.fielddata.*', why: GONE },
  { name: 'index.warmer.*', why: GONE },
  { name: 'index.recovery.*', why: GONE },
  { name: 'index.merge.policy.type', why: GONE },
  { name: 'index.merge.async*', why: GONE },
  { name: 'index.merge.scheduler.type', why: GONE },
  { name: 'index.codec.bloom.*', why: GONE },
  { name: 'index.compound_format', why: GONE },
  { name: 'index.compound_on_flush', why: GONE },
  { name: 'index.term_index_*', why: GONE },
  { name: 'index.refresh', why: GONE },
  { name: 'index.mapping.allow_type_wrapper', why: GONE },
  { name: 'index.query.bool.max_clause_count', why: GONE },
  { name: 'index.optimize_auto_generated_id', why: GONE },
  { name: 'index.engine.*', why: GONE },
  { name: 'index.flush_on_close', why: GONE },
  { name: 'index.legacy.*', why: GONE },
  {
    name: 'index.shard.check_on_startup',
    why: 'the target no longer repairs shards at start',
    value: (value) => value === 'fix',
  },
  // Between the two families.
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

/** Accepted by the server, but dangerous in a restored index: not set, and shown. */
export const NEUTRALISED: readonly Rule[] = [
  { name: 'index.blocks.*', why: 'would stop the load at its first document, or the alias from moving' },
  {
    name: 'index.routing.allocation.*',
    why: 'names nodes, tiers or limits of the old cluster; shards might find no place',
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

export function matches(rule: Rule, name: string, value: unknown, target: Capabilities): boolean {
  const named = rule.name.endsWith('*') ? name.startsWith(rule.name.slice(0, -1)) : name === rule.name;
  return named && (rule.when?.(target) ?? true) && (rule.value?.(String(value)) ?? true);
}
