import { readdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { changeRepositoryResult } from '../../../lib/kinds/change-repository/schema.ts';
import { runVerifyRepository } from '../../../lib/kinds/verify-repository/run.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpRepositoryServer } from '../../support/repository-server.ts';

const server = setUpRepositoryServer();
const verify = async (repository: string) =>
  runVerifyRepository(
    server.place,
    { kind: 'verify-repository', cluster: await server.cluster.identity(), repository },
    aRun(),
  );

test('a repository is registered and verified, and verified again by itself', async () => {
  const result = changeRepositoryResult.parse(await server.run(await server.register('nightly')));
  expect(result).toMatchObject({ action: 'register', nodes: ['node-1'], snapshots: 0, warning: null });
  expect(await server.registered()).toMatchObject({ nightly: { settings: { location: server.below('nightly') } } });
  expect(await verify('nightly')).toMatchObject({ repository: 'nightly', nodes: ['node-1'] });
});

test('what no node can write to does not remain registered', async () => {
  await writeFile(server.below('file'), 'not a folder');
  const { code } = await failureOf(server.run(await server.register('file')));
  expect(code).toBe('cluster_error');
  expect(await server.registered()).not.toHaveProperty('file');
});

test('an empty read-only folder is registered with a question', async () => {
  await server.makeFolder('empty');
  const { warning } = await server.run(await server.register('empty', { readonly: 'true' }));
  expect(warning).toMatch(/^empty is read-only and has no snapshots\./);
});

test('settings that were changed since the plan are not overwritten', async () => {
  await server.put('changing');
  const plan = await server.plan({
    action: 'change',
    name: 'changing',
    ...server.fs('changing', { compress: 'false' }),
  });
  await server.put('changing', { readonly: true });
  expect(await failureOf(server.run(plan))).toMatchObject({ code: 'plan_changed' });
  expect(await server.registered()).toMatchObject({ changing: { settings: { readonly: 'true' } } });
});

test('a clean-up keeps the snapshots, and an unregistration keeps the files', async () => {
  await server.put('old');
  await call(server.url, 'PUT', '/one/_doc/1?refresh=true', { n: 1 });
  await call(server.url, 'PUT', '/_snapshot/old/first?wait_for_completion=true', { indices: 'one' });
  const cleaned = await server.run(await server.plan({ action: 'clean-up', name: 'old' }));
  expect(cleaned).toMatchObject({ deleted: { files: expect.any(Number) }, snapshots: 1 });
  const before = (await readdir(server.below('old'))).sort();
  const plan = await server.plan({ action: 'unregister', name: 'old' });
  expect(await server.run(plan)).toMatchObject({ nodes: null, snapshots: 1 });
  expect(await server.registered()).not.toHaveProperty('old');
  expect((await readdir(server.below('old'))).sort()).toEqual(before);
  // Run again after an interruption: it finds what is done.
  expect(await server.run(plan)).toMatchObject({ action: 'unregister', status: 'done' });
});

test('a verification says which repository is not there', async () => {
  expect((await failureOf(verify('missing'))).code).toBe('not_found');
});
