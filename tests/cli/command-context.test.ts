import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aliasesOf } from '../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from './cluster-commands.ts';

const commands = useClusterCommands();

it('a cluster that is read-only in the configuration is not changed', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  writeFileSync(
    join(commands.folder, 'restore-desk.yaml'),
    `clusters:\n  live:\n    url: ${commands.url}\n    backups: backups\n    readOnly: true\n`,
  );
  expect((await commands.run('switch', 'live', NEW)).stderr).toContain('read-only');
  expect((await commands.run('health', 'live')).code).toBe(0);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
});
