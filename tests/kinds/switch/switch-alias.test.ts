import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { loadingAliasOf } from '../../../lib/contract/loading-alias.ts';
import type { SwitchPlan } from '../../../lib/kinds/switch/schema.ts';
import { switchPlan } from '../../../lib/kinds/switch/schema.ts';
import type { AnyWork } from '../../support/any-work.ts';
import { switchResult } from '../../../lib/kinds/switch/schema.ts';
import { lastMove } from '../../../lib/jobs/store/job-queries.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { listAuditLog } from '../../../lib/jobs/store/audit-log.ts';
import { JobRunner } from '../../../lib/jobs/runner.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import type { IndexSummary } from '../../../lib/contract/indices.ts';
import { aliasTargets } from '../../../lib/aliases/alias-targets.ts';
import { decideSwitch } from '../../../lib/aliases/decide-switch.ts';
import { switchChecks } from '../../../lib/kinds/restore/checks/alias-checks.ts';
import { planSwitch, planSwitchBack } from '../../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../../lib/kinds/switch/run.ts';
import { operator, switchPlan as switchPlanOf } from '../../jobs/builders.ts';
import { aRun } from '../../support/a-run.ts';
import { aliasesOf, call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { removeBlocks } from '../../support/remove-blocks.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';
import { folderSource, refOfFile } from '../../../lib/contract/backup-ref.ts';

const OLD = 'government-2018-01-07t03-00-00z-aaaa';
const NEW = 'government-2018-01-08t03-00-00z-bbbb';
let url: string;
let cluster: Cluster;

const make = (index: string, body: unknown = {}) =>
  call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, ...(body as object) });
const fill = async (index: string, documents: number) => {
  const lines = Array.from({ length: documents }, (_, at) => `{"index":{"_id":"${at}"}}\n{"n":${at}}\n`).join('');
  await call(url, 'POST', `/${index}/_bulk?refresh=true`, lines);
};
const levels = (plan: SwitchPlan, level: string) =>
  plan.checks.filter((check) => check.level === level).map(({ id }) => id);
const carried = async (alias: string) =>
  (await call<Record<string, { aliases: Record<string, unknown> }>>(
    url,
    'GET',
    `/${alias}/_alias/${alias}?expand_wildcards=all`,
  )) as unknown;

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
});
afterAll(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
  await cluster.close();
});

/** The servers of the tests have no data streams: their answer, as the adapter gives it. */
it('an alias of a data stream is not moved, since it could not be moved back', () => {
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
      state,
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
  expect(switchChecks('government', aliasTargets(state, [target]), [], [target], null, null)).toMatchObject([
    { id: 'data-stream', level: 'refuse' },
  ]);
});

