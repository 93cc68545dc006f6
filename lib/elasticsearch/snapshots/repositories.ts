import { entriesOf, type ByName } from '../../contract/by-name.ts';
import { isSecretSetting, type Repository, type RepositorySettings } from '../../contract/repository.ts';
import { AppError, isAppError } from '../../errors.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { isRefusal } from '../client/response-error.ts';
import { acknowledged, anything, count, named, object, optional, text } from '../client/shape.ts';

/** A repository's verification writes and reads a file on every node; a bucket that does not answer takes long. */
const CHANGE_TIMEOUT_MS = 120_000;
/** Reads everything in the repository that no snapshot uses. */
const CLEAN_UP_TIMEOUT_MS = 3_600_000;

const repositoryShape = object({ type: text, settings: optional(named(anything)) });

/** By name. Throws AppError `forbidden` where the user has no `monitor_snapshot`. */
export async function listRepositories(cluster: Cluster, signal?: AbortSignal): Promise<Repository[]> {
  const repositories = await cluster.request({
    method: 'GET',
    path: '/_snapshot',
    shape: named(repositoryShape),
    signal,
    responseSize: 'list',
  });
  return entriesOf(repositories)
    .map(([name, { type, settings }]) => ({ name, type, settings: settingsOf(settings) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** null: there is none of this name. */
export async function readRepository(cluster: Cluster, name: string, signal?: AbortSignal): Promise<Repository | null> {
  return (await listRepositories(cluster, signal)).find((repository) => repository.name === name) ?? null;
}

/** Of a key that somebody put into the settings. */
const HIDDEN = '(hidden)';

const settingsOf = (settings: ByName<unknown> | undefined): RepositorySettings =>
  entriesOf(settings)
    .map(([name, value]) => ({
      name,
      value: isSecretSetting(name) ? HIDDEN : typeof value === 'string' ? value : JSON.stringify(value),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** As the server compares them: two lists with the same names and values. */
export const sameSettings = (a: RepositorySettings, b: RepositorySettings): boolean =>
  a.length === b.length &&
  a.every(({ name, value }) => b.some((other) => other.name === name && other.value === value));

/**
 * Registers a repository, or changes its settings, and has every node verify it. What failed does not remain registered:
 * OpenSearch 2 keeps it (tried), so it is unregistered, or its former settings are set again (`before`). Where the
 * response is lost, the repository is read. Throws AppError with the server's reason.
 */
export async function putRepository(
  cluster: Cluster,
  { name, type, settings, before }: Repository & { before: Repository | null },
  signal?: AbortSignal,
): Promise<void> {
  const put = (repository: Pick<Repository, 'type' | 'settings'>, verify: boolean, using?: AbortSignal) =>
    cluster.request({
      method: 'PUT',
      path: pathOf(name),
      query: { verify },
      body: { type: repository.type, settings: bodyOf(repository.settings) },
      shape: acknowledged,
      signal: using,
      timeoutMs: CHANGE_TIMEOUT_MS,
    });
  try {
    await put({ type, settings }, true, signal);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const now = await readRepository(cluster, name).catch(() => null);
    const isAsAsked = now !== null && now.type === type && sameSettings(now.settings, settings);
    if (!isRefusal(error)) {
      // Nothing is known but what the cluster says now. Whether the nodes can use it is checked again.
      if (!isAsAsked || error.code === 'cancelled') throw error;
      await verifyRepository(cluster, name, signal);
      return;
    }
    if (isAsAsked && before === null) await removeRepository(cluster, name).catch(() => undefined);
    // Keys are not known, so settings with keys can't be set again.
    else if (isAsAsked && before !== null && !before.settings.some((setting) => isSecretSetting(setting.name)))
      await put(before, false).catch(() => undefined);
    throw error;
  }
}

const bodyOf = (settings: RepositorySettings): object =>
  Object.fromEntries(settings.map(({ name, value }) => [name, value]));

/** The names of the nodes that can use the repository, sorted. Throws AppError with the node and its reason where one can't. */
export async function verifyRepository(cluster: Cluster, name: string, signal?: AbortSignal): Promise<string[]> {
  const { nodes } = await cluster.request({
    method: 'POST',
    path: `${pathOf(name)}/_verify`,
    shape: object({ nodes: named(object({ name: text })) }),
    signal,
    timeoutMs: CHANGE_TIMEOUT_MS,
    idempotent: true,
  });
  return entriesOf(nodes)
    .map(([, node]) => node.name)
    .sort();
}

/** Deletes files that no snapshot uses. Throws AppError `unsupported` for Elasticsearch 6, which would take it for a snapshot. */
export async function cleanUpRepository(
  cluster: Cluster,
  name: string,
  signal?: AbortSignal,
): Promise<{ bytes: number; files: number }> {
  const identity = await cluster.identity(signal);
  if (!capabilitiesOf(identity).repositoryCleanUp)
    throw new AppError('unsupported', `Elasticsearch ${identity.version} can’t clean up a repository.`, {
      hint: 'Elasticsearch 7.4 and later and OpenSearch can.',
    });
  const { results } = await cluster.request({
    method: 'POST',
    path: `${pathOf(name)}/_cleanup`,
    shape: object({ results: object({ deleted_bytes: count, deleted_blobs: count }) }),
    signal,
    timeoutMs: CLEAN_UP_TIMEOUT_MS,
  });
  return { bytes: results.deleted_bytes, files: results.deleted_blobs };
}

/** Its files stay. One that is not registered is no error: the outcome is the same. */
export async function removeRepository(cluster: Cluster, name: string, signal?: AbortSignal): Promise<void> {
  try {
    await cluster.request({
      method: 'DELETE',
      path: pathOf(name),
      shape: acknowledged,
      signal,
      timeoutMs: CHANGE_TIMEOUT_MS,
    });
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    if (error.code === 'not_found') return;
    if (isRefusal(error)) throw error;
    if ((await readRepository(cluster, name, signal).catch(() => undefined)) !== null) throw error;
  }
}

/** The path of a repository in the API; also in the requests that a plan shows. */
export const pathOf = (repository: string): string => `/_snapshot/${encodeURIComponent(repository)}`;
