import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backupUri, refOfFile } from '../../../lib/contract/backup-ref.ts';
import type { FailedJob } from '../../../lib/contract/job.ts';
import { readUuid } from '../../../lib/elasticsearch/admin/describe-index.ts';
import { cancelled, toFailure } from '../../../lib/errors.ts';
import { drill } from '../../../lib/kinds/drill/describe.ts';
import { deleteDrillIndex, indexOfDrill } from '../../../lib/kinds/drill/delete-index.ts';
import { assertRoomForDrill } from '../../../lib/kinds/drill/plan.ts';
import { drillPlan, drillResult } from '../../../lib/kinds/drill/schema.ts';
import { worthWaiting } from '../../../lib/jobs/scheduler/worth-waiting.ts';
import { aRun } from '../../support/a-run.ts';
import { call, openContexts } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { writeTestBackup } from '../../support/write-test-backup.ts';
import { LIVE, seedLive } from '../restore/builders.ts';
import { documentOf, drillOf, indexNames, planned, runPlanned } from './drilling.ts';

const server = setUpServer();
const backUpLive = async (documents = 300) => {
  await seedLive(server, documents);
  return server.backUp(LIVE);
};

test('an equal backup is proven, its index is deleted, and nothing live is touched', async () => {
  const file = await backUpLive();
  const plan = await planned(server, drillOf(file));
  expect(drillPlan.parse(plan)).toBeTruthy();
  expect(plan.alias).toBe('government');
  const result = await runPlanned(server, plan);
  expect(drillResult.parse(result)).toMatchObject({
    status: 'done',
    backup: file,
    documents: 300,
    equal: 300,
    compared: 'content',
    bracket: null,
    problem: null,
    deleted: true,
    warnings: [],
  });
  expect(result.index).toMatch(/^restore-desk-drill-[0-9a-f]{12}$/);
  expect(result.seconds).toBeGreaterThan(0);
  expect(await indexNames(server)).toEqual([LIVE]);
  expect(await openContexts(server.url)).toBe(0);
  const { drilledBackup } = drill.effects({ work: { kind: 'drill', plan }, result } as Parameters<
    typeof drill.effects
  >[0]);
  expect(drilledBackup).toMatchObject({ key: backupUri(refOfFile(file)), alias: 'government', ok: true, equal: 300 });
  expect(drilledBackup).toMatchObject({ elsewhere: false });
});

test('a backup with one id twice is no proof: the drill fails with the numbers, and leaves no index', async () => {
  const { file } = await writeTestBackup(server.directory, {
    name: 'pages',
    mappings: {},
    level: 1,
    documents: [documentOf('1', { n: 1 }), documentOf('2', { n: 2 }), documentOf('2', { n: 3 })],
  });
  const plan = await planned(server, drillOf(file));
  const failure = await failureOf(runPlanned(server, plan));
  expect(failure).toMatchObject({
    code: 'content_mismatch',
    details: { soFar: { documents: 3, equal: 2, deleted: true } },
  });
  expect(await indexNames(server)).toEqual([]);
  const failed = toFailure(failure) as FailedJob['failure'];
  expect(drill.effectsBefore({ kind: 'drill', plan }, null, failed).drilledBackup).toMatchObject({
    ok: false,
    documents: 3,
    equal: 2,
  });
});

test('a damaged file has a plan that says so; its drill fails and is remembered', async () => {
  const file = await backUpLive();
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  const damaged = join(server.directory, 'damaged.zip');
  await writeFile(damaged, bytes);
  const plan = await planned(server, drillOf(damaged));
  expect(plan.checks).toContainEqual(expect.objectContaining({ id: 'damaged', level: 'warn' }));
  const failure = await failureOf(runPlanned(server, plan));
  expect(failure.code).toBe('backup_damaged');
  const effects = drill.effectsBefore({ kind: 'drill', plan }, null, toFailure(failure) as FailedJob['failure']);
  expect(effects.drilledBackup).toMatchObject({ ok: false, documents: null, equal: null });
  expect(effects.verifiedBackups).toHaveLength(1);
  expect(await indexNames(server)).toEqual([LIVE]);
});

test('an incomplete file fails its drill', async () => {
  const plan = await planned(server, drillOf('tests/fixtures/partial-dump.zip'));
  const failure = await failureOf(runPlanned(server, plan));
  expect(failure).toMatchObject({
    code: 'backup_incomplete',
    message: expect.stringMatching(/120 of 5,000/) as string,
  });
});

test('cancelled in its load, it ends at once and deletes its index', async () => {
  const plan = await planned(server, drillOf(await backUpLive(), { documentsPerSecond: 20 }));
  const stop = new AbortController();
  let stoppedMs = 0;
  const failure = await failureOf(
    runPlanned(server, plan, {
      signal: stop.signal,
      report: ({ phase, done }) => {
        if (phase !== 'load' || done < 10 || stop.signal.aborted) return;
        stoppedMs = performance.now();
        stop.abort(cancelled());
      },
    }),
  );
  expect(failure.code).toBe('cancelled');
  expect(performance.now() - stoppedMs).toBeLessThan(3_000);
  expect(await indexNames(server)).toEqual([LIVE]);
  expect(drill.effectsBefore({ kind: 'drill', plan }, null, null)).toEqual({});
});