describe('switching an alias', () => {
  it('refuses what can’t be an alias, by its name, and an alias on an index of the cluster’s own', async () => {
    await make(NEW);
    for (const alias of ['govern*', 'a,b', '_all', 'bad alias', '*'])
      expect(await failureOf(planSwitch(placeOf(cluster), { index: NEW, alias }, aRun())), alias).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining(`An alias can’t be called ${alias}: `) as string,
      });
    await make('.own', { aliases: { Settings: {} } });
    const plan = await planSwitch(placeOf(cluster), { index: NEW, alias: 'Settings' }, aRun());
    expect(plan.checks).toContainEqual(
      expect.objectContaining({ id: 'own-index', level: 'refuse', title: 'Settings points to .own' }),
    );
    expect(await failureOf(planSwitch(placeOf(cluster), { index: '.own', alias: 'government' }, aRun()))).toMatchObject(
      {
        code: 'not_found',
        hint: expect.stringContaining('the cluster’s own') as string,
      },
    );
    await call(url, 'DELETE', '/.own');
  });

  it('finds the alias from the index’s name, moves it in one call, and leaves the old index open', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await fill(OLD, 2);
    await fill(NEW, 3);
    const plan = switchPlan.parse(await planSwitch(placeOf(cluster), { index: NEW }, aRun()));
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
    const result = switchResult.parse(await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()));
    expect(result).toMatchObject({
      alias: 'government',
      index: NEW,
      before: [{ index: OLD }],
      after: [{ index: NEW }],
    });
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });
    expect(await call(url, 'GET', `/${OLD}/_count`)).toMatchObject({ count: 2 });
  });

  it('a plan made twice has one fingerprint, a changed cluster another', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    const [a, b] = [
      await planSwitch(placeOf(cluster), { index: NEW }, aRun()),
      await planSwitch(placeOf(cluster), { index: NEW }, aRun()),
    ];
    expect(a.fingerprint).toBe(b.fingerprint);
    await make('other', { aliases: { government: {} } });
    expect((await planSwitch(placeOf(cluster), { index: NEW }, aRun())).fingerprint).not.toBe(a.fingerprint);
  });

  it('a target that is still written to keeps its plan, until it is much smaller than what is live', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await fill(OLD, 4);
    await fill(NEW, 3);
    const before = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    await fill(NEW, 9);
    const after = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect([before.target.documents, after.target.documents]).toEqual([3, 9]);
    expect(after.fingerprint).toBe(before.fingerprint);
    await fill(OLD, 20);
    const smaller = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(levels(smaller, 'warn')).toEqual(['smaller']);
    expect(smaller.fingerprint).not.toBe(before.fingerprint);
  });

  it('carries filter, routing and write flag over', async () => {
    await make(OLD, {
      aliases: {
        government: { filter: { term: { n: 1 } }, index_routing: '1', search_routing: '1,2', is_write_index: true },
      },
    });
    await make(NEW, { mappings: { properties: { n: { type: 'long' } } } });
    await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    expect(await carried('government')).toEqual({
      [NEW]: {
        aliases: {
          government: { filter: { term: { n: 1 } }, index_routing: '1', search_routing: '1,2', is_write_index: true },
        },
      },
    });
  });

  it('carries a filter with numbers that JavaScript can’t hold: there, back, into a backup and out of it', async () => {
    const filter = '{"bool":{"must":[{"term":{"org":{"value":9007199254740993}}},{"range":{"price":{"gte":1.0}}}]}}';
    const carries = async (index: string) =>
      (await (await fetch(`${url}/${index}/_alias/government`)).text()).includes('"value":9007199254740993') &&
      (await (await fetch(`${url}/${index}/_alias/government`)).text()).includes('"gte":1.0');
    await make(OLD, { mappings: { properties: { org: { type: 'long' }, price: { type: 'double' } } } });
    await make(NEW);
    await fetch(`${url}/_aliases`, {
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
      place: () => placeOf(cluster),
    });
    const does = async (work: AnyWork) => {
      const { id } = runner.start({ cluster: 'production', actor: operator, work });
      await expect.poll(() => runner.get(id)).toMatchObject({ status: 'succeeded' });
    };
    try {
      const file = fileOfBackup(
        (
          await runBackup(
            placeOf(cluster),
            {
              kind: 'backup',
              plan: await planBackup(placeOf(cluster), { indices: [OLD], source: folderSource(folder) }, aRun()),
            },
            aRun(),
          )
        ).backups[0]!,
      );
      await does({ kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) });
      expect(await carries(NEW)).toBe(true);
      const last = lastMove(runner.store, (await cluster.identity()).uuid, 'government')!;
      await does({
        kind: 'switch',
        plan: await planSwitchBack(placeOf(cluster), { alias: 'government', last: last.move }, aRun()),
      });
      expect(await carries(OLD)).toBe(true);

      await call(url, 'DELETE', `/${OLD}`);
      const restore = await planRestore(
        placeOf(cluster),
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

  it('an old name with colons tells its alias; a name of another form does not, and says so', async () => {
    await make('government-x');
    const failure = await failureOf(planSwitch(placeOf(cluster), { index: 'government-x' }, aRun()));
    expect(failure.code).toBe('refused');
    expect(failure.message).toContain('No alias can be told from the name government-x');
    expect(await planSwitch(placeOf(cluster), { index: 'government-x', alias: 'government' }, aRun())).toMatchObject({
      alias: 'government',
      aliasFrom: 'given',
    });
    expect(
      (await failureOf(planSwitch(placeOf(cluster), { index: 'government-2018-01-08t10:20:30z-1a' }, aRun()))).code,
    ).toBe('not_found');
  });

  it('a missing index is refused with the names there are; an alias is not an index', async () => {
    await make(OLD, { aliases: { government: {} } });
    const missing = await failureOf(planSwitch(placeOf(cluster), { index: NEW }, aRun()));
    expect([missing.code, missing.hint]).toEqual(['not_found', expect.stringContaining(OLD)]);
    expect(
      (await failureOf(planSwitch(placeOf(cluster), { index: 'government', alias: 'x' }, aRun()))).message,
    ).toContain(`points to ${OLD}`);
  });

  it('opens a closed index first and waits for its shards', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await fill(NEW, 3);
    await call(url, 'POST', `/${NEW}/_close`);
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(plan).toMatchObject({ opensTarget: true, target: { state: 'closed', documents: null } });
    expect(plan.requests.map(({ path }) => path.split('?')[0])).toEqual([
      `/${NEW}/_open`,
      `/_cluster/health/${NEW}`,
      '/_aliases',
    ]);
    const result = await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
    expect(result.opened).toBe(true);
    expect(await call(url, 'GET', '/government/_count')).toMatchObject({ count: 3 });
  });

  it('refuses a red index', async () => {
    await make(OLD, { aliases: { government: {} } });
    await call(url, 'PUT', `/${NEW}?wait_for_active_shards=0`, {
      settings: { number_of_replicas: 0, 'index.routing.allocation.require.nowhere': 'x' },
    });
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(levels(plan, 'refuse')).toEqual([`red-${NEW}`]);
    expect((await failureOf(runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()))).code).toBe('refused');
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
  });

  it.each(['metadata', 'read_only', 'read'])(
    'refuses an index under a %s block, and says how to take it off',
    async (block) => {
      await make(OLD, { aliases: { government: {} } });
      await make(NEW);
      await call(url, 'PUT', `/${NEW}/_settings`, { [`index.blocks.${block}`]: true });
      const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
      const [refusal] = plan.checks.filter(({ level }) => level === 'refuse');
      expect(refusal).toMatchObject({ title: `${NEW} is under a ${block} block` });
      expect(refusal!.hint).toContain(`{"index.blocks.${block}": null}`);
    },
  );

  it.each(['metadata', 'read_only'])('refuses where the index it would leave is under a %s block', async (block) => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await call(url, 'PUT', `/${OLD}/_settings`, { [`index.blocks.${block}`]: true });
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(levels(plan, 'refuse')).toContain(`block-${block}-${OLD}`);
  });

  it('a block on an index of somebody else is no obstacle', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await make('other', {
      aliases: { elsewhere: {} },
      settings: { number_of_replicas: 0, 'index.blocks.metadata': true },
    });
    await make('unread', { settings: { number_of_replicas: 0, 'index.blocks.read': true } });
    await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    expect((await aliasesOf(url))['government']).toEqual([NEW]);
  });

  it('a write block is a warning: searches work', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW, { settings: { number_of_replicas: 0, 'index.blocks.write': true } });
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(levels(plan, 'refuse')).toEqual([]);
    expect(levels(plan, 'warn')).toContain(`block-write-${NEW}`);
  });

  it('refuses an alias that is the name of an index', async () => {
    await make('government');
    await make(NEW);
    expect(levels(await planSwitch(placeOf(cluster), { index: NEW }, aRun()), 'refuse')).toEqual(['alias-is-index']);
  });

  it('warns where the target is much smaller than what is live, or empty', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await fill(OLD, 10);
    expect(levels(await planSwitch(placeOf(cluster), { index: NEW }, aRun()), 'warn')).toEqual([`empty-${NEW}`]);
    await fill(NEW, 4);
    expect(levels(await planSwitch(placeOf(cluster), { index: NEW }, aRun()), 'warn')).toEqual(['smaller']);
  });

  it('warns of an index that a restore never finished filling, and of other aliases that stay on the one left', async () => {
    await make(OLD, { aliases: { government: {}, 'all-content': {} } });
    await make(NEW, { aliases: { [loadingAliasOf('aaaa')]: {} } });
    await fill(NEW, 1);
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(levels(plan, 'warn')).toEqual([`half-filled-${NEW}`, `stays-${OLD}`]);
    expect(plan.checks.find(({ id }) => id === `stays-${OLD}`)?.detail).toMatch(
      /^all-content points to it as well, and stays there/,
    );
    await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
    expect((await aliasesOf(url))['all-content']).toEqual([OLD]);
  });

  it('there is nothing to do where the alias already is', async () => {
    await make(NEW, { aliases: { government: {} } });
    expect(levels(await planSwitch(placeOf(cluster), { index: NEW }, aRun()), 'refuse')).toEqual(['already']);
  });

  it('an alias moved between plan and apply is left where it is', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await make('third');
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    await call(url, 'POST', '/_aliases', {
      actions: [{ remove: { index: OLD, alias: 'government' } }, { add: { index: 'third', alias: 'government' } }],
    });
    const failure = await failureOf(runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()));
    expect(failure.code).toBe('plan_changed');
    expect(failure.details['changes']).toEqual([`The alias government points to third now; it pointed to ${OLD}.`]);
    expect(await aliasesOf(url)).toEqual({ government: ['third'] });
  });

  it('an index made again under its name is another index', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    await call(url, 'DELETE', `/${NEW}`);
    await make(NEW);
    const failure = await failureOf(runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()));
    expect([failure.code, failure.details['changes']]).toEqual([
      'plan_changed',
      [`The index ${NEW} was deleted and made again.`],
    ]);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
  });

  it('an alias on several indices, one of them closed, ends on the one; the filter is the write index’s', async () => {
    await make('one', { aliases: { government: { filter: { term: { n: 1 } } } } });
    await make('two', { aliases: { government: { is_write_index: true } } });
    await call(url, 'POST', '/one/_close');
    await make(NEW);
    const plan = await planSwitch(placeOf(cluster), { index: NEW }, aRun());
    expect(plan.before.map(({ index, state }) => [index, state])).toEqual([
      ['one', 'closed'],
      ['two', 'open'],
    ]);
    expect(levels(plan, 'warn')).toEqual(expect.arrayContaining(['memberships-differ', 'several']));
    await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
    expect(await carried('government')).toEqual({ [NEW]: { aliases: { government: { is_write_index: true } } } });
  });
});

