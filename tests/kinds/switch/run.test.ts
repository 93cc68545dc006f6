import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { JobRunner } from '../../../lib/jobs/runner.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { lastMove } from '../../../lib/jobs/store/job-queries.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { switchPlan, switchResult } from '../../../lib/kinds/switch/schema.ts';
import { operator } from '../../jobs/builders.ts';
import { aRun } from '../../support/a-run.ts';
import type { AnyWork } from '../../support/any-work.ts';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { fileOfBackup } from '../../support/test-place.ts';
import { checkIds, fill, make, NEW, OLD, setUpSwitch } from './builders.ts';

const { server, planTo, planBack, run, membershipsOf } = setUpSwitch();

test('a switch derives the alias from the index’s name, moves it in one call, and leaves the old index open', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await fill(server, OLD, 2);
  await fill(server, NEW, 3);
  const plan = switchPlan.parse(await planTo(NEW));
  expect(plan).toMatchObject({
    alias: 'government',
    aliasFrom: 'index-name',
    after: [NEW],
    opensTarget: false,
    before: [{ index: OLD, documents: 2 }],
    target: { documents: 3 },
  });
  expect(plan.requests).toEqual([
    {
      method: 'POST',
      path: '/_aliases',
      body: `{"actions":[{"remove":{"index":"${OLD}","alias":"government","must_exist":true}},{"add":{"index":"${NEW}","alias":"government"}}]}`,
      note: expect.any(String) as string,
    },
  ]);
  const result = switchResult.parse(await run(plan));
  expect(result).toMatchObject({
    alias: 'government',
    index: NEW,
    before: [{ index: OLD }],
    after: [{ index: NEW }],
  });
  expect(await aliasesOf(server.url)).toEqual({ government: [NEW] });
  expect(await call(server.url, 'GET', `/${OLD}/_count`)).toMatchObject({ count: 2 });
});

test('a switch carries over filter, routing and write flag', async () => {
  await make(server, OLD, {
    aliases: {
      government: { filter: { term: { n: 1 } }, index_routing: '1', search_routing: '1,2', is_write_index: true },
    },
  });
  await make(server, NEW, { mappings: { properties: { n: { type: 'long' } } } });
  await run(await planTo(NEW));
  expect(await membershipsOf('government')).toEqual({
    [NEW]: {
      aliases: {
        government: { filter: { term: { n: 1 } }, index_routing: '1', search_routing: '1,2', is_write_index: true },
      },
    },
  });
});

