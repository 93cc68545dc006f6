import { expect, test } from 'vitest';
import { changeRepositoryPlan } from '../../../lib/kinds/change-repository/schema.ts';
// A test that starts a server imports tests/support/elasticsearch.ts by its literal path.
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { checkIds, setUpRepositoryServer } from '../../support/repository-server.ts';

const server = setUpRepositoryServer();

test('a registration is planned with its requests, and the cluster is not changed', async () => {
  const plan = changeRepositoryPlan.parse(await server.register('nightly'));
  expect(checkIds(plan, 'refuse')).toEqual([]);
  expect(checkIds(plan, 'ok')).toEqual(['type', 'settings', 'location', 'two-writers']);
  expect(plan).toMatchObject({ action: 'register', before: null, snapshots: null });
  expect(plan.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /_snapshot/nightly?verify=true',
    'POST /_snapshot/nightly/_verify',
  ]);
  expect(await server.registered()).toEqual({});
});

test('a folder outside of path.repo, a type that is missing, and a name that exists are refused', async () => {
  const outside = await server.plan({
    action: 'register',
    name: 'outside',
    type: 'fs',
    settings: [{ name: 'location', value: '/somewhere/else' }],
  });
  expect(outside.checks.find(({ id }) => id === 'location')).toMatchObject({
    level: 'refuse',
    hint: expect.stringContaining('path.repo:'),
  });
  const s3 = await server.plan({ action: 'register', name: 's3', type: 's3', settings: [] });
  expect(checkIds(s3, 'refuse')).toEqual(['type', 'missing-bucket']);
  await server.put('taken');
  expect(checkIds(await server.register('taken'), 'refuse')).toEqual(['exists']);
});

test('a name that no server takes is refused, and a repository that is not there is not found', async () => {
  expect(await failureOf(server.register('a name'))).toMatchObject({ code: 'invalid_input' });
  expect(await failureOf(server.plan({ action: 'unregister', name: 'nowhere' }))).toMatchObject({ code: 'not_found' });
});

test('the fingerprint changes with the settings that are registered now', async () => {
  await server.put('changing');
  const change = () =>
    server.plan({ action: 'change', name: 'changing', ...server.fs('changing', { compress: 'false' }) });
  const first = await change();
  expect((await change()).fingerprint).toBe(first.fingerprint);
  await server.put('changing', { readonly: true });
  expect((await change()).fingerprint).not.toBe(first.fingerprint);
});

test('an unregistration counts the snapshots that can no longer be restored', async () => {
  await server.put('counted');
  await call(server.url, 'PUT', '/one/_doc/1?refresh=true', { n: 1 });
  await call(server.url, 'PUT', '/_snapshot/counted/first?wait_for_completion=true', { indices: 'one' });
  expect(await server.plan({ action: 'unregister', name: 'counted' })).toMatchObject({
    snapshots: 1,
    requests: [{ method: 'DELETE', path: '/_snapshot/counted' }],
  });
});

test('a read-only repository is not cleaned up', async () => {
  await server.put('reader', { readonly: true });
  expect(checkIds(await server.plan({ action: 'clean-up', name: 'reader' }), 'refuse')).toEqual(['read-only']);
});

test('a key that somebody put into the settings is neither shown nor saved, and must go into the keystore', async () => {
  await server.put('leaky', { secret_key: 'planted-secret-of-a-repository' });
  const plan = await server.plan({ action: 'change', name: 'leaky', ...server.fs('leaky') });
  expect(plan.before!.settings).toContainEqual({ name: 'secret_key', value: '(hidden)' });
  expect(JSON.stringify(plan)).not.toContain('planted-secret-of-a-repository');
  const kept = await server.plan({ action: 'change', name: 'leaky', type: 'fs', settings: plan.before!.settings });
  expect(checkIds(kept, 'refuse')).toEqual(['secret']);
});
