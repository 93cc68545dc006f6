import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, seedIndex, startServer, type Server } from './elasticsearch.ts';

const admin = { name: 'admin', password: 'made-up-admin', roles: ['superuser'] };
const reader = { name: 'reader', password: 'made-up-reader', roles: ['books_reader'] };
const as = ({ name, password }: typeof admin) => ({ username: name, password });

let server: Server;
beforeAll(async () => {
  server = await startServer({
    users: [admin, reader],
    files: { 'roles.yml': 'books_reader:\n  indices:\n    - names: ["books"]\n      privileges: ["read"]\n' },
  });
});
afterAll(() => server.stop());

test('security is enabled, with the given users and roles', async () => {
  await seedIndex(server.url, 'books', { auth: as(admin), documents: [{ id: '1', source: { a: 1 } }] });
  await expect(call(server.url, 'GET', '/books/_count')).rejects.toThrow('401');
  expect(await call(server.url, 'GET', '/books/_count', undefined, as(reader))).toMatchObject({ count: 1 });
  await expect(call(server.url, 'DELETE', '/books', undefined, as(reader))).rejects.toThrow('403');
});

test('a paused server does not answer, and continues when it is resumed', async () => {
  server.pause();
  await expect(fetch(`${server.url}/_cluster/health`, { signal: AbortSignal.timeout(700) })).rejects.toThrow(
    /timeout/i,
  );
  server.resume();
  expect(await call(server.url, 'GET', '/books/_count', undefined, as(admin))).toMatchObject({ count: 1 });
});

test('a killed server restarts on the same port with its data', async () => {
  await server.kill9();
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  await server.restart();
  expect(await call(server.url, 'GET', '/books/_count', undefined, as(admin))).toMatchObject({ count: 1 });
});

test('a stopped server leaves no process and no file', async () => {
  const { pids, directory } = server;
  await server.stop();
  expect(pids).toHaveLength(1);
  expect(() => process.kill(pids[0]!, 0)).toThrow('ESRCH');
  expect(statSync(directory, { throwIfNoEntry: false })).toBeUndefined();
});