test('a filter with numbers that JavaScript can’t represent survives a switch, its undo, a backup and a restore', async () => {
  const filter = '{"bool":{"must":[{"term":{"org":{"value":9007199254740993}}},{"range":{"price":{"gte":1.0}}}]}}';
  const carries = async (index: string) =>
    (await (await fetch(`${server.url}/${index}/_alias/government`)).text()).includes('"value":9007199254740993') &&
    (await (await fetch(`${server.url}/${index}/_alias/government`)).text()).includes('"gte":1.0');
  await make(server, OLD, { mappings: { properties: { org: { type: 'long' }, price: { type: 'double' } } } });
  await make(server, NEW);
  await fetch(`${server.url}/_aliases`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"actions":[{"add":{"index":"${OLD}","alias":"government","filter":${filter}}}]}`,
  });
  expect(await carries(OLD)).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), 'switch-'));
  const runner = new JobRunner({
    dataDirectory: join(folder, 'data'),
    parallelJobs: 1,
    runs,
    place: () => server.place,
  });
  const does = async (work: AnyWork) => {
    const { id } = runner.start({ cluster: 'production', actor: operator, work });
    await expect.poll(() => runner.get(id)).toMatchObject({ status: 'succeeded' });
  };
  try {
    const file = fileOfBackup((await server.runBackup(await server.planBackup({ indices: [OLD] }))).backups[0]!);
    await does({ kind: 'switch', plan: await planTo(NEW) });
    expect(await carries(NEW)).toBe(true);
    const last = lastMove(runner.store, (await server.cluster.identity()).uuid, 'government')!;
    await does({
      kind: 'switch',
      plan: await planBack(last.move),
    });
    expect(await carries(OLD)).toBe(true);

    await call(server.url, 'DELETE', `/${OLD}`);
    const restore = await planRestore(
      server.place,
      { backup: refOfFile(file), settings: { number_of_replicas: 0 } },
      aRun(),
    );
    expect(restore.before).toEqual([]);
    await does({ kind: 'restore', plan: restore });
    expect(await carries(restore.target.index)).toBe(true);
    expect(JSON.stringify(runner.list())).not.toContain('9007199254740992');
    expect(JSON.stringify(listAuditLog(runner.store, {}))).toContain('9007199254740993');
  } finally {
    await runner.stop();
    rmSync(folder, { recursive: true });
  }
});

test('a switch opens a closed index first and waits for its shards', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await fill(server, NEW, 3);
  await call(server.url, 'POST', `/${NEW}/_close`);
  const plan = await planTo(NEW);
  expect(plan).toMatchObject({ opensTarget: true, target: { state: 'closed', documents: null } });
  expect(plan.requests.map(({ path }) => path.split('?')[0])).toEqual([
    `/${NEW}/_open`,
    `/_cluster/health/${NEW}`,
    '/_aliases',
  ]);
  const result = await run(plan);
  expect(result.opened).toBe(true);
  expect(await call(server.url, 'GET', '/government/_count')).toMatchObject({ count: 3 });
});

test('a block on an index without the alias is no obstacle', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await make(server, 'other', {
    aliases: { elsewhere: {} },
    settings: { number_of_replicas: 0, 'index.blocks.metadata': true },
  });
  await make(server, 'unread', { settings: { number_of_replicas: 0, 'index.blocks.read': true } });
  await run(await planTo(NEW));
  expect((await aliasesOf(server.url))['government']).toEqual([NEW]);
});

test('an alias that was moved since the plan is not moved', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await make(server, 'third');
  const plan = await planTo(NEW);
  await call(server.url, 'POST', '/_aliases', {
    actions: [{ remove: { index: OLD, alias: 'government' } }, { add: { index: 'third', alias: 'government' } }],
  });
  const failure = await failureOf(run(plan));
  expect(failure.code).toBe('plan_changed');
  expect(failure.details['changes']).toEqual([`The alias government points to third now; it pointed to ${OLD}.`]);
  expect(await aliasesOf(server.url)).toEqual({ government: ['third'] });
});

test('an index that was deleted and created again since the plan is another index', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const plan = await planTo(NEW);
  await call(server.url, 'DELETE', `/${NEW}`);
  await make(server, NEW);
  const failure = await failureOf(run(plan));
  expect([failure.code, failure.details['changes']]).toEqual([
    'plan_changed',
    [`The index ${NEW} was deleted and created again.`],
  ]);
  expect(await aliasesOf(server.url)).toEqual({ government: [OLD] });
});

test('an alias on several indices, one of them closed, moves to one index with the filter of the write index', async () => {
  await make(server, 'one', { aliases: { government: { filter: { term: { n: 1 } } } } });
  await make(server, 'two', { aliases: { government: { is_write_index: true } } });
  await call(server.url, 'POST', '/one/_close');
  await make(server, NEW);
  const plan = await planTo(NEW);
  expect(plan.before.map(({ index, state }) => [index, state])).toEqual([
    ['one', 'closed'],
    ['two', 'open'],
  ]);
  expect(checkIds(plan, 'warn')).toEqual(expect.arrayContaining(['memberships-differ', 'several']));
  await run(plan);
  expect(await membershipsOf('government')).toEqual({ [NEW]: { aliases: { government: { is_write_index: true } } } });
});

test('a switch back restores exactly the earlier memberships, of several indices too, and opens a closed one', async () => {
  await make(server, 'one', { aliases: { government: { filter: { term: { n: 1 } }, search_routing: '7' } } });
  await make(server, 'two', { aliases: { government: { is_write_index: true } } });
  await make(server, NEW);
  const before = await membershipsOf('government');
  const last = await run(await planTo(NEW));
  await call(server.url, 'POST', '/one/_close');
  const plan = switchPlan.parse(await planBack(last, '7'));
  expect(plan).toMatchObject({ aliasFrom: 'undo', after: ['one', 'two'], opensTarget: true, undoes: '7' });
  const back = await run(plan);
  expect(await membershipsOf('government')).toEqual(before);
  // And forward again: the undo is a switch like any other.
  await run(await planBack(back));
  expect(await aliasesOf(server.url)).toEqual({ government: [NEW] });
});

test('a switch back removes an alias that the switch created', async () => {
  await make(server, NEW);
  const last = await run(await planTo(NEW));
  expect(await aliasesOf(server.url)).toEqual({ government: [NEW] });
  const plan = await planBack(last);
  expect([plan.after, checkIds(plan, 'warn')]).toEqual([[], expect.arrayContaining(['alias-goes'])]);
  expect((await run(plan)).after).toEqual([]);
  expect(await aliasesOf(server.url)).toEqual({});
});
