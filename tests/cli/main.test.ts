import { expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { NEW, OLD, useClusterCommands } from './cluster-commands.ts';

const commands = useClusterCommands();

it('the log is off by default; with LOG_LEVEL it is on stderr, one JSON object per line', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  const lines = (stderr: string) =>
    stderr
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = await runCommand(['switch', commands.url, NEW, '--json'], {
    ...commands.options(),
    environment: { ...commands.options().environment, LOG_LEVEL: 'info' },
  });
  expect([logged.code, logged.json]).toMatchObject([0, { status: 'done' }]);
  const { job } = logged.json;
  expect(lines(logged.stderr)).toMatchObject([
    { msg: 'job started', job, kind: 'switch', title: `Switch government to ${NEW}` },
    { msg: 'attempted', action: 'job: switch', actor: expect.stringMatching(/^command line/) as string },
    { msg: 'done', job },
  ]);
  const quiet = await commands.run('switch-back', commands.url, 'government', '--json');
  expect([quiet.code, lines(quiet.stderr)]).toEqual([0, []]);
});
