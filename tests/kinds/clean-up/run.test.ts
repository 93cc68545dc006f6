import { beforeEach, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planCleanUp, type CleanUpRequest } from '../../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../../lib/kinds/clean-up/run.ts';
import { cleanUpPlan, cleanUpResult, type CleanUpPlan } from '../../../lib/kinds/clean-up/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { placeOf } from '../../support/test-place.ts';
import { setUpServer } from '../../support/set-up-server.ts';

const name = (day: number) => `government-2026-01-0${day}t03-00-00z-ab${day}`;
const server = setUpServer();

const names = async () =>
  Object.keys(await call<object>(server.url, 'GET', '/_settings/index.uuid?expand_wildcards=all'))
    .filter((index) => !index.startsWith('.'))
    .sort();
const make = (index: string, aliases: object = {}) =>
  call(server.url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, aliases });
const plan = (request: Partial<CleanUpRequest> = {}) =>
  planCleanUp(server.place, { indicesBeingWritten: [], ...request }, aRun());
const cleanUp = (planned: CleanUpPlan, place = server.place, run = aRun()) =>
  runCleanUp(place, { kind: 'clean-up', plan: planned }, run);

beforeEach(async () => {
  for (const day of [1, 2, 3, 4]) {
    await make(name(day), day === 4 ? { government: {} } : {});
    await call(server.url, 'POST', `/${name(day)}/_doc?refresh=true`, { day });
  }
  await make('unrelated');
  await call(server.url, 'POST', `/${name(1)}/_close`);
});

test('a clean-up deletes exactly the indices of its plan, closed ones too', async () => {
  const planned = cleanUpPlan.parse(await plan());
  expect(planned).toMatchObject({
    indices: 2,
    groups: [{ alias: 'government' }],
    requests: [
      { method: 'DELETE', path: `/${name(2)}` },
      { method: 'DELETE', path: `/${name(1)}` },
    ],
  });
  expect(planned.bytes).toBeGreaterThan(0);
  const result = cleanUpResult.parse(await cleanUp(planned));
  expect(result).toMatchObject({ status: 'done', left: [], bytes: planned.bytes });
  expect(await names()).toEqual([name(3), name(4), 'unrelated']);
});

test('an index that got an alias since the plan is kept', async () => {
  const planned = await plan();
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: name(2), alias: 'reports' } }] });
  const result = await cleanUp(planned);
  expect(result).toMatchObject({
    status: 'partial',
    deleted: [{ index: name(1) }],
    left: [{ index: name(2), reason: 'reports points to it now' }],
  });
  expect(await names()).toContain(name(2));
});

test('an index that was deleted and created again since the plan is kept', async () => {
  const planned = await plan();
  await call(server.url, 'DELETE', `/${name(2)}`);
  await make(name(2));
  const result = await cleanUp(planned);
  expect(result.left).toEqual([{ index: name(2), reason: 'it was deleted and created again since the plan' }]);
  expect(await names()).toContain(name(2));
});

test('an index that was deleted, or got a block, since the plan is left with the reason', async () => {
  const planned = await plan();
  await call(server.url, 'DELETE', `/${name(1)}`);
  await call(server.url, 'PUT', `/${name(2)}/_settings`, { 'index.blocks.read_only': true });
  expect((await cleanUp(planned)).left).toEqual([
    { index: name(2), reason: 'it is under a read_only block now' },
    { index: name(1), reason: 'it no longer existed' },
  ]);
});

test('the index is looked up where the answer to its deletion is lost', async () => {
  const proxy = await startFaultyProxy(server.url);
  const through = connect({ url: proxy.url });
  const deletes = ({ method }: { method: string }) => method === 'DELETE';
  try {
    const planned = await plan();
    // Deleted, and the answer cut off.
    proxy.inject({ fault: { kind: 'cut', afterBytes: 0 }, match: deletes, times: 1 });
    // Not deleted: the index still exists.
    proxy.inject({ fault: { kind: 'answer', status: 502 }, match: deletes, skip: 1, times: 1 });
    const first = await cleanUp(planned, placeOf(through));
    expect(first).toMatchObject({ status: 'partial', deleted: [{ index: name(2) }], left: [{ index: name(1) }] });
    expect(await names()).toEqual([name(1), name(3), name(4), 'unrelated']);

    // No further answer arrives.
    const again = await plan();
    proxy.clear();
    proxy.inject({
      fault: { kind: 'cut', afterBytes: 0 },
      match: ({ number }) => gone || (gone = deletes(proxy.requests[number - 1]!)),
    });
    let gone = false;
    const failure = await failureOf(cleanUp(again, placeOf(through)));
    expect(failure.message).toContain(`Whether ${name(1)} was deleted is not known`);
  } finally {
    await through.close();
    await proxy.close();
  }
});

test('an index that a job writes into is not planned for deletion, and changes the fingerprint', async () => {
  const free = await plan();
  const uuid = free.groups[0]!.entries.find(({ index }) => index === name(1))!.uuid;
  const filled = await plan({ indicesBeingWritten: [uuid] });
  expect(filled.indices).toBe(1);
  expect(filled.fingerprint).not.toBe(free.fingerprint);
  expect((await plan()).fingerprint).toBe(free.fingerprint);
});

test('a clean-up of an alias that does not exist is refused', async () => {
  const planned = await plan({ aliases: ['goverment'] });
  expect((await failureOf(cleanUp(planned))).code).toBe('refused');
});

test('a cancelled clean-up stops between two indices and says how many it deleted', async () => {
  const planned = await plan();
  const stop = new AbortController();
  const failure = await failureOf(
    cleanUp(planned, server.place, aRun({ signal: stop.signal, log: () => stop.abort() })),
  );
  expect([failure.code, failure.message]).toEqual(['cancelled', expect.stringContaining('after 1 index of 2')]);
  expect(await names()).toHaveLength(4);
});
