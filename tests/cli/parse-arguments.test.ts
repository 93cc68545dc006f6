import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('wrong usage', () => {
  it.each([
    [['restor'], 'Did you mean “restore”?'],
    [['swich'], 'Did you mean “switch”?'],
    [['frobnicate'], 'There is init, serve, demo, backup, verify'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--no-swich'], 'Did you mean “--no-switch”?'],
    [['restore', 'http://127.0.0.1:1'], 'needs <zip>'],
    [['backup', 'http://127.0.0.1:1'], 'needs <dir>'],
    [['backup', 'http://127.0.0.1:1', ''], '<dir> is empty'],
    [['verify', 'x.zip', ''], '<zip> is empty'],
    [['health', 'http://127.0.0.1:1', 'more'], '“more” is one argument too many'],
    [['health', '127.0.0.1:9200'], 'is not an address'],
    [['health', 'ftp://127.0.0.1'], 'starts with http'],
    [['clean', 'http://127.0.0.1:1', '--keep', '-1'], '--keep'],
    [['clean', 'http://127.0.0.1:1', '--keep', 'two'], 'whole number'],
    [['clean', 'http://127.0.0.1:1', '--older-than', 'soon'], 'a duration like'],
    [['clean', 'http://127.0.0.1:1', '--apply', '--dry-run'], 'contradict'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '{'], '--settings is not JSON'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '[]'], 'takes a JSON object'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '1.0'], 'takes a JSON object'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--drop-setting', ''], '--drop-setting is empty'],
    [['retry', 'http://127.0.0.1:1'], 'needs <job>'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--on-conflict', 'replace'], 'create, index, external_gte'],
    [
      ['restore', 'http://127.0.0.1:1', 'x.zip', '--alias', 'one', '--alias', 'two'],
      '--alias is given twice: “one” and “two”',
    ],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--alias'], '--alias needs a value'],
    [['switch', 'http://127.0.0.1:1', 'x', '--json=yes'], 'takes no value'],
    [[], 'back up, restore, switch'],
  ])('%j ends with 2 and says what is expected', async (words, expected) => {
    const ended = await runCommand(words, { cwd: folder });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(expected);
  });

  it('is one JSON object with --json', async () => {
    const ended = await runCommand(['restore', 'http://127.0.0.1:1', '--json'], { cwd: folder });
    expect([ended.code, ended.json]).toMatchObject([
      2,
      { status: 'usage', verb: 'restore', index: null, rejected: null, error: { code: 'invalid_input' } },
    ]);
  });
});
