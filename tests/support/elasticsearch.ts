import { inject } from 'vitest';
import { ask, type Credentials } from '../../scripts/servers/answers.ts';

export { startServer, type Server } from '../../scripts/servers/start-server.ts';
export { SERVERS } from '../../scripts/servers/versions.ts';
export { freePort } from '../../scripts/servers/ports.ts';
export { readIndex, readSource } from './read-index.ts';
export { seedIndex, type SeedDocument, type SeedOptions } from '../../scripts/servers/seed-index.ts';

const NO_SERVER =
  'The project "fast" has no server. A test that needs one imports tests/support/elasticsearch.ts by its literal path, ' +
  'so that scripts/fast-tests.ts sees it.';

/**
 * The URL of the one server that all files of a run share, started when the first of them asks. Files run one after
 * another; begin with `emptyCluster(url)`. Tests that kill, pause or reconfigure a server start their own.
 */
export async function sharedServer(version = '8.19.9'): Promise<string> {
  const servers = inject('sharedServers');
  if (servers === undefined) throw new Error(NO_SERVER);
  const answer = await ask(`${servers}/${version}`, { timeoutMs: 600_000 });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.text;
}

/** The server's answer as JSON; anything but 2xx is an error with the server's words. Knows nothing of our client. */
export async function call<T = unknown>(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  auth?: Credentials,
): Promise<T> {
  const answer = await ask(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(typeof body === 'string' ? { type: 'application/x-ndjson' } : {}),
    ...(auth ? { auth } : {}),
    timeoutMs: 60_000,
  });
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`${method} ${path}: ${String(answer.status)} ${answer.text.slice(0, 1000)}`);
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
}

/** Removes every index (open, closed, hidden), template and transient setting that a test may have left. */
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

/** Aliases as the cluster state has them: alias → indices, in order of name. */
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

/** Point-in-time and scroll contexts that are open on all nodes: none is to be left behind. */
export async function openContexts(url: string): Promise<number> {
  const stats = await call<{ nodes: Record<string, { indices: { search: { open_contexts: number } } }> }>(
    url,
    'GET',
    '/_nodes/stats/indices/search',
  );
  return Object.values(stats.nodes).reduce((sum, node) => sum + node.indices.search.open_contexts, 0);
}
