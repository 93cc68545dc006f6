import { beforeEach, expect, test } from 'vitest';
import { changeIndexState } from '../../../lib/kinds/change-index-state/describe.ts';
import { planChangeIndexState, type ChangeIndexStateRequest } from '../../../lib/kinds/change-index-state/plan.ts';
import { changeIndexStatePlan, type IndexAction } from '../../../lib/kinds/change-index-state/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';

const LIVE = 'government-2026-01-08t03-00-00z-aaaa';
const ODD = 'sale+50%&x=é~1';
const server = setUpServer();

const plan = (index: string, action: IndexAction, request: Partial<ChangeIndexStateRequest> = {}) =>
  planChangeIndexState(server.place, { index, action, writer: null, evenLive: true, ...request }, aRun());
const levels = (planned: Awaited<ReturnType<typeof plan>>) =>
  Object.fromEntries(planned.checks.map(({ id, level }) => [id, level]));

beforeEach(async () => {
  await server.seed(LIVE, 12, { aliases: { government: {}, few: { filter: { range: { n: { lt: 5 } } } } } });
  await server.seed(ODD, 3);
});

test('a plan to close an index that an alias points to names what its searches lose, and guards the alias', async () => {
  await server.seed('government-extra', 4, { aliases: { government: {} } });
  const planned = changeIndexStatePlan.parse(await plan(LIVE, 'close'));
  expect(planned).toMatchObject({
    state: 'open',
    documents: 12,
    aliases: [
      { alias: 'government', documents: 12, others: ['government-extra'] },
      { alias: 'few', documents: 5, others: [] },
    ],
    requests: [{ method: 'POST', path: `/${LIVE}/_close` }],
  });
  expect(levels(planned)).toEqual({ live: 'warn', 'no-use': 'warn' });
  expect(planned.checks[0]!.detail).toContain('government then does not show 12 documents of it');
  expect(changeIndexState.planDescription?.guardedAlias(planned, () => false)).toMatchObject({ alias: 'government' });
  // The command line must say that it knows.
  expect(levels(await plan(LIVE, 'close', { evenLive: false }))).toMatchObject({ live: 'refuse' });
});

test('the number of documents does not make a plan an old one, and an alias that was added does', async () => {
  const before = await plan(ODD, 'close');
  await call(server.url, 'POST', `/${encodeURIComponent(ODD)}/_doc?refresh=true`, { n: 9 });
  const more = await plan(ODD, 'close');
  expect([more.documents, more.fingerprint]).toEqual([4, before.fingerprint]);
  expect(before.requests[0]!.path).toBe(`/${encodeURIComponent(ODD)}/_close`);
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: ODD, alias: 'sale' } }] });
  expect((await plan(ODD, 'close')).fingerprint).not.toBe(before.fingerprint);
});

test('a closing warns where another machine was adding documents to the index', async () => {
  const before = await plan(ODD, 'close');
  await call(server.url, 'POST', '/_aliases', {
    actions: [{ add: { index: ODD, alias: 'restore-desk-adding-other' } }],
  });
  const planned = await plan(ODD, 'close');
  expect(levels(planned)).toEqual({ adding: 'warn', 'no-use': 'warn' });
  expect(planned.fingerprint).not.toBe(before.fingerprint);
});

test('an index in the wanted state, under a block, or that a job fills is refused', async () => {
  expect(levels(await plan(ODD, 'open'))).toMatchObject({ already: 'refuse' });
  const writer = { job: '7', title: 'Restore sale' };
  expect((await plan(ODD, 'close', { writer })).checks).toContainEqual(
    expect.objectContaining({ id: 'written', level: 'refuse', job: '7' }),
  );
  for (const block of ['read_only', 'metadata']) {
    await call(server.url, 'PUT', `/${encodeURIComponent(ODD)}/_settings`, { [`index.blocks.${block}`]: true });
    expect(levels(await plan(ODD, 'close'))).toMatchObject({ [`block-${block}`]: 'refuse' });
    await call(server.url, 'PUT', `/${encodeURIComponent(ODD)}/_settings`, { [`index.blocks.${block}`]: null });
  }
  await call(server.url, 'PUT', `/${encodeURIComponent(ODD)}/_settings`, { 'index.blocks.write': true });
  expect(levels(await plan(ODD, 'close'))).toEqual({ 'no-use': 'warn' });
});

test('a closed index can be opened, and is not closed again', async () => {
  await call(server.url, 'POST', `/${LIVE}/_close`);
  expect(levels(await plan(LIVE, 'close'))).toEqual({ already: 'refuse' });
  const opening = await plan(LIVE, 'open');
  expect(opening).toMatchObject({ state: 'closed', documents: null });
  expect(levels(opening)).toEqual({ 'found-again': 'ok' });
  expect(changeIndexState.planDescription?.guardedAlias(opening, () => false)).toBeNull();
});

test.each([
  ['no-such-index', 'not_found', 'There is no index called'],
  ['government', 'not_found', 'is an alias, not an index'],
  ['.ds-logs-2026.01.01-000001', 'refused', 'is an index of a data stream'],
  ['.security-7', 'refused', 'belongs to the cluster'],
  ['government-*', 'not_found', ''],
])('%s is refused: it is no index of ours', async (name, code, message) => {
  const failure = await failureOf(plan(name, 'close'));
  expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(message)]);
});
