import type { ByWord } from '../../contract/by-name.ts';
import { eachMember, isKey } from '../../json/members.ts';
import { skipSpace } from '../../json/skip-value.ts';
import { withRetry } from '../../retry.ts';
import { responseError, unexpectedResponse } from '../client/response-error.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';

/**
 * `{"settings": {…}, "mappings": {…}}` of one concrete index, as bytes: the server's own words, so that a large number
 * in `_meta` stays what it is. Elasticsearch 7 keeps a typed mapping to itself unless asked; so do we.
 */
export async function readDefinition(cluster: Cluster, index: string, signal?: AbortSignal): Promise<Buffer> {
  const typed = !capabilitiesOf(await cluster.identity(signal)).breaking7;
  const patience = { totalMs: 120_000, signal };
  const [settings, mappings] = await Promise.all([
    withRetry(() => read(cluster, index, '_settings', 'settings', {}, signal), patience),
    withRetry(
      () => read(cluster, index, '_mapping', 'mappings', typed ? { include_type_name: true } : {}, signal),
      patience,
    ),
  ]);
  return Buffer.concat([
    Buffer.from('{"settings":'),
    settings,
    Buffer.from(',"mappings":'),
    mappings,
    Buffer.from('}'),
  ]);
}

const OBJECT = 0x7b;

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
    size: 'definition',
  } as const;
  const answer = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(answer.body));
  if (answer.status !== 200) throw responseError(answer.status, bytes.toString('utf8'), request);
  const inner = memberOf(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, null);
  const found = inner && memberOf(bytes, inner.start, inner.end, key);
  // Settings are never empty: each index has its uuid.
  const whole = found && (key !== 'settings' || memberOf(bytes, found.start, found.end, 'index'));
  if (!found || !whole) throw unexpectedResponse(request, answer.status, `no ${key} of ${index}`);
  return bytes.subarray(found.start, found.end);
}

/** The value of a key, or of the only key, where it is an object; null where there is none, and in what is no JSON. */
function memberOf(
  bytes: Buffer,
  start: number,
  end: number,
  key: string | null,
): { start: number; end: number } | null {
  if (bytes[start] !== OBJECT) return null;
  let found: { start: number; end: number } | null = null;
  try {
    eachMember(bytes, start, end, (member) => {
      if (key === null || isKey(bytes, member.keyStart, member.keyEnd, key))
        found = bytes[member.valueStart] === OBJECT ? { start: member.valueStart, end: member.valueEnd } : null;
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  return found;
}
