import type { ByWord } from '../contract/by-name.ts';
import { AppError } from '../errors.ts';
import { eachMember, isKey } from '../json/members.ts';
import { answerError } from './answer-error.ts';
import type { Cluster } from './cluster.ts';
import { flavourOf } from './flavour.ts';

/**
 * `{"settings": {…}, "mappings": {…}}` of one concrete index, as bytes: the server's own words, so that a large number
 * in `_meta` stays what it is. Elasticsearch 7 keeps a typed mapping to itself unless asked; so do we.
 */
export async function readDefinition(cluster: Cluster, index: string, signal?: AbortSignal): Promise<Buffer> {
  const typed = flavourOf(await cluster.identity(signal)).typed;
  const [settings, mappings] = await Promise.all([
    read(cluster, index, '_settings', 'settings', {}, signal),
    read(cluster, index, '_mapping', 'mappings', typed ? { include_type_name: true } : {}, signal),
  ]);
  return Buffer.concat([
    Buffer.from('{"settings":'),
    settings,
    Buffer.from(',"mappings":'),
    mappings,
    Buffer.from('}'),
  ]);
}

async function read(
  cluster: Cluster,
  index: string,
  api: string,
  key: string,
  query: ByWord<boolean>,
  signal?: AbortSignal,
): Promise<Buffer> {
  const request = {
    method: 'GET',
    path: `/${encodeURIComponent(index)}/${api}`,
    query,
    signal,
    answer: 'definition',
  } as const;
  const answer = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(answer.body));
  if (answer.status !== 200) throw answerError(answer.status, bytes.toString('utf8'), request);
  const inner = memberOf(bytes, 0, bytes.length, null);
  const found = inner && memberOf(bytes, inner.start, inner.end, key);
  if (!found) throw new AppError('cluster_error', `The cluster did not tell the ${key} of ${index}.`);
  return bytes.subarray(found.start, found.end);
}

/** The value of a key, or of the only key. */
function memberOf(
  bytes: Buffer,
  start: number,
  end: number,
  key: string | null,
): { start: number; end: number } | null {
  let found: { start: number; end: number } | null = null;
  eachMember(bytes, start, end, (member) => {
    if (key === null || isKey(bytes, member.keyStart, member.keyEnd, key))
      found = { start: member.valueStart, end: member.valueEnd };
  });
  return found;
}
