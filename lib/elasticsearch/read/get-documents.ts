import { AppError } from '../../errors.ts';
import { eachMember, isKey } from '../../json/members.ts';
import { MORE, skipSpace } from '../../json/skip-value.ts';
import { withRetry } from '../../retry.ts';
import { responseError, notJson, unexpectedResponse } from '../client/response-error.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { flag, listOf, object } from '../client/shape.ts';

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
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_mget`,
    query: capabilitiesOf(await cluster.identity(signal)).vectorsOutsideSource
      ? { _source_exclude_vectors: false }
      : {},
    body: mgetBody(documents, type),
    signal,
    timeoutMs: 60_000,
    size: 'documents',
  } as const;
  const sources = await withRetry(
    async () => {
      const response = await cluster.requestBytes(request);
      const body = Buffer.concat(await Array.fromAsync(response.body));
      if (response.status !== 200) throw responseError(response.status, body.toString('utf8'), request);
      try {
        const found = readSources(body);
        if (found.length === documents.length) return found;
        throw unexpectedResponse(request, response.status, `${found.length} documents instead of ${documents.length}`);
      } catch (cause) {
        // The response is not validated as a whole: a document that was indexed with comments is returned with them.
        throw cause instanceof SyntaxError ? notJson(request, response.status, cause) : cause;
      }
    },
    { totalMs: 120_000, signal },
  );
  return sources;
}

const [OBJECT, LIST] = [0x7b, 0x5b];

const malformedResponse = () =>
  new AppError(
    'unreachable',
    'The answer to a look-up is not the cluster’s: it does not say which documents are there.',
  );

function readSources(bytes: Buffer): (Buffer | null)[] {
  let at = -1;
  if (bytes[skipSpace(bytes, 0, bytes.length)] !== OBJECT) throw malformedResponse();
  const whole = eachMember(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, (member) => {
    if (isKey(bytes, member.keyStart, member.keyEnd, 'docs')) at = member.valueStart;
  });
  if (whole === MORE) throw new AppError('unreachable', 'The answer to a look-up was cut short.');
  if (at === -1 || bytes[at] !== LIST) throw malformedResponse();
  const sources: (Buffer | null)[] = [];
  for (at = skipSpace(bytes, at + 1, bytes.length); at < bytes.length && bytes[at] !== 0x5d;) {
    let source: Buffer | null = null;
    let failed = false;
    let hasFound = false;
    if (bytes[at] !== OBJECT) throw malformedResponse();
    const end = eachMember(bytes, at, bytes.length, (member) => {
      if (isKey(bytes, member.keyStart, member.keyEnd, '_source'))
        source = bytes[member.valueStart] === OBJECT ? bytes.subarray(member.valueStart, member.valueEnd) : null;
      else if (isKey(bytes, member.keyStart, member.keyEnd, 'error')) failed = true;
      else if (isKey(bytes, member.keyStart, member.keyEnd, 'found'))
        hasFound = /^(?:true|false)$/.test(bytes.toString('latin1', member.valueStart, member.valueEnd));
    });
    if (end === MORE || !(hasFound || failed)) throw malformedResponse();
    if (failed) throw new AppError('unreachable', 'A shard did not answer a look-up.');
    sources.push(source);
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1, bytes.length);
  }
  return sources;
}
