import { expect, test } from 'vitest';
import { toAliasTargets } from '../../../lib/aliases/alias-targets.ts';
import { decideSwitch } from '../../../lib/aliases/decide-switch.ts';
import type { IndexSummary } from '../../../lib/contract/indices.ts';
import { loadingAliasOf } from '../../../lib/contract/loading-alias.ts';
import { aliasMoveChecks } from '../../../lib/kinds/restore/checks/alias-checks.ts';
import { switchPlan as switchPlanOf } from '../../jobs/builders.ts';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { checkIds, fill, make, NEW, OLD, setUpSwitch } from './builders.ts';

const { server, planTo, planBack, run } = setUpSwitch();

/** The servers of the tests have no data streams: this is their answer, as the adapter returns it. */
test('an alias of a data stream is refused, since it could not be moved back', () => {
  const target: IndexSummary = {
    name: NEW,
    uuid: 'n',
    state: 'open',
    health: 'green',
    documents: 5,
    primaryBytes: 1,
    storeBytes: 1,
    shards: 1,
    replicas: 0,
    createdAt: null,
    aliases: [],
    blocks: [],
    hidden: false,
    loading: false,
  };
  const state = [{ index: 'logs-government', uuid: '', membership: { alias: 'government' } }];
  const plan = decideSwitch(
    {
      cluster: switchPlanOf().cluster,
      takenAt: '2026-11-23T03:00:00.000Z',
      indices: [target],
      aliasState: state,
      unreadable: null,
      health: null,
    },
    { index: NEW, alias: 'government', aliasFrom: 'given' },
  );
  expect(plan.checks).toContainEqual(
    expect.objectContaining({
      id: 'data-stream',
      level: 'refuse',
      title: 'government points to a data stream',
      detail: expect.stringContaining('logs-government') as string,
    }),
  );
  expect(aliasMoveChecks('government', toAliasTargets(state, [target]), [], [target], null, null)).toMatchObject([
    { id: 'data-stream', level: 'refuse' },
  ]);
});

test('a plan refuses a name that no alias can have, and an alias on an index of the cluster’s own', async () => {
  await make(server, NEW);
  for (const alias of ['govern*', 'a,b', '_all', 'bad alias', '*'])
    expect(await failureOf(planTo(NEW, alias)), alias).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(`An alias can’t be called ${alias}: `) as string,
    });
  await make(server, '.own', { aliases: { Settings: {} } });
  const plan = await planTo(NEW, 'Settings');
  expect(plan.checks).toContainEqual(
    expect.objectContaining({ id: 'own-index', level: 'refuse', title: 'Settings points to .own' }),
  );
  expect(await failureOf(planTo('.own', 'government'))).toMatchObject({
    code: 'not_found',
    hint: expect.stringContaining('belong to the cluster') as string,
  });
  await call(server.url, 'DELETE', '/.own');
});

test('two plans have one fingerprint, and a plan of a changed cluster has another', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const [a, b] = [await planTo(NEW), await planTo(NEW)];
  expect(a.fingerprint).toBe(b.fingerprint);
  await make(server, 'other', { aliases: { government: {} } });
  expect((await planTo(NEW)).fingerprint).not.toBe(a.fingerprint);
});

test('a target that is written to keeps its fingerprint, until it is much smaller than the live index', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await fill(server, OLD, 4);
  await fill(server, NEW, 3);
  const before = await planTo(NEW);
  await fill(server, NEW, 9);
  const after = await planTo(NEW);
  expect([before.target.documents, after.target.documents]).toEqual([3, 9]);
  expect(after.fingerprint).toBe(before.fingerprint);
  await fill(server, OLD, 20);
  const smaller = await planTo(NEW);
  expect(checkIds(smaller, 'warn')).toEqual(['smaller']);
  expect(smaller.fingerprint).not.toBe(before.fingerprint);
});

test('a name of the old form with colons contains its alias; another name is refused with that reason', async () => {
  await make(server, 'government-x');
  const failure = await failureOf(planTo('government-x'));
  expect(failure.code).toBe('refused');
  expect(failure.message).toContain('The name government-x contains no alias');
  expect(await planTo('government-x', 'government')).toMatchObject({
    alias: 'government',
    aliasFrom: 'given',
  });
  expect((await failureOf(planTo('government-2018-01-08t10:20:30z-1a'))).code).toBe('not_found');
});

