import type { ClusterIdentity } from '../contract/cluster.ts';

/**
 * What a server can do, by its distribution and version. Every comparison of versions is in this file. OpenSearch 1–3
 * derive from Elasticsearch 7.10. Source: the breaking changes and release notes of both, tried on real servers
 * (`npm run test:versions`).
 */
export interface Capabilities {
  opensearch: boolean;
  /** The breaking changes of Elasticsearch 7.0 apply: no mapping types, no TF/IDF scoring. False: Elasticsearch 6. */
  breaking7: boolean;
  /** Those of Elasticsearch 8.0 that OpenSearch 2.0 made too. */
  breaking8: boolean;
  /** Elasticsearch 8 or later: its other breaking changes, `index.mode`, time series, synthetic sources. */
  elasticsearch8: boolean;
  consistentRead: 'pit' | 'opensearch-pit' | 'scroll';
  /** `_shard_doc` as a sort key: a total order of the documents. */
  shardDocSort: boolean;
  /** A bulk can require its target to be an alias (`require_alias`). */
  requireAlias: boolean;
  /** `remove` of an alias can require the alias to exist (`must_exist`). */
  aliasMustExist: boolean;
  hiddenAliases: boolean;
  /** Wildcards can include hidden and closed indices (`expand_wildcards: all`, `forbid_closed_indices`). */
  hiddenIndices: boolean;
  /** `cluster.max_shards_per_node` is enforced. */
  shardLimit: boolean;
  finalPipeline: boolean;
  /** `_index_template/_simulate_index` says what templates would do to an index. */
  simulatesTemplates: boolean;
  /** `null` resets `index.number_of_replicas` to its default. */
  replicasReset: boolean;
  runtimeFields: boolean;
  derivedFields: boolean;
  /** Fields with a `script`, computed while documents are indexed. */
  indexTimeScripts: boolean;
  /**
   * By default vectors are stored outside `_source` and returned rounded, and a read must request them.
   */
  vectorsOutsideSource: boolean;
  /** `POST _snapshot/R/_cleanup`; Elasticsearch 6 takes `_cleanup` for the name of a snapshot (tried). */
  repositoryCleanUp: boolean;
  /** Snapshots keep `metadata`, several can run at once, and several can be deleted in one request. */
  snapshotMetadata: boolean;
  /** `GET _snapshot/R/…` takes `size`, `sort`, `order`, `after`, `index_details`. */
  snapshotPages: boolean;
  /** Snapshot lifecycle management (`_slm`). A distribution may lack it: the answer decides (policies.ts). Read, not tried. */
  lifecycleManagement: boolean;
  /** OpenSearch's snapshot management (`_plugins/_sm`), where the plugin is installed. Read, not tried. */
  snapshotManagement: boolean;
}

/** Never throws: an unreadable version counts as 0.0. */
export function capabilitiesOf(identity: Pick<ClusterIdentity, 'distribution' | 'version'>): Capabilities {
  const [major = 0, minor = 0] = identity.version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const opensearch = identity.distribution === 'opensearch';
  const atLeast = (version: readonly [major: number, minor: number]): boolean =>
    major > version[0] || (major === version[0] && minor >= version[1]);
  const elasticsearchFrom = (...version: [number, number]) => !opensearch && atLeast(version);
  const opensearchFrom = (...version: [number, number]) => opensearch && atLeast(version);
  const breaking7 = opensearch || elasticsearchFrom(7, 0);
  return {
    opensearch,
    breaking7,
    breaking8: opensearchFrom(2, 0) || elasticsearchFrom(8, 0),
    elasticsearch8: elasticsearchFrom(8, 0),
    consistentRead: elasticsearchFrom(7, 12) ? 'pit' : opensearchFrom(2, 4) ? 'opensearch-pit' : 'scroll',
    shardDocSort: elasticsearchFrom(7, 12) || opensearchFrom(3, 3),
    requireAlias: opensearch || elasticsearchFrom(7, 10),
    aliasMustExist: opensearchFrom(2, 0) || elasticsearchFrom(7, 12),
    hiddenAliases: opensearch || elasticsearchFrom(7, 7),
    hiddenIndices: breaking7,
    shardLimit: breaking7,
    simulatesTemplates: opensearch || elasticsearchFrom(7, 9),
    finalPipeline: opensearch || elasticsearchFrom(7, 5),
    replicasReset: breaking7,
    runtimeFields: elasticsearchFrom(7, 11),
    derivedFields: opensearchFrom(2, 15),
    indexTimeScripts: elasticsearchFrom(7, 13),
    vectorsOutsideSource: elasticsearchFrom(9, 2),
    repositoryCleanUp: opensearch || elasticsearchFrom(7, 4),
    snapshotMetadata: opensearch || elasticsearchFrom(7, 3),
    snapshotPages: elasticsearchFrom(7, 14),
    lifecycleManagement: elasticsearchFrom(7, 4),
    snapshotManagement: opensearchFrom(2, 1),
  };
}

/**
 * Whether the tests run with such a server (README.md): `older` and `newer` than those. Elasticsearch 6.8 to 9, OpenSearch 2
 * and 3.
 */
export function supportOf({
  distribution,
  version,
}: Pick<ClusterIdentity, 'distribution' | 'version'>): 'supported' | 'older' | 'newer' {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  if (distribution === 'opensearch') return major < 2 ? 'older' : major > 3 ? 'newer' : 'supported';
  return major < 6 || (major === 6 && minor < 8) ? 'older' : major > 9 ? 'newer' : 'supported';
}

/**
 * `reported`: the distribution as the server names it. Without one, the version decides: OpenSearch counts from 1, and
 * every supported Elasticsearch is 5 or later.
 */
export const distributionOf = (version: string, reported: string | undefined): ClusterIdentity['distribution'] =>
  reported === 'opensearch' || (reported === undefined && Number.parseInt(version, 10) < 5)
    ? 'opensearch'
    : 'elasticsearch';
