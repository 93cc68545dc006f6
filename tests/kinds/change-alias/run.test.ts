import { expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { changeAliasResult } from '../../../lib/kinds/change-alias/schema.ts';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { fill, make, NEW, OLD, setUpSwitch } from '../switch/builders.ts';
import { changesOn, OLDER } from './builders.ts';

const { server, planBack, run: runSwitch, membershipsOf } = setUpSwitch();
const { planAdd, planRemove, change } = changesOn(server);
const WRITING = { filter: { term: { n: 1 } }, search_routing: '1,2', is_write_index: true };

test('an index is added beside the others, and the undo gives the alias exactly what it had', async () => {
  await make(server, OLD, { aliases: { government: WRITING } });
  await make(server, NEW, { mappings: { properties: { n: { type: 'long' } } } });
  await fill(server, NEW, 3);
  const before = await membershipsOf('government');
  const result = changeAliasResult.parse(await change(await planAdd(NEW)));
  expect(result).toMatchObject({ change: 'add', index: NEW, writes: { before: OLD, after: OLD } });
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD, NEW] });
  await runSwitch(await planBack(result));
  expect(await membershipsOf('government')).toEqual(before);
});

test('a write flag that kept writes in place is taken away by the undo', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const before = await membershipsOf('government');
  const result = await change(await planAdd(NEW, 'government', true));
  await call(server.url, 'PUT', '/government/_doc/written', { n: 1 });
  await call(server.url, 'POST', `/${OLD}/_refresh`);
  expect(await call(server.url, 'GET', `/${OLD}/_count`)).toMatchObject({ count: 1 });
  await runSwitch(await planBack(result));
  expect(await membershipsOf('government')).toEqual(before);
});

test('without a write index the server refuses writes through the alias, as the plan said', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const result = await change(await planAdd(NEW));
  expect(result.writes).toEqual({ before: OLD, after: null });
  const response = await fetch(`${server.url}/government/_doc/1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('no write index is defined')]);
});

test('an index is removed and kept, and the undo restores its filter, routing and write flag', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW, { aliases: { government: WRITING } });
  await fill(server, NEW, 3);
  const before = await membershipsOf('government');
  const result = changeAliasResult.parse(await change(await planRemove(NEW)));
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD] });
  expect(await call(server.url, 'GET', `/${NEW}/_count`)).toMatchObject({ count: 3 });
  await runSwitch(await planBack(result));
  expect(await membershipsOf('government')).toEqual(before);
});

test('removing the last index deletes the alias, the undo makes it again, and a new alias is deleted by the undo', async () => {
  await make(server, OLD, { aliases: { government: WRITING } });
  const before = await membershipsOf('government');
  const result = await change(await planRemove(OLD));
  expect(await aliasesOf(server.url)).toEqual({});
  await runSwitch(await planBack(result));
  expect(await membershipsOf('government')).toEqual(before);
  await make(server, NEW);
  await call(server.url, 'POST', '/_aliases', { actions: [{ remove: { index: OLD, alias: 'government' } }] });
  await runSwitch(await planBack(await change(await planAdd(NEW))));
  expect(await aliasesOf(server.url)).toEqual({});
});

test('two write indices are impossible: the flag that another client sets meanwhile stops the change', async () => {
  await make(server, OLDER, { aliases: { government: {} } });
  await make(server, NEW);
  const plan = await planAdd(NEW, 'government', true);
  await call(server.url, 'POST', '/_aliases', {
    actions: [{ add: { index: OLDER, alias: 'government', is_write_index: true } }],
  });
  const failure = await failureOf(change(plan));
  expect([failure.code, failure.details['changes']]).toEqual([
    'plan_changed',
    ['The alias government has another filter, routing or write flag now, or its index was created again.'],
  ]);
  expect(await aliasesOf(server.url)).toEqual({ government: [OLDER] });
});

test('an alias that was moved, and an index that was created again since the plan, are not changed', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await make(server, 'third');
  const plan = await planAdd(NEW);
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: 'third', alias: 'government' } }] });
  expect((await failureOf(change(plan))).code).toBe('plan_changed');
  const again = await planAdd(NEW);
  await call(server.url, 'DELETE', `/${NEW}`);
  await make(server, NEW);
  expect((await failureOf(change(again))).details['changes']).toEqual([
    `The index ${NEW} was deleted and created again.`,
  ]);
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD, 'third'] });
});

test('a lost answer is no failure: the alias itself says that it was changed, also where it is gone', async () => {
  const proxy = await startFaultyProxy(server.url);
  const cluster = connect({ url: proxy.url });
  try {
    await make(server, OLD, { aliases: { government: {} } });
    await make(server, NEW);
    const place = { ...server.place, cluster };
    const isMove = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/_aliases';
    const lost = proxy.inject({ match: isMove, fault: { kind: 'cut', afterBytes: 0 } });
    const added = await planAdd(NEW);
    expect((await change(added, place)).after.map(({ index }) => index)).toEqual([OLD, NEW]);
    // A run that begins again finds it done.
    expect((await change(added, place)).after.map(({ index }) => index)).toEqual([OLD, NEW]);
    for (const index of [OLD, NEW]) await change(await planRemove(index), place);
    expect(await aliasesOf(server.url)).toEqual({});
    expect(lost.hits).toBe(3);
  } finally {
    await cluster.close();
    await proxy.close();
  }
});

test('a closed index is opened, and added when its shards are there', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await call(server.url, 'POST', `/${NEW}/_close`);
  expect(await change(await planAdd(NEW))).toMatchObject({ opened: true });
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD, NEW] });
});
