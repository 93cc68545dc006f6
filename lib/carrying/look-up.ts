import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { getCurrentDocuments, type CurrentDocument, type DocumentKey } from '../elasticsearch/read/get-documents.ts';
import { documentDigest } from '../archive/document-digest.ts';
import { MOST_LOOK_UP_BYTES } from './in-batches.ts';

/** A document that an index has. */
export type KnownDocument = CurrentDocument & { digest: string };

/** An index that documents are looked up in, by its name or by an alias that only it has. */
export interface LookedUp {
  name: string;
  /** The mapping type that Elasticsearch 6 requires; null from 7 on. */
  type: string | null;
}

/** The documents in the order of the keys; null: not there. null instead of the list: together they are too large. */
export async function lookUp(
  cluster: Cluster,
  { name, type }: LookedUp,
  keys: readonly DocumentKey[],
  signal: AbortSignal,
): Promise<(KnownDocument | null)[] | null> {
  const found = await getCurrentDocuments(cluster, name, keys, type, { signal, maxBytes: MOST_LOOK_UP_BYTES });
  return (
    found?.map((document, at) =>
      document === null
        ? null
        : { ...document, digest: documentDigest({ id: keys[at]!.id, routing: document.routing }, document.source) },
    ) ?? null
  );
}

/** The same in parts, where together they are too large. */
export async function lookUpAll(
  cluster: Cluster,
  index: LookedUp,
  keys: readonly DocumentKey[],
  signal: AbortSignal,
): Promise<(KnownDocument | null)[]> {
  const found = await lookUp(cluster, index, keys, signal);
  if (found !== null) return found;
  const half = keys.length >> 1;
  return [
    ...(await lookUpAll(cluster, index, keys.slice(0, half), signal)),
    ...(await lookUpAll(cluster, index, keys.slice(half), signal)),
  ];
}

export const bytesOf = (documents: readonly (KnownDocument | null)[]): number =>
  documents.reduce((sum, document) => sum + (document?.source.length ?? 0), 0);
