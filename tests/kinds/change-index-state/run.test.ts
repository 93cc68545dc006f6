import { beforeEach, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planChangeIndexState } from '../../../lib/kinds/change-index-state/plan.ts';
import { runChangeIndexState } from '../../../lib/kinds/change-index-state/run.ts';
import {
  changeIndexStateResult,
  type ChangeIndexStatePlan,
  type IndexAction,
} from '../../../lib/kinds/change-index-state/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { placeOf } from '../../support/test-place.ts';

const INDEX = 'government-2026-01-08t03-00-00z-aaaa';
const server = setUpServer();

const plan = (action: IndexAction) =>
  planChangeIndexState(server.place, { index: INDEX, action, writer: null, evenLive: true }, aRun());
const run = (planned: ChangeIndexStatePlan, place = server.place) =>
  runChangeIndexState(place, { kind: 'change-index-state', plan: planned }, aRun());
const change = async (action: IndexAction) => run(await plan(action));
const state = async () => {
  const [row] = await call<{ status: string }[]>(server.url, 'GET', `/_cat/indices/${INDEX}?format=json`);
  return row!.status;
};

beforeEach(() => server.seed(INDEX, 12, { aliases: { government: {} } }));

test('closing makes a search through the alias fail, and opening finds every document again', async () => {
  await server.seed('government-extra', 4, { aliases: { government: {} } });
  const closed = changeIndexStateResult.parse(await change('close'));
  expect(closed).toMatchObject({ action: 'close', changed: true, documents: 12, aliases: ['government'] });
  expect(await state()).toBe('close');
  const search = (query = '') => fetch(`${server.url}/government/_search${query}`);
  expect((await search()).status).toBe(400);
  // Those of the other index alone.
  expect(await (await search('?ignore_unavailable=true')).json()).toMatchObject({ hits: { total: { value: 4 } } });
  const opened = await change('open');
  expect(opened).toMatchObject({ action: 'open', changed: true, documents: 12, health: 'green' });
  expect(await (await search()).json()).toMatchObject({ hits: { total: { value: 16 } } });
});

test('a run that is resumed after its change ends well, and changes nothing', async () => {
  const closing = await plan('close');
  await run(closing);
  expect(await run(closing)).toMatchObject({ changed: false });
  const opening = await plan('open');
  await run(opening);
  expect(await run(opening)).toMatchObject({ changed: false, documents: 12 });
});

test('an index that was replaced, deleted, or got another alias since the plan is not closed', async () => {
  const planned = await plan('close');
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: INDEX, alias: 'reports' } }] });
  const added = await failureOf(run(planned));
  expect([added.code, added.message]).toEqual(['plan_changed', expect.stringContaining('reports points to it now')]);
  await call(server.url, 'DELETE', `/${INDEX}`);
  expect((await failureOf(run(planned))).message).toContain('no longer exists');
  await server.seed(INDEX, 1);
  expect((await failureOf(run(planned))).message).toContain('was deleted and created again');
  expect(await state()).toBe('open');
});

test('the index itself shows whether it was closed where the answer is lost', async () => {
  const proxy = await startFaultyProxy(server.url);
  const through = connect({ url: proxy.url });
  const closes = ({ path }: { path: string }) => path.includes('/_close');
  try {
    const planned = await plan('close');
    // Not closed.
    proxy.inject({ fault: { kind: 'answer', status: 502 }, match: closes, times: 1 });
    const failure = await failureOf(run(planned, placeOf(through)));
    expect(failure.message).toContain(`${INDEX} was not closed`);
    expect(await state()).toBe('open');
    // Closed, and the answer cut off.
    proxy.clear();
    proxy.inject({ fault: { kind: 'cut', afterBytes: 0 }, match: closes, times: 1 });
    expect(await run(planned, placeOf(through))).toMatchObject({ changed: true });
    expect(await state()).toBe('close');
  } finally {
    await through.close();
    await proxy.close();
  }
});
