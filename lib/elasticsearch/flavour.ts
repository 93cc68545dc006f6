import type { ClusterIdentity } from '../contract/cluster.ts';

/** What a server can do, from its distribution and version. OpenSearch 1–3 grew out of Elasticsearch 7.10. */
export interface Flavour {
  opensearch: boolean;
  major: number;
  minor: number;
  /** Mapping types exist and a bulk needs one (Elasticsearch 6). */
  typed: boolean;
  /** How a consistent read is made. */
  reading: 'pit' | 'opensearch-pit' | 'scroll';
  /** `_shard_doc` as a sort key: total order without a gap. */
  shardDoc: boolean;
  /** Sources come without their vectors unless they are asked for (Elasticsearch 9.2). */
  vectorsApart: boolean;
}

export function flavourOf(identity: Pick<ClusterIdentity, 'distribution' | 'version'>): Flavour {
  const [major = 0, minor = 0] = identity.version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const opensearch = identity.distribution === 'opensearch';
  const at = (wantMajor: number, wantMinor: number) => major > wantMajor || (major === wantMajor && minor >= wantMinor);
  const reading = opensearch ? (at(2, 4) ? 'opensearch-pit' : 'scroll') : at(7, 12) ? 'pit' : 'scroll';
  return {
    opensearch,
    major,
    minor,
    typed: !opensearch && major < 7,
    reading,
    shardDoc: opensearch ? at(3, 3) : at(7, 12),
    vectorsApart: !opensearch && at(9, 2),
  };
}
