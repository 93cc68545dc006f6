/** Settings that the conversion itself reads or writes. */
export const SETTING = {
  replicas: 'index.number_of_replicas',
  autoExpandReplicas: 'index.auto_expand_replicas',
  shards: 'index.number_of_shards',
  routingShards: 'index.number_of_routing_shards',
  routingPartitionSize: 'index.routing_partition_size',
  refreshInterval: 'index.refresh_interval',
  finalPipeline: 'index.final_pipeline',
  excludeSourceVectors: 'index.mapping.exclude_source_vectors',
  waitForActiveShards: 'index.write.wait_for_active_shards',
} as const;