test('a missing index is refused with the names that exist, and so is an alias in its place', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  const missing = await failureOf(planTo(NEW));
  expect([missing.code, missing.hint]).toEqual(['not_found', expect.stringContaining(OLD)]);
  expect((await failureOf(planTo('government', 'x'))).message).toContain(`points to ${OLD}`);
});

test('a red index is refused', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await call(server.url, 'PUT', `/${NEW}?wait_for_active_shards=0`, {
    settings: { number_of_replicas: 0, 'index.routing.allocation.require.nowhere': 'x' },
  });
  const plan = await planTo(NEW);
  expect(checkIds(plan, 'refuse')).toEqual([`red-${NEW}`]);
  expect((await failureOf(run(plan))).code).toBe('refused');
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD] });
});

test.each(['metadata', 'read_only', 'read'])(
  'a target under a %s block is refused, with the request that removes the block',
  async (block) => {
    await make(server, OLD, { aliases: { government: {} } });
    await make(server, NEW);
    await call(server.url, 'PUT', `/${NEW}/_settings`, { [`index.blocks.${block}`]: true });
    const plan = await planTo(NEW);
    const [refusal] = plan.checks.filter(({ level }) => level === 'refuse');
    expect(refusal).toMatchObject({ title: `${NEW} is under a ${block} block` });
    expect(refusal!.hint).toContain(`{"index.blocks.${block}": null}`);
  },
);

test.each(['metadata', 'read_only'])('a switch away from an index under a %s block is refused', async (block) => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await call(server.url, 'PUT', `/${OLD}/_settings`, { [`index.blocks.${block}`]: true });
  const plan = await planTo(NEW);
  expect(checkIds(plan, 'refuse')).toContain(`block-${block}-${OLD}`);
});

test('a write block is a warning, since searches work', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW, { settings: { number_of_replicas: 0, 'index.blocks.write': true } });
  const plan = await planTo(NEW);
  expect(checkIds(plan, 'refuse')).toEqual([]);
  expect(checkIds(plan, 'warn')).toContain(`block-write-${NEW}`);
});

test('an alias that is the name of an index is refused', async () => {
  await make(server, 'government');
  await make(server, NEW);
  expect(checkIds(await planTo(NEW), 'refuse')).toEqual(['alias-is-index']);
});

test('a plan warns of a target that is empty or much smaller than the live index', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await fill(server, OLD, 10);
  expect(checkIds(await planTo(NEW), 'warn')).toEqual([`empty-${NEW}`]);
  await fill(server, NEW, 4);
  expect(checkIds(await planTo(NEW), 'warn')).toEqual(['smaller']);
});

test('a plan warns of an index that a restore did not finish filling, and of other aliases that stay on the old index', async () => {
  await make(server, OLD, { aliases: { government: {}, 'all-content': {} } });
  await make(server, NEW, { aliases: { [loadingAliasOf('aaaa')]: {} } });
  await fill(server, NEW, 1);
  const plan = await planTo(NEW);
  expect(checkIds(plan, 'warn')).toEqual([`half-filled-${NEW}`, `stays-${OLD}`]);
  expect(plan.checks.find(({ id }) => id === `stays-${OLD}`)?.detail).toMatch(
    /^all-content points to it as well, and is not switched/,
  );
  await run(plan);
  expect((await aliasesOf(server.url))['all-content']).toEqual([OLD]);
});

test('a plan is refused where the alias points to the index already', async () => {
  await make(server, NEW, { aliases: { government: {} } });
  expect(checkIds(await planTo(NEW), 'refuse')).toEqual(['already']);
});

test('a switch back is refused where the alias, or its filter, was changed since', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const last = await run(await planTo(NEW));
  await call(server.url, 'POST', '/_aliases', {
    actions: [{ add: { index: NEW, alias: 'government', routing: '9' } }],
  });
  const plan = await planBack(last);
  expect(checkIds(plan, 'refuse')).toEqual(['moved-since']);
  expect((await failureOf(run(plan))).code).toBe('refused');
});

test('a switch back is refused where the earlier index no longer exists, or is another one', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const last = await run(await planTo(NEW));
  await call(server.url, 'DELETE', `/${OLD}`);
  const failure = await failureOf(planBack(last));
  expect([failure.code, failure.message]).toEqual([
    'refused',
    `There is nothing to switch government back to: ${OLD} no longer exists.`,
  ]);
  await make(server, OLD);
  expect(checkIds(await planBack(last), 'refuse')).toEqual([`another-${OLD}`]);
});
