import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installDistribution } from '../../../scripts/servers/distribution.ts';
import { MissingRequirement } from '../../../scripts/servers/missing-requirement.ts';
import { serverKind } from '../../../scripts/servers/versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'restore-desk-'));
const shelf = join(folder, 'servers');

/** A Maven whose local repository has an incomplete zip, which it copies. */
beforeAll(() => {
  chmodSync(folder, 0o755);
  writeFileSync(
    join(folder, 'mvn'),
    '#!/bin/sh\nfor word; do case "$word" in -DoutputDirectory=*) head -c 1000 /dev/zero > "${word#*=}/elasticsearch.zip";; esac; done\n',
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  vi.stubEnv('RESTORE_DESK_CACHE', folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('an incomplete zip of Maven is reported in one sentence that says what to delete, and no file remains', async () => {
  const failure = await installDistribution(serverKind('8.19.9')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MissingRequirement);
  expect((failure as Error).message).toMatch(
    /8\.19\.9 .*damaged.*: delete ~\/\.m2\/repository\/org\/elasticsearch\/distribution\/integ-test-zip\/elasticsearch\/8\.19\.9, and start again\.$/,
  );
  expect(readdirSync(shelf)).toEqual([]);
});

test('the files of an interrupted download are removed by the next one, those of a running download are not', async () => {
  const ended = spawnSync('true').pid;
  const [left, busy] = [
    join(shelf, `.fetching-${String(ended)}-a`),
    join(shelf, `.fetching-${String(process.ppid)}-b`),
  ];
  for (const path of [left, busy]) mkdirSync(path, { recursive: true });
  await installDistribution(serverKind('8.19.9')).catch(() => undefined);
  expect([left, busy].map((path) => existsSync(path))).toEqual([false, true]);
});
