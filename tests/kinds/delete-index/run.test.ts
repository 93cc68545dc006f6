import { beforeEach, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planDeleteIndex, type DeleteIndexRequest } from '../../../lib/kinds/delete-index/plan.ts';
import { runDeleteIndex } from '../../../lib/kinds/delete-index/run.ts';
import { deleteIndexPlan, deleteIndexResult, type DeleteIndexPlan } from '../../../lib/kinds/delete-index/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { placeOf } from '../../support/test-place.ts';

const OLD = 'government-2026-01-07t03-00-00z-aaaa';
const server = setUpServer();

const plan = (request: Partial<DeleteIndexRequest> = {}) =>
  planDeleteIndex(server.place, { index: OLD, writer: null, goodBackups: 1, ...request }, aRun());
const run = (planned: DeleteIndexPlan, place = server.place, with_ = aRun()) =>
  runDeleteIndex(place, { kind: 'delete-index', plan: planned }, with_);
const exists = async (index = OLD) => (await fetch(`${server.url}/${index}`, { method: 'HEAD' })).status === 200;
const refusals = ({ checks }: DeleteIndexPlan) => checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
const point = (alias: string) => call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: OLD, alias } }] });

beforeEach(() => server.seed(OLD, 12));

test('a deletion shows exactly what is deleted, deletes it and nothing else', async () => {
  await server.seed(`${OLD}-2`, 1);
  const planned = deleteIndexPlan.parse(await plan());
  expect(planned).toMatchObject({ documents: 12, state: 'open', aliases: [], typeToConfirm: { name: OLD } });
  expect(planned.createdAt).not.toBeNull();
  expect(planned.storeBytes).toBeGreaterThan(0);
  expect(refusals(planned)).toEqual([]);
  expect(deleteIndexResult.parse(await run(planned))).toMatchObject({ index: OLD, documents: 12, uuid: planned.uuid });
  expect([await exists(), await exists(`${OLD}-2`)]).toEqual([false, true]);
});

test('the four characters are accepted, unless another index of the group has the same ones', async () => {
  expect((await plan()).typeToConfirm.short).toBe('government aaaa');
  await server.seed('government-2026-01-05t03-00-00z-aaaa', 1);
  expect((await plan()).typeToConfirm.short).toBeNull();
});

test('an index without a good backup is deleted with a warning that says so', async () => {
  const backupOf = async (goodBackups: number | null) => (await plan({ goodBackups })).checks.at(-1)!;
  expect(await backupOf(0)).toMatchObject({ level: 'warn', title: 'No good backup holds it' });
  expect(await backupOf(null)).toMatchObject({ level: 'warn', title: 'Whether a backup holds it is not known' });
  expect(await backupOf(2)).toMatchObject({ level: 'ok', title: '2 good backups hold it' });
  expect((await plan({ goodBackups: 0 })).fingerprint).toBe((await plan({ goodBackups: 2 })).fingerprint);
});

test('a deletion warns where another machine was adding documents, and is then another plan', async () => {
  const before = await plan();
  await point('restore-desk-adding-other');
  const planned = await plan();
  expect([planned.aliases, refusals(planned)]).toEqual([[], []]);
  expect(planned.checks[0]).toMatchObject({ id: 'adding', level: 'warn' });
  expect(planned.fingerprint).not.toBe(before.fingerprint);
});

test('an index with an alias, under a block, or that a job fills is never deleted', async () => {
  await point('government');
  const aliased = await plan();
  expect(refusals(aliased)).toEqual(['alias']);
  expect((await failureOf(run(aliased))).code).toBe('refused');
  await call(server.url, 'POST', '/_aliases', { actions: [{ remove: { index: OLD, alias: 'government' } }] });
  await call(server.url, 'PUT', `/${OLD}/_settings`, { 'index.blocks.metadata': true });
  expect(refusals(await plan({ writer: { job: '7', title: 'Restore' } }))).toEqual(['written', 'block-metadata']);
});

test('an index that was replaced, or got an alias or a block since the plan, is kept', async () => {
  const planned = await plan();
  await call(server.url, 'PUT', `/${OLD}/_settings`, { 'index.blocks.read_only': true });
  const blocked = await failureOf(run(planned));
  expect([blocked.code, blocked.message]).toEqual(['plan_changed', expect.stringContaining('read_only block now')]);
  await call(server.url, 'PUT', `/${OLD}/_settings`, { 'index.blocks.read_only': null });
  await point('reports');
  expect((await failureOf(run(planned))).message).toContain('reports points to it now');
  await call(server.url, 'DELETE', `/${OLD}`);
  await server.seed(OLD, 2);
  expect((await failureOf(run(planned))).message).toContain('was deleted and created again');
  expect(await exists()).toBe(true);
});

test('a cancelled deletion deletes nothing, and a lost answer is looked up', async () => {
  const planned = await plan();
  const stop = new AbortController();
  const cancelled = aRun({ signal: stop.signal, report: () => stop.abort() });
  await expect(run(planned, server.place, cancelled)).rejects.toThrow();
  expect(await exists()).toBe(true);

  const proxy = await startFaultyProxy(server.url);
  const through = connect({ url: proxy.url });
  const deletes = ({ method }: { method: string }) => method === 'DELETE';
  try {
    proxy.inject({ fault: { kind: 'answer', status: 502 }, match: deletes, times: 1 });
    expect((await failureOf(run(planned, placeOf(through)))).message).toContain(`${OLD} still exists`);
    proxy.clear();
    proxy.inject({ fault: { kind: 'cut', afterBytes: 0 }, match: deletes, times: 1 });
    expect(await run(planned, placeOf(through))).toMatchObject({ index: OLD });
    expect(await exists()).toBe(false);
  } finally {
    await through.close();
    await proxy.close();
  }
});
