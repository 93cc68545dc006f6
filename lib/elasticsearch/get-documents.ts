import { AppError } from '../errors.ts';
import { eachMember, isKey } from '../json/members.ts';
import { MORE, skipSpace } from '../json/skip-value.ts';
import { patiently } from '../retry.ts';
import { answerError, notJson } from './answer-error.ts';
import type { Cluster } from './cluster.ts';
import { flavourOf } from './flavour.ts';

/** The sources of documents by id and routing, as they are stored, in the order asked; null where there is none. Real-time: no refresh needed. */
export async function getDocuments(
  cluster: Cluster,
  index: string,
  documents: readonly { id: string; routing: string | null }[],
  type: string | null,
  signal: AbortSignal,
): Promise<(Buffer | null)[]> {
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_mget`,
    query: flavourOf(await cluster.identity(signal)).vectorsApart ? { _source_exclude_vectors: false } : {},
    body: {
      docs: documents.map(({ id, routing }) => ({
        _id: id,
        ...(routing === null ? {} : { routing }),
        ...(type === null ? {} : { _type: type }),
      })),
    },
    signal,
    timeoutMs: 60_000,
    answer: 'documents',
  } as const;
  const sources = await patiently(
    async () => {
      const answer = await cluster.requestBytes(request);
      const body = Buffer.concat(await Array.fromAsync(answer.body));
      if (answer.status !== 200) throw answerError(answer.status, body.toString('utf8'), request);
      try {
        return readAnswer(body);
      } catch (cause) {
        // Not by validating all of it: a document may have been indexed with comments, and is answered with them.
        throw cause instanceof SyntaxError ? notJson(request, answer.status, cause) : cause;
      }
    },
    { totalMs: 120_000, signal },
  );
  if (sources.length !== documents.length)
    throw new AppError('cluster_error', `${documents.length} documents were asked for and ${sources.length} answered.`);
  return sources;
}

function readAnswer(bytes: Buffer): (Buffer | null)[] {
  let at = -1;
  const whole = eachMember(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, (member) => {
    if (isKey(bytes, member.keyStart, member.keyEnd, 'docs')) at = member.valueStart;
  });
  if (whole === MORE) throw new AppError('unreachable', 'The answer to a look-up was cut short.');
  if (at === -1) throw new AppError('cluster_error', 'The answer to a look-up has no documents.');
  const sources: (Buffer | null)[] = [];
  for (at = skipSpace(bytes, at + 1, bytes.length); at < bytes.length && bytes[at] !== 0x5d;) {
    let source: Buffer | null = null;
    let failed = false;
    const end = eachMember(bytes, at, bytes.length, (member) => {
      if (isKey(bytes, member.keyStart, member.keyEnd, '_source'))
        source = bytes.subarray(member.valueStart, member.valueEnd);
      else if (isKey(bytes, member.keyStart, member.keyEnd, 'error')) failed = true;
    });
    if (failed) throw new AppError('unreachable', 'A shard did not answer a look-up.');
    sources.push(source);
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1, bytes.length);
  }
  return sources;
}