test('its documents per second are limited, loaded and compared, and it moves all the time', async () => {
  const plan = await planned(server, drillOf(await backUpLive(), { documentsPerSecond: 150 }));
  const moved: number[] = [];
  let last = '';
  const result = await runPlanned(server, plan, {
    report: ({ phase, done }) => {
      const now = `${phase} ${done}`;
      if (now !== last) moved.push(performance.now());
      last = now;
    },
  });
  expect(result).toMatchObject({ status: 'done', equal: 300, limited: true });
  // 300 documents are written, and 300 are read.
  expect(600 / result.seconds).toBeLessThan(150 * 1.05);
  expect(600 / result.seconds).toBeGreaterThan(150 * 0.7);
  const gaps = moved.slice(1).map((at, place) => at - moved[place]!);
  expect(Math.max(...gaps)).toBeLessThan(2_500);
});

/** Of an older kind and of the present one. */
const TEMPLATES = {
  '_template/everything': { index_patterns: ['*'], aliases: { government: {} } },
  '_index_template/everything': { index_patterns: ['restore-desk-*'], template: { aliases: { government: {} } } },
};

test.each(Object.entries(TEMPLATES))(
  'a %s that attaches an alias refuses the plan; one made later does not bring a document into it',
  async (path, body) => {
    const file = await backUpLive();
    const plan = await planned(server, drillOf(file));
    await call(server.url, 'PUT', `/${path}`, body);
    try {
      const refused = (await planned(server, drillOf(file))).checks.filter(({ level }) => level === 'refuse');
      expect(refused).toMatchObject([{ id: 'drill-template', title: expect.stringMatching(/government/) as string }]);
      let seen: unknown = null;
      const result = await runPlanned(server, plan, {
        report: ({ phase }) => {
          if (phase === 'load') seen ??= call(server.url, 'GET', '/_alias/government');
        },
      });
      expect(Object.keys((await seen) as object)).toEqual([LIVE]);
      expect(result.warnings.join()).toMatch(/government/);
      expect(result).toMatchObject({ equal: 300, deleted: true });
    } finally {
      await call(server.url, 'DELETE', `/${path}`);
    }
  },
);

test('what a template put into an alias is deleted, as long as the drill had not detached it', async () => {
  const plan = await planned(server, drillOf(await backUpLive(3)));
  const { index } = plan.target;
  const { loadingAlias } = indexOfDrill(plan, null)!;
  await call(server.url, 'PUT', `/${index}`, { aliases: { [loadingAlias!]: {}, government: {} } });
  const uuid = await readUuid(server.cluster, index);
  expect(await deleteDrillIndex(server.cluster, indexOfDrill(plan, uuid)!)).toBe('government points to it');
  expect(await deleteDrillIndex(server.cluster, indexOfDrill(plan, null)!)).toBeNull();
  expect(await indexNames(server)).toEqual([LIVE]);
});

test('an index that has the name already is neither written to nor deleted, also if it looks like the drill’s', async () => {
  const plan = await planned(server, drillOf(await backUpLive(3)));
  const { index } = plan.target;
  const { loadingAlias } = indexOfDrill(plan, null)!;
  await call(server.url, 'PUT', `/${index}`, { aliases: { [loadingAlias!]: {} } });
  const uuid = await readUuid(server.cluster, index);
  expect(await failureOf(runPlanned(server, plan))).toMatchObject({ code: 'index_exists' });
  expect(await readUuid(server.cluster, index)).toBe(uuid);
});

test('where there is no room, the file is not read', async () => {
  const file = await backUpLive(3);
  const reading: string[] = [];
  const backups: typeof server.place.backups = {
    ...server.place.backups,
    of: (source) =>
      new Proxy(server.place.backups.of(source), {
        get: (target, name, receiver) => {
          reading.push(String(name));
          return Reflect.get(target, name, receiver) as unknown;
        },
      }),
  };
  const assertRoom = (more: object = {}) =>
    assertRoomForDrill({ ...server.place, backups }, drillOf(file, more), aRun());
  await assertRoom();
  const failure = await failureOf(assertRoom({ otherDrill: () => ({ job: '7', title: 'Drill' }) }));
  expect(failure).toMatchObject({ code: 'refused', details: { checks: [{ id: 'drill-other', later: true }] } });
  expect(worthWaiting(failure)).toEqual({ room: true });
  expect(reading).not.toContain('inspect');
});

test('an index with an alias of somebody else is kept, with a warning', async () => {
  const plan = await planned(server, drillOf(await backUpLive(), { documentsPerSecond: 200 }));
  const { index } = plan.target;
  let attached: Promise<unknown> | null = null;
  const result = await runPlanned(server, plan, {
    report: ({ phase }) => {
      if (phase !== 'load') return;
      attached ??= call(server.url, 'POST', '/_aliases', { actions: [{ add: { index, alias: 'mine' } }] });
    },
  });
  await attached;
  expect(result).toMatchObject({ status: 'partial', deleted: false, equal: 300, problem: null });
  expect(result.warnings.join()).toMatch(/mine points to it/);
  expect(drill.isPartial(result)).toBe(true);
});
