import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCommandContext } from '../../lib/cli/command-context.ts';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { Terminal } from '../../lib/cli/terminal.ts';
import { replay } from '../../lib/cli/verbs/replay.ts';
import { VERBS } from '../../lib/cli/verbs.ts';
import { posted, writeCapture } from '../support/write-capture.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-replay-arguments-'));
  file = writeCapture(folder, 'a.log', [posted('2018-01-09T04:00:00Z', '/a')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (args: readonly string[]) => {
  const terminal = new Terminal({ write: () => undefined });
  const environment = { RESTORE_DESK_DATA: folder };
  const given = args.map((argument) => (argument === 'FILE' ? file : argument));
  const context = openCommandContext(
    parseArguments(VERBS.replay, given),
    terminal,
    new AbortController().signal,
    environment as unknown as NodeJS.ProcessEnv,
  );
  return replay(context).finally(() => terminal.close());
};

const TARGET = 'http://127.0.0.1:9';
const FROM = ['--from', '2018-01-09'];

test.each([
  [[TARGET, 'FILE'], '--from'],
  [[TARGET, ...FROM], '<file>'],
  [[TARGET, 'FILE', '--from', 'yesterday'], 'not a time'],
  [[TARGET, 'FILE', '--from', '2018-02-30T00:00:00Z'], 'not a time'],
  [[TARGET, 'FILE', ...FROM, '--rate', '1', '--speed', '1'], 'exclude'],
  [[TARGET, 'FILE', ...FROM, '--rate', '0'], 'above 0'],
  [[TARGET, 'FILE', ...FROM, '--concurrency', '0'], 'whole number'],
  [[TARGET, 'FILE', ...FROM, '--map-index', 'a'], 'OLD=NEW'],
  [[TARGET, 'FILE', ...FROM, '--only-path', '('], 'regular expression'],
  [[TARGET, 'FILE', ...FROM, '--queue-status', '_status'], 'a path'],
  [[TARGET, 'FILE', ...FROM, '--to', '2018-01-08'], 'before the beginning'],
  [['http://user:secret@127.0.0.1:9', 'FILE', ...FROM], 'could be seen'],
  [['search-app', 'FILE', ...FROM], 'There is no replay target'],
])('%j: %s', async (args, message) => {
  await expect(run(args)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining(message) as string,
  });
});

test('a file that is not there is refused', async () => {
  await expect(run([TARGET, 'none.log', ...FROM])).rejects.toMatchObject({ code: 'not_found' });
});

test('times are accepted in ISO 8601 and in nanoseconds', async () => {
  for (const from of ['2018-01-09T04:00:00Z', '2018-01-09 05:00+01:00', '1515470400000000000', '2018-01-09 04:00']) {
    const { fields } = await run([TARGET, 'FILE', '--from', from, '--dry-run']);
    expect([from, fields]).toMatchObject([from, { toSend: 1, plan: { choice: { from: '2018-01-09T04:00:00Z' } } }]);
  }
});
