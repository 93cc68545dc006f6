import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programPath } from '../../scripts/servers/system-packages.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));
const unit = readFileSync(new URL('../../deploy/restore-desk.service', import.meta.url), 'utf8');
const analyze = programPath('systemd-analyze');

describe.skipIf(analyze === null)('the unit for systemd (needs systemd-analyze)', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unit-'));
    file = join(folder, 'restore-desk.service');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Of the unit as it is, but for its program, which is not installed here. */
  function run(words: string[], text = unit) {
    writeFileSync(file, text.replace('ExecStart=restore-desk', `ExecStart=${PROGRAM}`));
    const { status, stdout, stderr } = spawnSync(analyze!, [...words, file], { encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  test('starts the server of the installed package', () => {
    expect(unit).toMatch(/^ExecStart=restore-desk serve$/m);
  });

  test('has no key and no value that systemd does not know', () => {
    expect(run(['verify'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('a key that is misspelt would be found', () => {
    expect(run(['verify'], unit.replace('ProtectHome', 'ProtectHomes')).stderr).toContain('ProtectHomes');
  });

  test('leaves the service little of the machine: an exposure of at most 2.0 of 10', () => {
    expect(run(['security', '--offline=true', '--threshold=20'])).toMatchObject({ status: 0 });
  });
});
