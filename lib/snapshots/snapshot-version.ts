import type { ClusterIdentity } from '../contract/cluster.ts';

type Identity = Pick<ClusterIdentity, 'distribution' | 'version'>;

/** Whether a cluster can restore a snapshot of a version. `unknown`: the version can't be read, or may be too new. */
export interface ReadableVersion {
  state: 'readable' | 'too-new' | 'too-old' | 'unknown';
  /** As a sentence, with both versions. */
  sentence: string;
}

interface Version {
  major: number;
  minor: number;
  patch: number;
}

/**
 * Decides by a table, before a restore is tried: servers say "corrupt" of what is only newer (tried: 8.19.9 on 9.2.0).
 * `version`: as the server lists it; null: it does not. Source: the compatibility tables of both products, tried on six servers
 * (docs/elasticsearch.md). An index that was created in an older version than the snapshot may still be too old. Pure.
 */
export function readableVersion(version: string | null, target: Identity): ReadableVersion {
  const here = `${target.distribution === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'} ${target.version}`;
  const parsed = version === null ? null : parse(version);
  const own = parse(target.version);
  if (parsed === null || own === null)
    return { state: 'unknown', sentence: 'The version of the snapshot is unknown: the cluster decides.' };
  // An unknown number is listed as one of our own family, followed by the number in brackets (tried).
  if (version!.includes('['))
    return {
      state: 'too-new',
      sentence: `It is of a version that ${here} does not know: a newer one, or of another product.`,
    };
  return target.distribution === 'opensearch' ? onOpenSearch(parsed, own, here) : onElasticsearch(parsed, own, here);
}

const READABLE = (of: string, here: string): ReadableVersion => ({
  state: 'readable',
  sentence: `It is of ${of}, which ${here} can read.`,
});
const TOO_NEW = (of: string, here: string): ReadableVersion => ({
  state: 'too-new',
  sentence: `It is of ${of}: too new for ${here}.`,
});
const TOO_OLD = (of: string, here: string): ReadableVersion => ({
  state: 'too-old',
  sentence: `It is of ${of}: too old for ${here}.`,
});

function onElasticsearch(snapshot: Version, own: Version, here: string): ReadableVersion {
  const of = `Elasticsearch ${textOf(snapshot)}`;
  if (snapshot.major < own.major - 1) return TOO_OLD(of, here);
  if (isLater(snapshot, own)) return TOO_NEW(of, here);
  // The last minor version of the major before this one gets releases after ours, with newer files.
  if (snapshot.major === own.major - 1 && snapshot.major >= 8 && snapshot.minor >= 19)
    return {
      state: 'unknown',
      sentence: `It is of ${of}, which may be newer than ${here}; then the server calls it corrupt, although it is not.`,
    };
  return READABLE(of, here);
}

/** Versions from 5 on are Elasticsearch's: OpenSearch counts from 1. */
function onOpenSearch(snapshot: Version, own: Version, here: string): ReadableVersion {
  if (snapshot.major >= 5) {
    const of = `Elasticsearch ${textOf(snapshot)}`;
    if (isLater(snapshot, { major: 7, minor: 10, patch: 2 })) return TOO_NEW(of, here);
    const oldest = own.major === 1 ? 6 : own.major === 2 ? 7 : Infinity;
    return snapshot.major < oldest ? TOO_OLD(of, here) : READABLE(of, here);
  }
  const of = `OpenSearch ${textOf(snapshot)}`;
  if (isLater(snapshot, own)) return TOO_NEW(of, here);
  return snapshot.major < own.major - 1 ? TOO_OLD(of, here) : READABLE(of, here);
}

const textOf = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;

const isLater = (a: Version, b: Version): boolean =>
  a.major !== b.major ? a.major > b.major : a.minor !== b.minor ? a.minor > b.minor : a.patch > b.patch;

/** "7.17.25-8.0.0" is a range that a newer server prints: its first version counts. */
function parse(text: string): Version | null {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(text);
  return match === null ? null : { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}
