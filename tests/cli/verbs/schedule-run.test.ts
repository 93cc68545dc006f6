import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('schedule run makes the backups of a schedule as its jobs, and is listed', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.addDocuments(OLD, 20);
  const schedule = (verb: string, ...words: string[]) =>
    commands.run('schedule', verb, commands.url, ...words, '--json');
  const never = ['--cron', '0 0 29 2 *'];
  const backup = ['--kind', 'backup', ...never, '--to', 'zips'];
  expect((await schedule('add', '--name', 'Leap', ...backup, '--alias', 'government')).code).toBe(0);
  expect((await schedule('add', '--name', 'Half', ...backup, '--alias', 'government', '--alias', 'gone')).code).toBe(0);
  expect((await schedule('add', '--name', 'None', ...backup, '--alias', 'gone')).code).toBe(0);

  const good = await schedule('run', 'leap');
  expect([good.code, good.json]).toMatchObject([
    0,
    { status: 'done', run: { name: 'Leap', trigger: 'person', state: 'good', why: null }, jobs: [expect.any(String)] },
  ]);
  expect(commands.backupFiles('zips')).toHaveLength(1);
  const partial = await schedule('run', 'Half');
  expect([partial.code, partial.json]).toMatchObject([
    3,
    { status: 'partial', run: { state: 'partial', why: expect.stringContaining('gone') } },
  ]);
  const failed = await schedule('run', 'None');
  expect([failed.code, failed.json]).toMatchObject([1, { status: 'failed', run: { state: 'failed' }, jobs: [] }]);
  expect((await schedule('list')).json['schedules']).toMatchObject([
    { name: 'Half', last: { state: 'partial' } },
    { name: 'Leap', last: { state: 'good', jobs: good.json['jobs'] }, overdue: false },
    { name: 'None', last: { state: 'failed' } },
  ]);
});

it('schedule import says what the retention of each schedule that it adds or changes would delete', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.addDocuments(OLD, 20);
  const backUp = async () =>
    (await commands.run('backup', commands.url, 'zips', '--alias', 'government', '--json')).json['file'];
  const older = await backUp();
  await backUp();
  const to = join(commands.folder, 'zips');
  const rest = `kind: backup, what: {aliases: [government]}, cron: '0 3 * * *', timeZone: UTC, to: ${to}`;
  const schedule = (name: string, rules: string) => `  - {name: ${name}, ${rest}${rules}}\n`;
  const write = (last: number) =>
    writeFileSync(
      join(commands.folder, 'schedules.yaml'),
      `version: 1\nschedules:\n${schedule('Nightly', `, retention: {last: ${last}}`)}${schedule('Keeps all', '')}`,
    );
  const importing = (...words: string[]) =>
    commands.run('schedule', 'import', commands.url, 'schedules.yaml', ...words);

  write(1);
  const previews = [{ name: 'Nightly', preview: { deleted: [expect.stringMatching(/^government\//)] } }];
  const planned = await importing('--dry-run', '--json');
  expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', previews }]);
  const [{ preview }] = planned.json['previews'] as [{ preview: { deleted: string[] } }];
  expect(older).toContain(preview.deleted[0]);
  expect((await commands.run('schedule', 'list', commands.url, '--json')).json['schedules']).toEqual([]);
  const printed = await importing('--dry-run');
  expect(printed.stdout).toContain('Retention of Nightly, with the backups that there are now:\n1 backup to delete in');

  expect((await importing('--json')).json).toMatchObject({ status: 'done', previews });
  expect((await importing('--json')).json).toMatchObject({ unchanged: ['Nightly', 'Keeps all'], previews: [] });
  write(2);
  expect((await importing('--json')).json).toMatchObject({
    changed: ['Nightly'],
    previews: [{ name: 'Nightly', preview: { deleted: [] } }],
  });
  expect(commands.backupFiles('zips')).toHaveLength(2);
});
