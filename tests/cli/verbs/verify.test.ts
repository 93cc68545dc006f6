import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixture, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('a damaged, an incomplete and a missing file are each reported', async () => {
  const bytes = readFileSync(fixture('government.zip'));
  bytes[20_000] = bytes[20_000]! ^ 1;
  writeFileSync(join(commands.folder, 'changed.zip'), bytes);
  const ended = await commands.run(
    'verify',
    fixture('government.zip'),
    'changed.zip',
    fixture('partial-dump.zip'),
    'missing.zip',
    '--json',
  );
  expect(ended.code).toBe(1);
  expect((ended.json['files'] as { status: string }[]).map(({ status }) => status)).toEqual([
    'whole',
    'damaged',
    'incomplete',
    'unreadable',
  ]);
  expect((await commands.run('restore', commands.url, 'changed.zip')).code).toBe(4);
  expect(await commands.indices()).toEqual([]);
});
