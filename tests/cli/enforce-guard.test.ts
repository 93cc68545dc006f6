import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aliasesOf } from '../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from './cluster-commands.ts';

const commands = useClusterCommands();

const configured = (approval: boolean) =>
  writeFileSync(
    join(commands.folder, 'restore-desk.yaml'),
    `clusters:\n  live:\n    url: ${commands.url}\n    backups: backups\n    protected: { approval: ${approval} }\n`,
  );

it('a protected cluster’s alias is moved only with --confirm, and moved back without', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  configured(false);
  const refused = await commands.run('switch', 'live', NEW);
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('--confirm government')]);
  expect((await commands.run('switch', commands.url, NEW, '--confirm', 'govermnent')).code).toBe(4);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
  expect((await commands.run('switch', 'live', NEW, '--confirm', 'government')).code).toBe(0);
  expect((await commands.run('switch-back', 'live', 'government')).code).toBe(0);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
});

it('a move that needs an approval requires --break-glass without one', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  configured(true);
  expect((await commands.run('switch', 'live', NEW, '--confirm', 'government')).stderr).toContain('second person');
  expect((await commands.run('switch', 'live', NEW, '--confirm', 'government', '--break-glass', 'now')).code).toBe(2);
  expect(
    (
      await commands.run(
        'switch',
        'live',
        NEW,
        '--confirm',
        'government',
        '--break-glass',
        'the site is down and I am alone',
      )
    ).code,
  ).toBe(0);
  expect(await aliasesOf(commands.url)).toEqual({ government: [NEW] });
});
