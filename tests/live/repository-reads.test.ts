import { expect, test } from 'vitest';
import type { Cluster, TypedRequest } from '../../lib/elasticsearch/client/cluster.ts';
import { AppError } from '../../lib/errors.ts';
import { RepositoryReads } from '../../lib/live/repository-reads.ts';

/** A cluster with three repositories: `broken` can't be read, `slow` never answers. */
function cluster(registered: string[]): Cluster {
  const answer = ({ path, signal }: TypedRequest<unknown>): unknown => {
    if (path === '/_snapshot')
      return Object.fromEntries(registered.map((name) => [name, { type: 'fs', settings: {} }]));
    if (path.startsWith('/_nodes')) return { nodes: {} };
    if (path.startsWith('/_snapshot/broken')) throw new AppError('cluster_error', 'The folder is gone.');
    if (path.startsWith('/_snapshot/slow'))
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    return { snapshots: [{ snapshot: 'first', uuid: 'u', state: 'SUCCESS', indices: [] }] };
  };
  return {
    identity: () => Promise.resolve({ name: 'c', uuid: 'u', distribution: 'elasticsearch', version: '8.19.9' }),
    request: async (request: TypedRequest<unknown>) => answer(request),
  } as unknown as Cluster;
}

const NOW = { maxAgeMs: 0, waitMs: 100 };

test('a repository that is broken and one that is slow do not hold up the others', async () => {
  const reads = new RepositoryReads(() => cluster(['broken', 'good', 'slow']), 'The cluster');
  const { repositories } = await reads.registered.read(NOW);
  const answers = await Promise.all(repositories.map(({ name }) => reads.names(name).readOrLast(NOW)));
  expect(answers.map(({ value, failure }) => value?.length ?? failure?.message)).toEqual([
    'The folder is gone.',
    1,
    'The repository slow has not answered for 0 s.',
  ]);
});

test('a repository that is no longer registered is forgotten', async () => {
  const registered = ['good'];
  const reads = new RepositoryReads(() => cluster(registered), 'The cluster');
  await reads.registered.read(NOW);
  const read = reads.names('good');
  expect(reads.names('good')).toBe(read);
  registered.pop();
  await reads.registered.read(NOW);
  expect(reads.names('good')).not.toBe(read);
});
