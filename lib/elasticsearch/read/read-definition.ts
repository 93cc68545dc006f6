import type { ByWord } from '../../contract/by-name.ts';
import { eachMember, isKey } from '../../json/members.ts';
import { skipSpace } from '../../json/skip-value.ts';
import { withRetry } from '../../retry.ts';
import { responseError, unexpectedResponse } from '../client/response-error.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';

/**
 * `{"settings": {…}, "mappings": {…}}` of one concrete index, in the server's own bytes, so that a large number in `_meta`
 * is not changed. Mapping types are included only on Elasticsearch 6; from 7 on the server leaves them out by default.
 */
export async function readDefinition(cluster: Cluster, index: string, signal?: AbortSignal): Promise<Buffer> {
  const hasMappingTypes = !capabilitiesOf(await cluster.identity(signal)).breaking7;
  const retryPolicy = { totalMs: 120_000, signal };
  const [settings, mappings] = await Promise.all([
    withRetry(() => read(cluster, index, '_settings', 'settings', {}, signal), retryPolicy),
    withRetry(
      () => read(cluster, index, '_mapping', 'mappings', hasMappingTypes ? { include_type_name: true } : {}, signal),
      retryPolicy,
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
  const response = await cluster.requestBytes(request);
  const bytes = Buffer.concat(await Array.fromAsync(response.body));
  if (response.status !== 200) throw responseError(response.status, bytes.toString('utf8'), request);
  const indexEntry = memberOf(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, null);
  const found = indexEntry && memberOf(bytes, indexEntry.start, indexEntry.end, key);
  // Settings are never empty: each index has a uuid.
  const isComplete = found && (key !== 'settings' || memberOf(bytes, found.start, found.end, 'index'));
  if (!found || !isComplete) throw unexpectedResponse(request, response.status, `no ${key} of ${index}`);
  return bytes.subarray(found.start, found.end);
}

/** The value of `key` (null: of the only key) where it is an object; null where there is none, or the bytes are not JSON. */
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
