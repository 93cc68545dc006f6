import { AppError } from '../../errors.ts';
import { withRetry } from '../../retry.ts';
import { responseError, notJson, unexpectedResponse } from '../client/response-error.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { flag, listOf, object } from '../client/shape.ts';
import { readUpTo } from './read-up-to.ts';
import { readMgetResponse, type FoundDocument } from './mget-response.ts';

export interface DocumentKey {
  id: string;
  routing: string | null;
}

const mgetBody = (documents: readonly DocumentKey[], type: string | null) => ({
  docs: documents.map(({ id, routing }) => ({
    _id: id,
    ...(routing === null ? {} : { routing }),
    ...(type === null ? {} : { _type: type }),
  })),
});

/** How many of these documents the index does not have. Real-time. No source is transferred. */
export async function countMissing(
  cluster: Cluster,
  index: string,
  documents: readonly DocumentKey[],
  type: string | null,
  signal: AbortSignal,
): Promise<number> {
  if (documents.length === 0) return 0;
  const found = (value: unknown): value is { found: boolean }[] =>
    listOf(object({ found: flag }))(value) && value.length === documents.length;
  const { docs } = await cluster.request({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_mget`,
    query: { _source: false },
    body: mgetBody(documents, type),
    shape: object({ docs: found }),
    idempotent: true,
    signal,
    timeoutMs: 60_000,
  });
  return docs.filter((document) => !document.found).length;
}

/**
 * The sources of documents by id and routing, as they are stored, in the order of `documents`; null: the index does not
 * have it. Real-time: needs no refresh.
 */
export async function getDocuments(
  cluster: Cluster,
  index: string,
  documents: readonly DocumentKey[],
  type: string | null,
  signal: AbortSignal,
): Promise<(Buffer | null)[]> {
  const found = await lookUp(cluster, { index, type, documents, signal }, Infinity);
  return (found ?? []).map(({ source, failed }) => {
    if (failed !== null) throw shardFailed();
    return source;
  });
}

/** A document as the index has it at this moment: `seqNo` and `primaryTerm` are the condition of a write to it. */
export interface CurrentDocument {
  source: Buffer;
  /** The one that it was indexed with, which may be another one of the same shard. */
  routing: string | null;
  seqNo: string;
  primaryTerm: string;
}

/**
 * The same with what a write on a condition needs. null instead of the list where the answer has more than `maxBytes` and
 * several documents: ask for fewer. Throws `index_changed` where the index, or the alias that names it, is gone.
 */
export async function getCurrentDocuments(
  cluster: Cluster,
  index: string,
  documents: readonly DocumentKey[],
  type: string | null,
  { signal, maxBytes }: { signal: AbortSignal; maxBytes: number },
): Promise<(CurrentDocument | null)[] | null> {
  if (documents.length === 0) return [];
  const found = await lookUp(cluster, { index, type, documents, signal }, documents.length > 1 ? maxBytes : Infinity);
  return found?.map((document) => currentDocument(document, index)) ?? null;
}

function currentDocument({ source, routing, seqNo, primaryTerm, failed }: FoundDocument, index: string) {
  if (failed !== null && isGone(failed))
    throw new AppError('index_changed', `${index} was ${failed.startsWith('index_closed') ? 'closed' : 'deleted'}.`);
  if (failed !== null) throw shardFailed();
  return source === null || seqNo === null || primaryTerm === null ? null : { source, routing, seqNo, primaryTerm };
}

const shardFailed = () => new AppError('unreachable', 'A shard did not answer a look-up.');

interface LookUp {
  index: string;
  type: string | null;
  documents: readonly DocumentKey[];
  signal: AbortSignal;
}

/** null: the answer has more than `maxBytes`. */
async function lookUp(
  cluster: Cluster,
  { index, type, documents, signal }: LookUp,
  maxBytes: number,
): Promise<FoundDocument[] | null> {
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_mget`,
    query: capabilitiesOf(await cluster.identity(signal)).vectorsOutsideSource
      ? { _source_exclude_vectors: false }
      : {},
    body: mgetBody(documents, type),
    signal,
    timeoutMs: 60_000,
    responseSize: 'documents',
  } as const;
  return withRetry(
    async () => {
      const response = await cluster.requestBytes(request);
      const body = await readUpTo(response.body, maxBytes);
      if (body === null) return null;
      if (response.status !== 200) throw responseError(response.status, body.toString('utf8'), request);
      try {
        const found = readMgetResponse(body);
        if (found.some(({ failed }) => failed !== null && !isGone(failed))) throw shardFailed();
        if (found.length === documents.length) return found;
        throw unexpectedResponse(request, response.status, `${found.length} documents instead of ${documents.length}`);
      } catch (cause) {
        // The response is not validated as a whole: a document that was indexed with comments is returned with them.
        throw cause instanceof SyntaxError ? notJson(request, response.status, cause) : cause;
      }
    },
    { totalMs: 120_000, signal },
  );
}

/** No retry helps. */
const isGone = (failed: string): boolean =>
  failed === 'index_not_found_exception' || failed === 'index_closed_exception';
