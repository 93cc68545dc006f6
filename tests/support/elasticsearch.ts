import { inject } from 'vitest';
import { sendRequest, type Credentials } from '../../scripts/servers/send-request.ts';

export { startServer, type Server } from '../../scripts/servers/start-server.ts';
export { SERVERS } from '../../scripts/servers/versions.ts';
export { freePort } from '../../scripts/servers/ports.ts';
export { readIndex, readSource } from './read-index.ts';
export { seedIndex, type SeedDocument, type SeedOptions } from '../../scripts/servers/seed-index.ts';

const NO_SERVER =
  'The project "fast" has no server. A test that needs one imports tests/support/elasticsearch.ts by its literal path, ' +
  'so that scripts/fast-tests.ts sees it.';

/**
 * The URL of the server of this version that all files of a run share, started on the first call. Files run one after
 * another; begin with `emptyCluster(url)`. Tests that kill, pause or reconfigure a server start their own.
 */
export async function sharedServer(version = '8.19.9'): Promise<string> {
  const servers = inject('sharedServers');
  if (servers === undefined) throw new Error(NO_SERVER);
  const response = await sendRequest(`${servers}/${version}`, { timeoutMs: 600_000 });
  if (response.status !== 200) throw new Error(response.text);
  return response.text;
}

/**
 * Sends a request without the product's client. Resolves to the response's JSON; rejects with its text unless the
 * status is 2xx.
 */
export async function call<T = unknown>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  auth?: Credentials,
): Promise<T> {
  const response = await sendRequest(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(typeof body === 'string' ? { type: 'application/x-ndjson' } : {}),
    ...(auth ? { auth } : {}),
    timeoutMs: 60_000,
  });
  if (response.status < 200 || response.status > 299)
    throw new Error(`${method} ${path}: ${String(response.status)} ${response.text.slice(0, 1000)}`);
  return (response.text === '' ? undefined : JSON.parse(response.text)) as T;
}

/** Deletes every index (open, closed, hidden) and resets the cluster's settings. */
export async function emptyCluster(url: string): Promise<void> {
  const state = await call<{ metadata: { indices: Record<string, unknown> } }>(
    url,
    'GET',
    '/_cluster/state/metadata?filter_path=metadata.indices.*.state&expand_wildcards=all',
  );
  for (const name of Object.keys(state.metadata?.indices ?? {})) {
    if (!name.startsWith('.')) await call(url, 'DELETE', `/${encodeURIComponent(name)}?ignore_unavailable=true`);
  }
  await call(url, 'PUT', '/_cluster/settings', { transient: { '*': null }, persistent: { '*': null } });
}

/** The indices of each alias, sorted by name, from the cluster state. */
export async function aliasesOf(url: string): Promise<Record<string, string[]>> {
  const state = await call<{ metadata: { indices?: Record<string, { aliases?: string[] }> } }>(
    url,
    'GET',
    '/_cluster/state/metadata?expand_wildcards=all',
  );
  const found = Object.create(null) as Record<string, string[]>;
  for (const [index, { aliases }] of Object.entries(state.metadata.indices ?? {})) {
    for (const alias of aliases ?? []) (found[alias] ??= []).push(index);
  }
  for (const indices of Object.values(found)) indices.sort();
  return found;
}

/** The number of open point-in-time and scroll contexts on all nodes. */
export async function openContexts(url: string): Promise<number> {
  const stats = await call<{ nodes: Record<string, { indices: { search: { open_contexts: number } } }> }>(
    url,
    'GET',
    '/_nodes/stats/indices/search',
  );
  return Object.values(stats.nodes).reduce((sum, node) => sum + node.indices.search.open_contexts, 0);
}