describe('switching back', () => {
  it('restores exactly the memberships before, several indices too, and opens what was closed meanwhile', async () => {
    await make('one', { aliases: { government: { filter: { term: { n: 1 } }, search_routing: '7' } } });
    await make('two', { aliases: { government: { is_write_index: true } } });
    await make(NEW);
    const before = await carried('government');
    const last = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    await call(url, 'POST', '/one/_close');
    const plan = switchPlan.parse(
      await planSwitchBack(placeOf(cluster), { alias: 'government', last, job: '7' }, aRun()),
    );
    expect(plan).toMatchObject({ aliasFrom: 'undo', after: ['one', 'two'], opensTarget: true, undoes: '7' });
    const back = await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
    expect(await carried('government')).toEqual(before);
    // And forward again: the undo is a switch like any other.
    await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitchBack(placeOf(cluster), { alias: 'government', last: back }, aRun()) },
      aRun(),
    );
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });
  });

  it('refuses where somebody moved the alias since, or its filter', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    const last = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    await call(url, 'POST', '/_aliases', { actions: [{ add: { index: NEW, alias: 'government', routing: '9' } }] });
    const plan = await planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun());
    expect(levels(plan, 'refuse')).toEqual(['moved-since']);
    expect((await failureOf(runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()))).code).toBe('refused');
  });

  it('refuses where the index to go back to is gone, or another one by now', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    const last = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    await call(url, 'DELETE', `/${OLD}`);
    const failure = await failureOf(planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun()));
    expect([failure.code, failure.message]).toEqual([
      'refused',
      `There is nothing to switch government back to: ${OLD} is gone.`,
    ]);
    await make(OLD);
    expect(levels(await planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun()), 'refuse')).toEqual([
      `another-${OLD}`,
    ]);
  });

  it('an alias that was new is removed again', async () => {
    await make(NEW);
    const last = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: NEW }, aRun()) },
      aRun(),
    );
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });
    const plan = await planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun());
    expect([plan.after, levels(plan, 'warn')]).toEqual([[], expect.arrayContaining(['alias-goes'])]);
    expect((await runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun())).after).toEqual([]);
    expect(await aliasesOf(url)).toEqual({});
  });
});
