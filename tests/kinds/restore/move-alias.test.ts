import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { aRun } from '../../support/a-run.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { aliasesOf, call, seedIndex } from '../../support/elasticsearch.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { placeOf } from '../../support/test-place.ts';
import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { LIVE, seedLive } from './builders.ts';

const server = setUpServer();
const indexNames = async () => (await listIndices(server.cluster)).indices.map(({ name }) => name);

test('a restore can leave the alias where it is', async () => {
  await seedLive(server, 10);
  const result = await server.restore(await server.backUp(LIVE), { switchAlias: false });
  expect(result).toMatchObject({ status: 'done', switched: false, notSwitched: null });
  expect(await aliasesOf(server.url)).toEqual({ government: [LIVE] });
});

test('the index of an alias with capitals has a name in lower case', async () => {
  await seedIndex(server.url, 'gov-1', { aliases: { Government: {} }, documents: [{ id: '1', source: '{}' }] });
  const result = await server.restore(await server.backUp('gov-1'));
  expect(result.index).toMatch(/^government-\d{4}-/);
  expect(await aliasesOf(server.url)).toEqual({ Government: [result.index] });
});

test('a partial restore is compared too, and moves the alias only if that is allowed', async () => {
  await seedIndex(server.url, LIVE, {
    aliases: { government: {} },
    documents: Array.from({ length: 30 }, (_, n) => ({
      id: String(n),
      source: n % 10 === 0 ? '{"v":"text"}' : '{"v":1}',
    })),
    mappings: { enabled: false },
  });
  const file = await server.backUp(LIVE);
  const mappings = { enabled: true, properties: { v: { type: 'integer' } } };
  const held = await server.restore(file, { mappings });
  expect(held).toMatchObject({
    status: 'partial',
    indexed: 27,
    rejected: 3,
    switched: false,
    check: { verdict: 'partial', documents: 27 },
  });
  const allowed = await server.restore(file, { mappings, allowPartial: true });
  expect(allowed).toMatchObject({ status: 'partial', rejected: 3, switched: true });
  expect(allowed.index).toBe(held.index);
  expect((await indexNames()).length).toBe(2);
});

test('a restore replaces only the index of its backup where the alias points to several', async () => {
  const OTHER = 'government-2018-01-07t03-00-00z-bbbb';
  await seedLive(server, 10);
  await seedIndex(server.url, OTHER, { aliases: { government: {} }, documents: [{ id: 'x', source: '{}' }] });
  const file = await server.backUp(LIVE);
  const result = await server.restore(file);
  expect((await aliasesOf(server.url))['government']).toEqual([OTHER, result.index].sort());
  // The same backup once more: its earlier restore is replaced.
  const second = await server.restore(file);
  expect(second.index).not.toBe(result.index);
  expect((await aliasesOf(server.url))['government']).toEqual([OTHER, second.index].sort());
});

test('a restore does not move an alias that was moved since the plan', async () => {
  await seedLive(server, 10);
  const planned = await server.planRestore(await server.backUp(LIVE));
  await call(server.url, 'PUT', '/government-2018-01-09t03-00-00z-cccc', {});
  await call(server.url, 'POST', '/_aliases', {
    actions: [
      { remove: { index: LIVE, alias: 'government' } },
      { add: { index: 'government-2018-01-09t03-00-00z-cccc', alias: 'government' } },
    ],
  });
  const result = await server.runRestore(planned);
  expect(result).toMatchObject({ status: 'partial', switched: false, check: { verdict: 'equal' } });
  expect(result.notSwitched).toMatch(/Somebody else/);
  expect((await aliasesOf(server.url))['government']).toEqual(['government-2018-01-09t03-00-00z-cccc']);
});

test('a restore is done once the alias has moved; a loading alias that can’t be removed is a warning', async () => {
  await seedLive(server, 10);
  const file = await server.backUp(LIVE);
  const proxy = await startFaultyProxy(server.url);
  const through = connect({ url: proxy.url });
  proxy.inject({
    match: ({ method, path }) => method === 'POST' && path.startsWith('/_aliases'),
    skip: 1,
    fault: { kind: 'answer', status: 503, body: '{}' },
  });
  const result = await runRestore(
    placeOf(through),
    { kind: 'restore', plan: await planRestore(placeOf(through), { backup: refOfFile(file) }, aRun()) },
    aRun({ directory: join(server.directory, 'run') }),
  );
  await through.close();
  await proxy.close();
  expect(result).toMatchObject({ status: 'done', switched: true, aliasBefore: [{ index: LIVE }] });
  expect(result.warnings.join()).toMatch(/restore-desk-loading-\w+ could not be removed/);
  expect((await aliasesOf(server.url))['government']).toEqual([result.index]);
}, 30_000);

test('a restore sets requested blocks last, and its plan names the other alias that stays on the old index', async () => {
  await seedLive(server, 10, { aliases: { government: {}, 'all-content': {} } });
  const file = await server.backUp(LIVE);
  const planned = await server.planRestore(file, { settings: { 'blocks.metadata': true, 'blocks.read_only': true } });
  expect(planned.checks.find(({ id }) => id === `stays-${LIVE}`)?.detail).toMatch(/all-content/);
  const result = await server.runRestore(planned);
  expect(result).toMatchObject({ status: 'done', switched: true, warnings: [] });
  await call(server.url, 'PUT', `/${result.index}/_settings`, { 'index.blocks.metadata': null });
  const settings = await call<Record<string, { settings: Record<string, string> }>>(
    server.url,
    'GET',
    `/${result.index}/_settings?flat_settings=true`,
  );
  expect(settings[result.index]!.settings['index.blocks.read_only']).toBe('true');
  await call(server.url, 'PUT', `/${result.index}/_settings`, { 'index.blocks.read_only': null });
  expect((await call<{ count: number }>(server.url, 'GET', '/government/_count')).count).toBe(10);
});
