import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withStore } from '../../../lib/jobs/run-in-terminal.ts';
import type { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { recordMissed } from '../../../lib/jobs/store/schedule-runs.ts';
import { addSchedule, schedules } from '../../../lib/jobs/store/schedules.ts';
import { scheduleSpec } from '../../../lib/contract/schedule.ts';
import { runCommand } from '../../support/command-line.ts';

/** Nothing listens there: only the preview of a retention reads the cluster. */
const ADDRESS = 'http://127.0.0.1:9';
const DAY_MS = 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schedules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const configure = (entry = '') =>
  writeFileSync(
    join(folder, 'restore-desk.yaml'),
    `clusters:\n  one:\n    url: ${ADDRESS}\n    backups: backups\n${entry}`,
  );
const run = (verb: string, ...words: string[]) =>
  runCommand(['schedule', verb, ADDRESS, ...words, '--json'], { cwd: folder });
const NIGHTLY = ['--name', 'Nightly', '--kind', 'backup', '--cron', '0 3 * * *', '--tz', 'Europe/London'];
const inStore = <T>(use: (store: JobStore) => T): T => withStore(join(folder, 'data'), use);
const kept = () => inStore((store) => schedules(store).map(({ cluster, spec }) => [cluster, spec.name]));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe('schedule', () => {
  test('is added, listed, paused, resumed and removed, each with a line in the audit log', async () => {
    configure();
    const added = await run(
      'add',
      ...NIGHTLY,
      '--alias',
      'government',
      '--to',
      'zips',
      '--keep-daily',
      '7',
      '--keep-within',
      '30d',
    );
    expect([added.code, added.json]).toMatchObject([
      0,
      { status: 'done', name: 'Nightly', added: ['Nightly'], sentence: 'Every day at 03:00, Europe/London' },
    ]);
    const next = added.json['next'] as string[];
    expect(next).toHaveLength(5);
    expect(Date.parse(next[0]!)).toBeGreaterThan(Date.now());

    const [listed] = (await run('list')).json['schedules'] as object[];
    expect(listed).toMatchObject({
      name: 'Nightly',
      kind: 'backup',
      cron: '0 3 * * *',
      timeZone: 'Europe/London',
      to: join(folder, 'zips'),
      what: { all: false, aliases: ['government'], indices: [] },
      retention: { daily: 7, within: '30d', last: 0 },
      paused: false,
      next,
      last: null,
      overdue: false,
    });

    expect((await run('pause', 'nightly')).json).toMatchObject({
      status: 'done',
      name: 'Nightly',
      paused: true,
      next: [],
    });
    expect((await run('list')).json['schedules']).toMatchObject([{ paused: true, next: [] }]);
    expect((await run('resume', 'Nightly')).json).toMatchObject({ paused: false, next });
    expect((await run('remove', 'Nightly')).json).toMatchObject({ status: 'done', removed: ['Nightly'] });
    expect((await run('list')).json).toMatchObject({ status: 'done', schedules: [] });
    const lines = inStore((store) => listAuditLog(store, { cluster: 'one' }));
    expect(lines.map(({ action, actor }) => [action, actor])).toEqual(
      ['remove', 'resume', 'pause', 'add'].map((verb) => [`${verb} schedule`, expect.stringContaining('command line')]),
    );
  });

  test('is not added by --dry-run, or where an option is wrong', async () => {
    configure();
    const planned = await run('add', ...NIGHTLY, '--dry-run');
    expect([planned.code, planned.json['status']]).toEqual([0, 'planned']);
    const refused = await run('add', ...NIGHTLY, '--missed', 'later');
    expect([refused.code, refused.json]).toMatchObject([2, { status: 'usage', name: null, next: null }]);
    expect(kept()).toEqual([]);
  });

  test('of a name that there is, or is not, is refused', async () => {
    configure();
    expect((await run('add', ...NIGHTLY)).code).toBe(0);
    const twice = await run('add', '--name', 'NIGHTLY', ...NIGHTLY.slice(2));
    expect([twice.code, twice.json]).toMatchObject([
      2,
      { error: { message: 'There is a schedule named Nightly already.' } },
    ]);
    for (const verb of ['remove', 'run'])
      expect([verb, (await run(verb, 'Weekly')).json]).toMatchObject([
        verb,
        { status: 'refused', error: { code: 'not_found', hint: 'There is Nightly.' } },
      ]);
    expect(kept()).toEqual([['one', 'Nightly']]);
  });

  test('of kind drill is refused where the cluster is read-only', async () => {
    configure('    readOnly: true\n');
    const words = ['--name', 'Drill', '--kind', 'drill', '--cron', '0 5 * * 1'];
    expect(await run('add', ...words)).toMatchObject({ code: 4, stderr: expect.stringContaining('read-only') });
    write(
      'drill.yaml',
      "version: 1\nschedules:\n  - {name: Drill, kind: drill, what: {all: true}, cron: '0 5 * * 1', timeZone: UTC}\n",
    );
    expect((await run('import', 'drill.yaml')).code).toBe(4);
    expect((await run('add', ...NIGHTLY)).code).toBe(0);
    expect(kept()).toEqual([['one', 'Nightly']]);
  });

  test('is overdue where its last time passed without a run', async () => {
    configure();
    const spec = scheduleSpec.parse({
      name: 'Hourly',
      kind: 'backup',
      what: { all: true },
      cron: '0 * * * *',
      timeZone: 'UTC',
    });
    const due = Math.floor(Date.now() / 3_600_000 - 1) * 3_600_000;
    inStore((store) => {
      const { id } = addSchedule(store, 'one', spec, { by: 'ann', now: Date.now() - DAY_MS });
      recordMissed(store, { schedule: id, dueAt: due }, 'Restore Desk was not running.');
    });
    const [row] = (await run('list')).json['schedules'] as { shouldHaveRunAt: string }[];
    expect(row).toMatchObject({
      overdue: true,
      last: {
        due: new Date(due).toISOString(),
        trigger: 'time',
        state: 'missed',
        why: 'Restore Desk was not running.',
        jobs: [],
      },
    });
    expect(Date.now() - Date.parse(row!.shouldHaveRunAt)).toBeLessThan(2 * 3_600_000);
    expect((await runCommand(['schedule', 'list', ADDRESS], { cwd: folder })).stdout).toContain(
      'OVERDUE: it should have run at',
    );
  });
});

describe('export and import', () => {
  test('move schedules', async () => {
    configure();
    await run('add', ...NIGHTLY, '--keep-daily', '7');
    await run('add', '--name', 'Weekly', '--kind', 'snapshot', '--cron', '0 4 * * 0', '--to', 'nightly');
    const { stdout } = await runCommand(['schedule', 'export', ADDRESS], { cwd: folder });
    const exported = await run('export');
    expect(exported.json).toMatchObject({
      status: 'done',
      yaml: stdout,
      schedules: [{ name: 'Nightly' }, { name: 'Weekly' }],
    });
    const before = inStore((store) => schedules(store));

    write('other.yaml', stdout.replace('daily: 7', 'daily: 14').split('  - name: Weekly')[0]!);
    const changes = { added: [], changed: ['Nightly'], unchanged: [], removed: ['Weekly'] };
    const planned = await run('import', 'other.yaml', '--replace', '--dry-run');
    // Nothing answers at the address.
    const previews = [{ name: 'Nightly', preview: null }];
    expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', ...changes, previews }]);
    expect(planned.stderr).toContain('what the retention of Nightly would delete now is not known');
    expect(inStore((store) => schedules(store))).toEqual(before);
    expect((await run('import', 'other.yaml', '--replace')).json).toMatchObject({ status: 'done', ...changes });
    const [nightly, ...more] = inStore((store) => schedules(store));
    expect(nightly).toMatchObject({ since: before[0]!.since, spec: { retention: { daily: 14 } } });
    expect(more).toEqual([]);
  });

  test('read standard input, and refuse a wrong file as a whole, with the line', async () => {
    configure();
    const good = "  - {name: A, kind: backup, what: {all: true}, cron: '0 3 * * *', timeZone: UTC}\n";
    write('wrong.yaml', `version: 1\nschedules:\n${good}${good.replace('name: A', 'name: B').replace('0 3', '0 33')}`);
    const refused = await run('import', 'wrong.yaml');
    expect([refused.code, refused.json]).toMatchObject([
      2,
      { status: 'usage', error: { message: expect.stringContaining('wrong.yaml, line 4:') } },
    ]);
    expect((await run('import', 'none.yaml')).code).toBe(2);
    expect((await run('import')).json).toMatchObject({
      status: 'usage',
      error: { message: expect.stringContaining('standard input, line 1') },
    });
    expect(kept()).toEqual([]);
  });
});
