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
