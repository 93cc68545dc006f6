import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cleanUpPlan } from '../../../lib/kinds/clean-up/schema.ts';
import { cleanUpResult } from '../../../lib/kinds/clean-up/schema.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planCleanUp } from '../../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../../lib/kinds/clean-up/run.ts';
import { aRun } from '../../support/a-run.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { failureOf } from '../../support/failure-of.ts';
import { removeBlocks } from '../../support/remove-blocks.ts';
import { placeOf } from '../../support/test-place.ts';

const name = (day: number) => `government-2026-01-0${day}t03-00-00z-ab${day}`;
let url: string;
let cluster: Cluster;

const names = async () =>
  Object.keys(await call<object>(url, 'GET', '/_settings/index.uuid?expand_wildcards=all'))
    .filter((index) => !index.startsWith('.'))
    .sort();
const make = (index: string, aliases: object = {}) =>
  call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, aliases });

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
  for (const day of [1, 2, 3, 4]) {
    await make(name(day), day === 4 ? { government: {} } : {});
    await call(url, 'POST', `/${name(day)}/_doc?refresh=true`, { day });
  }
  await make('unrelated');
  await call(url, 'POST', `/${name(1)}/_close`);
});
afterAll(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
  await cluster.close();
});

describe('cleaning up on a real server', () => {
  it('deletes exactly what the plan names, closed ones too', async () => {
    const plan = cleanUpPlan.parse(await planCleanUp(placeOf(cluster), { filling: [] }, aRun()));
    expect(plan).toMatchObject({
      indices: 2,
      groups: [{ alias: 'government' }],
      requests: [
        { method: 'DELETE', path: `/${name(2)}` },
        { method: 'DELETE', path: `/${name(1)}` },
      ],
    });
    expect(plan.bytes).toBeGreaterThan(0);
    const result = cleanUpResult.parse(await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun()));
    expect(result).toMatchObject({ status: 'done', left: [], bytes: plan.bytes });
    expect(await names()).toEqual([name(3), name(4), 'unrelated']);
  });

  it('an alias added between plan and apply saves the index', async () => {
    const plan = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
    await call(url, 'POST', '/_aliases', { actions: [{ add: { index: name(2), alias: 'reports' } }] });
    const result = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun());
    expect(result).toMatchObject({
      status: 'partial',
      deleted: [{ index: name(1) }],
      left: [{ index: name(2), reason: 'reports points to it now' }],
    });
    expect(await names()).toContain(name(2));
  });

  it('an index made again under the same name is not the one that was planned', async () => {
    const plan = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
    await call(url, 'DELETE', `/${name(2)}`);
    await make(name(2));
    const result = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun());
    expect(result.left).toEqual([{ index: name(2), reason: 'it was deleted and made again since the plan' }]);
    expect(await names()).toContain(name(2));
  });

  it('one that is gone already, or locked meanwhile, is left with its reason', async () => {
    const plan = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
    await call(url, 'DELETE', `/${name(1)}`);
    await call(url, 'PUT', `/${name(2)}/_settings`, { 'index.blocks.read_only': true });
    expect((await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun())).left).toEqual([
      { index: name(2), reason: 'it is under a read_only block now' },
      { index: name(1), reason: 'it was gone already' },
    ]);
  });

  it('where the answer to a delete is lost, the index itself tells whether it is gone', async () => {
    const proxy = await startFaultyProxy(url);
    const through = connect({ url: proxy.url });
    const deletes = ({ method }: { method: string }) => method === 'DELETE';
    try {
      const plan = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
      // Deleted, and the answer cut off.
      proxy.inject({ fault: { kind: 'cut', afterBytes: 0 }, match: deletes, times: 1 });
      // Not deleted, and the index still stands.
      proxy.inject({ fault: { kind: 'answer', status: 502 }, match: deletes, skip: 1, times: 1 });
      const first = await runCleanUp(placeOf(through), { kind: 'clean-up', plan }, aRun());
      expect(first).toMatchObject({ status: 'partial', deleted: [{ index: name(2) }], left: [{ index: name(1) }] });
      expect(await names()).toEqual([name(1), name(3), name(4), 'unrelated']);

      // Nobody answers any more.
      const again = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
      proxy.clear();
      proxy.inject({
        fault: { kind: 'cut', afterBytes: 0 },
        match: ({ number }) => gone || (gone = deletes(proxy.requests[number - 1]!)),
      });
      let gone = false;
      const failure = await failureOf(runCleanUp(placeOf(through), { kind: 'clean-up', plan: again }, aRun()));
      expect(failure.message).toContain(`Whether ${name(1)} was deleted is not known`);
    } finally {
      await through.close();
      await proxy.close();
    }
  });

  it('what a job is filling is not planned, and another fingerprint tells the plans apart', async () => {
    const free = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
    const uuid = free.groups[0]!.entries.find(({ index }) => index === name(1))!.uuid;
    const filled = await planCleanUp(placeOf(cluster), { filling: [uuid] }, aRun());
    expect(filled.indices).toBe(1);
    expect(filled.fingerprint).not.toBe(free.fingerprint);
    expect((await planCleanUp(placeOf(cluster), { filling: [] }, aRun())).fingerprint).toBe(free.fingerprint);
  });

  it('a group that isn’t there is refused', async () => {
    const plan = await planCleanUp(placeOf(cluster), { aliases: ['goverment'], filling: [] }, aRun());
    expect((await failureOf(runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun()))).code).toBe('refused');
  });

  it('a cancelled run stops between two indices and says how far it came', async () => {
    const plan = await planCleanUp(placeOf(cluster), { filling: [] }, aRun());
    const stop = new AbortController();
    const failure = await failureOf(
      runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun({ signal: stop.signal, log: () => stop.abort() })),
    );
    expect([failure.code, failure.message]).toEqual(['cancelled', expect.stringContaining('after 1 index of 2')]);
    expect(await names()).toHaveLength(4);
  });
});
